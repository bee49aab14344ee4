// Commands of a partner who is offered a lead (SPEC 7). The channel manager takes an offer back by
// ReassignLead.
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// The partner takes the lead; `user` owns it from then on. Sellers accept for themselves only.
struct AcceptOffer {
    static constexpr CommandKind kind{51};
    static constexpr Text name = "AcceptOffer";

    LeadId lead;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user, "For whom; absent: the actor."));
    }
    friend bool operator==(const AcceptOffer&, const AcceptOffer&) = default;
};

// By an administrator or a manager of the partner. It is not offered the lead again.
struct DeclineOffer {
    static constexpr CommandKind kind{52};
    static constexpr Text name = "DeclineOffer";

    LeadId lead;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("remark", remark));
    }
    friend bool operator==(const DeclineOffer&, const DeclineOffer&) = default;
};

}  // namespace leadline::events
