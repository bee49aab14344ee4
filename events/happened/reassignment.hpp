// What happened when a channel manager moved leads (SPEC 8).
#pragma once

#include "events/commands/claim.hpp"
#include "events/explanation.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

// What was asked and the sum; a LeadReassigned or LeadReassignmentRefused follows for each item.
struct LeadsReassigned {
    static constexpr EventKind kind{44};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadsReassigned";

    ReassignLead asked;
    std::uint32_t accepted = 0;
    std::uint32_t rejected = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("accepted", accepted), field("rejected", rejected));
    }
    friend bool operator==(const LeadsReassigned&, const LeadsReassigned&) = default;
};

// One item: to a user, to a queue, offered to a partner, or (all empty) left waiting.
struct LeadReassigned {
    static constexpr EventKind kind{45};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReassigned";

    LeadId lead;
    UserId from_user;  // empty: nobody had it
    UserId user;
    PartnerId partner;  // the user's; without one: to whom it is offered
    QueueId queue;
    List<Explanation> why;   // one, when it went through the rules
    List<Text> passed_caps;  // by name: reached, and passed all the same, since it was forced
    Time expires_at = {};    // of the offer; none: never

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("from_user", from_user),
           field("user", user, "To whom; absent: to a queue, offered, or it waits."),
           field("partner", partner, "The user's; without one, to whom it is offered."),
           field("queue", queue),
           field("expires_at", expires_at, "When the offer ends unanswered; absent: never."),
           field("why", why),
           field("passed_caps", passed_caps, "Reached caps that this assignment has passed."));
    }
    friend bool operator==(const LeadReassigned&, const LeadReassigned&) = default;
};

struct LeadReassignmentRefused {
    static constexpr EventKind kind{46};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReassignmentRefused";

    LeadId lead;
    Rejection why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("why", why, "Why this item was refused."));
    }
    friend bool operator==(const LeadReassignmentRefused&,
                           const LeadReassignmentRefused&) = default;
};

}  // namespace leadline::events
