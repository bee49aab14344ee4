// What happened to a lead in a queue or with its claimant: claimed, released, lapsed, returned.
#pragma once

#include "events/commands/claim.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

// The cause tells which command asked: ClaimLead{lead, asked_user}, ClaimNext{asked_queue,
// asked_user}, or ClaimLeads, whose LeadsClaimed comes before.
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

// What was asked and the sum; a LeadClaimed or LeadClaimRefused follows for each item.
struct LeadsClaimed {
    static constexpr EventKind kind{47};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadsClaimed";

    ClaimLeads asked;
    std::uint32_t accepted = 0;
    std::uint32_t rejected = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("accepted", accepted), field("rejected", rejected));
    }
    friend bool operator==(const LeadsClaimed&, const LeadsClaimed&) = default;
};

// One item of a ClaimLeads; `user`: for whom it was asked.
struct LeadClaimRefused {
    static constexpr EventKind kind{48};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadClaimRefused";

    LeadId lead;
    UserId user;
    Rejection why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user),
           field("why", why, "Why this item was refused."));
    }
    friend bool operator==(const LeadClaimRefused&, const LeadClaimRefused&) = default;
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

}  // namespace leadline::events
