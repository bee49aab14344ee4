// Commands that move a lead between places: claims (SPEC 6) and reassignment (SPEC 8).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// `user` names for whom; empty: the actor, who must then be a partner user.
struct ClaimLead {
    static constexpr CommandKind kind{40};
    static constexpr Text name = "ClaimLead";

    LeadId lead;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user, "For whom; absent: the actor."));
    }
    friend bool operator==(const ClaimLead&, const ClaimLead&) = default;
};

// The best lead of the queue that the user may take: highest priority, then created first.
struct ClaimNext {
    static constexpr CommandKind kind{41};
    static constexpr Text name = "ClaimNext";

    QueueId queue;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("queue", queue), field("user", user, "For whom; absent: the actor."));
    }
    friend bool operator==(const ClaimNext&, const ClaimNext&) = default;
};

// Several leads for one user, decided at one position in the order of the list, each with its own
// outcome; one that is won counts against the limits of those after it.
struct ClaimLeads {
    static constexpr CommandKind kind{44};
    static constexpr Text name = "ClaimLeads";

    List<LeadId> leads;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("leads", leads), field("user", user, "For whom; absent: the actor."));
    }
    friend bool operator==(const ClaimLeads&, const ClaimLeads&) = default;
};

struct ReleaseLead {
    static constexpr CommandKind kind{42};
    static constexpr Text name = "ReleaseLead";

    LeadId lead;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("remark", remark));
    }
    friend bool operator==(const ReleaseLead&, const ReleaseLead&) = default;
};

// Exactly one of the first four.
struct ReassignTarget {
    UserId user;
    QueueId queue;
    bool rules = false;  // through the rules again
    PartnerId partner = {};
    Duration accept_within = {};  // a partner has to answer; 0: for ever

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user, "To this partner user."), field("queue", queue, "To this queue."),
           field("partner", partner, "To this partner, as an offer."), field("rules", rules),
           field("accept_within", accept_within,
                 "How long the partner has to answer the offer; 0: for ever."));
    }
    friend bool operator==(const ReassignTarget&, const ReassignTarget&) = default;
};

// One lead (`lead`), or a list (`leads`) decided at one position, each item with its own outcome.
struct ReassignLead {
    static constexpr CommandKind kind{43};
    static constexpr Text name = "ReassignLead";

    LeadId lead;
    List<LeadId> leads;
    ReassignTarget to;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("leads", leads), field("to", to), field("remark", remark));
    }
    friend bool operator==(const ReassignLead&, const ReassignLead&) = default;
};

}  // namespace leadline::events
