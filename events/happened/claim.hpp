// What happened to a lead in a queue or with an owner: claimed, released, reassigned, returned.
#pragma once

#include "events/commands/claim.hpp"
#include "events/explanation.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

// The cause tells which command asked: ClaimLead{lead, asked_user} or ClaimNext{asked_queue,
// asked_user}.
struct LeadClaimed {
    static constexpr EventKind kind{40};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadClaimed";

    UserId asked_user;
    QueueId asked_queue;
    LeadId lead;
    QueueId queue;
    UserId user;
    PartnerId partner;
    Time user_counts_until;  // end of its time in the user's window; none: not counted
    Time partner_counts_until;
    Time touch_by;  // none: no deadline

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked_user", asked_user), field("asked_queue", asked_queue), field("lead", lead),
           field("queue", queue, "Where it was taken from."), field("user", user),
           field("partner", partner), field("user_counts_until", user_counts_until),
           field("partner_counts_until", partner_counts_until), field("touch_by", touch_by));
    }
    friend bool operator==(const LeadClaimed&, const LeadClaimed&) = default;
};

struct LeadReleased {
    static constexpr EventKind kind{41};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReleased";

    ReleaseLead asked;
    QueueId queue;
    UserId user;
    PartnerId partner;
    Time no_reclaim_until;  // for that partner's users

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("queue", queue, "Where it went; absent: it waits."),
           field("user", user, "Who had it."), field("partner", partner),
           field("no_reclaim_until", no_reclaim_until));
    }
    friend bool operator==(const LeadReleased&, const LeadReleased&) = default;
};

// A timer: the claim was not touched in time, and the lead is in its queue again.
struct ClaimLapsed {
    static constexpr EventKind kind{42};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ClaimLapsed";

    LeadId lead;
    QueueId queue;
    UserId user;
    PartnerId partner;
    Time no_reclaim_until;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("queue", queue), field("user", user),
           field("partner", partner), field("no_reclaim_until", no_reclaim_until));
    }
    friend bool operator==(const ClaimLapsed&, const ClaimLapsed&) = default;
};

// Its owner is gone: back to the queue it came from, else it waits.
struct LeadReturned {
    static constexpr EventKind kind{43};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReturned";

    LeadId lead;
    QueueId queue;
    UserId user;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("queue", queue, "Where it went; absent: it waits."),
           field("user", user, "Who had it."), field("partner", partner));
    }
    friend bool operator==(const LeadReturned&, const LeadReturned&) = default;
};

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

// One item: to a user, to a queue, or (both empty) left waiting.
struct LeadReassigned {
    static constexpr EventKind kind{45};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReassigned";

    LeadId lead;
    UserId from_user;  // empty: nobody had it
    UserId user;
    PartnerId partner;
    QueueId queue;
    List<Explanation> why;  // one, when it went through the rules

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("from_user", from_user),
           field("user", user, "To whom; absent: to a queue, or it waits."),
           field("partner", partner), field("queue", queue), field("why", why));
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
