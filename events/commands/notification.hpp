// RecordNotification: what became of a notification that the log owed to somebody (SPEC 12). The
// connector that sends gives it once for each, under an id of its own, so that it is decided once.
#pragma once

#include <array>

#include "events/enum_names.hpp"
#include "events/field.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// How it was sent. Numbers are for ever.
enum class NotificationChannel : std::uint8_t { mail = 1, webhook = 2 };

inline constexpr std::array notification_channel_names{
    EnumName<NotificationChannel>{NotificationChannel::mail, "mail"},
    EnumName<NotificationChannel>{NotificationChannel::webhook, "webhook"}};
constexpr std::span<const EnumName<NotificationChannel>> enum_names(NotificationChannel) {
    return notification_channel_names;
}

// Numbers are for ever.
enum class NotificationResult : std::uint8_t { delivered = 1, failed = 2 };

inline constexpr std::array notification_result_names{
    EnumName<NotificationResult>{NotificationResult::delivered, "delivered"},
    EnumName<NotificationResult>{NotificationResult::failed, "failed"}};
constexpr std::span<const EnumName<NotificationResult>> enum_names(NotificationResult) {
    return notification_result_names;
}

// Neither an address nor a word of what was sent: those are personal, and stay with the connector.
struct RecordNotification {
    static constexpr CommandKind kind{90};
    static constexpr Text name = "RecordNotification";

    Text notification;                // its idempotency key
    Text event;                       // the kind of the event that owed it
    std::int64_t event_position = 0;  // and that event's position
    NotificationChannel channel = NotificationChannel::mail;
    NotificationResult result = NotificationResult::delivered;
    std::uint32_t attempts = 0;
    std::uint32_t answer = 0;  // the last answer's number, of SMTP or HTTP; 0: there was none
    Text problem;              // why it failed; empty: it did not
    UserId user;               // the partner user it was for; empty: somebody else
    PartnerId partner;         // that user's, or whom it was about
    LeadId lead;               // what it was about, as far as it was about one of these
    OpportunityId opportunity;
    DealId deal;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("notification", notification, "Its idempotency key."),
           field("event", event, "The kind of the event that owed it."),
           field("event_position", event_position, "The position of that event."),
           field("channel", channel, "How it was sent."),
           field("result", result, "What became of it."),
           field("attempts", attempts, "How often it was tried."),
           field("answer", answer, "The last answer's number, of SMTP or HTTP; 0: none came."),
           field("problem", problem, "Why it failed; absent: it did not."), field("user", user),
           field("partner", partner), field("lead", lead), field("opportunity", opportunity),
           field("deal", deal));
    }
    friend bool operator==(const RecordNotification&, const RecordNotification&) = default;
};

}  // namespace leadline::events
