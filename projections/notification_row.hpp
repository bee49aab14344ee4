// What is answered about a notification, and stored for it (row_codec.cpp): what became of it, and
// of whom and what it told. Neither an address nor a word of what was sent.
#pragma once

#include "events/commands/notification.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

struct NotificationRow {
    Text notification;  // its idempotency key
    Time time;          // of the record
    std::uint64_t position = 0;
    Text event;  // the kind of the event that owed it, and that event's position
    std::uint64_t event_position = 0;
    events::NotificationChannel channel = events::NotificationChannel::mail;
    events::NotificationResult result = events::NotificationResult::delivered;
    std::uint32_t attempts = 0;
    std::uint32_t answer = 0;  // 0: there was none
    Text problem;
    events::UserId user;  // empty: it was for somebody else
    events::PartnerId partner;
    events::LeadId lead;
    events::OpportunityId opportunity;
    events::DealId deal;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("notification", notification), field("time", time), field("position", position),
           field("event", event), field("event_position", event_position),
           field("channel", channel), field("result", result), field("attempts", attempts),
           field("answer", answer), field("problem", problem), field("user", user),
           field("partner", partner), field("lead", lead), field("opportunity", opportunity),
           field("deal", deal));
    }
    friend bool operator==(const NotificationRow&, const NotificationRow&) = default;
};

}  // namespace leadline::projections
