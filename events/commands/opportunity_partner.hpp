// Commands about which partner, and which of its users, has an opportunity (SPEC 10).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// By the channel manager: the partner is to accept or decline it. Whoever had it has it no longer.
struct DeliverOpportunity {
    static constexpr CommandKind kind{75};
    static constexpr Text name = "DeliverOpportunity";

    OpportunityId opportunity;
    PartnerId partner;
    Duration accept_within;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("partner", partner),
           field("accept_within", accept_within,
                 "How long the partner may take to answer; absent or 0: for ever."),
           field("remark", remark));
    }
    friend bool operator==(const DeliverOpportunity&, const DeliverOpportunity&) = default;
};

// The partner takes it; `user` owns it from then on. Sellers accept for themselves only.
struct AcceptOpportunity {
    static constexpr CommandKind kind{76};
    static constexpr Text name = "AcceptOpportunity";

    OpportunityId opportunity;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("user", user, "For whom; absent: the actor."));
    }
    friend bool operator==(const AcceptOpportunity&, const AcceptOpportunity&) = default;
};

// By an administrator or a manager of the partner that it is delivered to; by the channel manager
// for that one, and for what a partner made and nobody has approved.
struct DeclineOpportunity {
    static constexpr CommandKind kind{77};
    static constexpr Text name = "DeclineOpportunity";

    OpportunityId opportunity;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("remark", remark));
    }
    friend bool operator==(const DeclineOpportunity&, const DeclineOpportunity&) = default;
};

// By the channel manager: what a partner made is accepted.
struct ApproveOpportunity {
    static constexpr CommandKind kind{78};
    static constexpr Text name = "ApproveOpportunity";

    OpportunityId opportunity;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("remark", remark));
    }
    friend bool operator==(const ApproveOpportunity&, const ApproveOpportunity&) = default;
};

// By an administrator or a manager of the partner that has it, to one of its own users; by the
// channel manager to anybody's.
struct AssignOpportunity {
    static constexpr CommandKind kind{79};
    static constexpr Text name = "AssignOpportunity";

    OpportunityId opportunity;
    UserId user;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("user", user), field("remark", remark));
    }
    friend bool operator==(const AssignOpportunity&, const AssignOpportunity&) = default;
};

// By the channel manager: the partner's users see it and add notes. They cannot close, extend or
// assign it.
struct AddCollaborator {
    static constexpr CommandKind kind{80};
    static constexpr Text name = "AddCollaborator";

    OpportunityId opportunity;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("partner", partner));
    }
    friend bool operator==(const AddCollaborator&, const AddCollaborator&) = default;
};

struct RemoveCollaborator {
    static constexpr CommandKind kind{81};
    static constexpr Text name = "RemoveCollaborator";

    OpportunityId opportunity;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("partner", partner));
    }
    friend bool operator==(const RemoveCollaborator&, const RemoveCollaborator&) = default;
};

}  // namespace leadline::events
