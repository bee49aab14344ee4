// What is answered about an opportunity, and stored for it (row_codec.cpp).
#pragma once

#include "events/happened/opportunity.hpp"
#include "projections/rows.hpp"

namespace leadline::projections {

using events::OpportunityStatus;

// One event about an opportunity, and what it is from then on.
struct OpportunityStep {
    std::uint64_t position = 0;
    Time time;
    std::uint16_t number = 0;  // of the kind
    Text name;                 // of the kind: "OpportunityDelivered"
    events::Actor actor;
    Text on_behalf_of;
    Text asked;  // the command's name; empty: the engine did it by itself
    OpportunityStatus status = OpportunityStatus::new_;
    Text stage;
    events::UserId owner;
    events::PartnerId partner;
    events::PartnerId collaborator;  // who came, or went
    Time expires_at;
    events::Part<events::Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("position", position), field("time", time), field("kind", name),
           field("actor_kind", actor.kind), field("actor", actor.id),
           field("on_behalf_of", on_behalf_of), field("asked", asked), field("status", status),
           field("stage", stage), field("owner", owner), field("partner", partner),
           field("collaborator", collaborator), field("expires_at", expires_at),
           field("remark", remark));
        ar.derived(field("number", number));  // stored, and no field of an answer
    }
    friend bool operator==(const OpportunityStep&, const OpportunityStep&) = default;
};

struct OpportunityRow {
    events::OpportunityId opportunity;
    OpportunityStatus status = OpportunityStatus::new_;
    Text stage;
    events::UserId owner;  // empty: nobody's, or not yet answered
    events::PartnerId
        partner;              // the owner's; while delivered, and of what was not accepted: to whom
    bool by_partner = false;  // a partner's user made it
    events::AccountId account;
    events::ContactId contact;
    events::LeadId lead;  // that it came of; empty: it was made by hand
    Text topic;
    std::optional<events::Money> amount;
    Time expected_close;
    List<Text> products;
    events::Part<events::OpportunityTexts> texts;
    List<events::PartnerId> collaborators;  // in the order in which they came
    Time created;
    std::uint64_t position = 0;  // of its creation
    Time since;                  // of the status
    Time touched;                // somebody last worked on it; unset: nobody has
    Time expires_at;             // while delivered; unset: never

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("status", status), field("stage", stage),
           field("owner", owner), field("partner", partner), field("by_partner", by_partner),
           field("account", account), field("contact", contact), field("lead", lead),
           field("topic", topic), field("amount", amount), field("expected_close", expected_close),
           field("products", products), field("texts", texts),
           field("collaborators", collaborators), field("created", created),
           field("position", position), field("since", since), field("touched", touched),
           field("expires_at", expires_at));
    }
    friend bool operator==(const OpportunityRow&, const OpportunityRow&) = default;
};

// What a channel manager is to look at (SPEC 10), by the log's time at which the answer stands.
struct OpportunityAlerts {
    bool is_new = false;      // open, and nobody has touched it since it came to where it is
    bool is_overdue = false;  // open behind its expected close
    bool is_stalled = false;  // worked on, but not for as long as was asked for
};
inline constexpr events::Duration stalled_after_default{30 * events::day.us};

[[nodiscard]] inline OpportunityAlerts alerts_of(const OpportunityRow& row, Time now,
                                                 events::Duration stalled_after) {
    OpportunityAlerts alerts;
    if (!events::is_open(row.status)) return alerts;
    const Time last = row.touched.is_set() && row.touched > row.since ? row.touched : row.since;
    alerts.is_new = !row.touched.is_set();
    alerts.is_overdue = row.expected_close.is_set() && row.expected_close < now;
    alerts.is_stalled = events::is_worked_on(row.status) && last + stalled_after < now;
    return alerts;
}

// How many opportunities of a status there are, and what they come to in one currency.
struct OpportunityTotal {
    OpportunityStatus status = OpportunityStatus::new_;
    Text currency;  // empty: those whose amount is not known
    std::uint64_t count = 0;
    __extension__ using Minor = __int128;
    Minor minor = 0;  // the sum, in minor units: no number of them can pass it
};

}  // namespace leadline::projections
