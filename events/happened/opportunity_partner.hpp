// What happened to which partner, and which of its users, has an opportunity (SPEC 10). A delivery
// ends in exactly one of accepted, declined, expired and withdrawn (by the next event that moves or
// closes it).
#pragma once

#include "events/commands/opportunity_partner.hpp"
#include "events/opportunity_status.hpp"

namespace leadline::events {

struct OpportunityDelivered {
    static constexpr EventKind kind{84};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityDelivered";

    DeliverOpportunity asked;
    Time expires_at;         // unset: never
    UserId from_user;        // who had it; empty: nobody
    PartnerId from_partner;  // whose it was, or whom it was delivered to

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked),
           field("expires_at", expires_at, "When it ends unanswered; absent: never."),
           field("from_user", from_user, "Who had it; absent: nobody."),
           field("from_partner", from_partner,
                 "That user's partner, or whom it was delivered to."));
    }
    friend bool operator==(const OpportunityDelivered&, const OpportunityDelivered&) = default;
};

struct OpportunityAccepted {
    static constexpr EventKind kind{85};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityAccepted";

    AcceptOpportunity asked;
    UserId user;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("user", user, "Who owns it from now on."),
           field("partner", partner));
    }
    friend bool operator==(const OpportunityAccepted&, const OpportunityAccepted&) = default;
};

struct OpportunityDeclined {
    static constexpr EventKind kind{86};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityDeclined";

    DeclineOpportunity asked;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("partner", partner));
    }
    friend bool operator==(const OpportunityDeclined&, const OpportunityDeclined&) = default;
};

// A timer: nobody answered in time.
struct OpportunityExpired {
    static constexpr EventKind kind{87};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityExpired";

    OpportunityId opportunity;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("partner", partner));
    }
    friend bool operator==(const OpportunityExpired&, const OpportunityExpired&) = default;
};

struct OpportunityApproved {
    static constexpr EventKind kind{88};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityApproved";

    ApproveOpportunity asked;
    UserId user;  // its owner
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("user", user, "Its owner."), field("partner", partner));
    }
    friend bool operator==(const OpportunityApproved&, const OpportunityApproved&) = default;
};

struct OpportunityAssigned {
    static constexpr EventKind kind{89};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityAssigned";

    AssignOpportunity asked;
    OpportunityStatus status = OpportunityStatus::accepted;  // from now on
    PartnerId partner;                                       // the user's
    UserId from_user;
    PartnerId from_partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("status", status), field("partner", partner, "The user's."),
           field("from_user", from_user, "Who had it; absent: nobody."),
           field("from_partner", from_partner,
                 "That user's partner, or whom it was delivered to."));
    }
    friend bool operator==(const OpportunityAssigned&, const OpportunityAssigned&) = default;
};

struct CollaboratorAdded {
    static constexpr EventKind kind{90};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "CollaboratorAdded";

    AddCollaborator asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const CollaboratorAdded&, const CollaboratorAdded&) = default;
};

struct CollaboratorRemoved {
    static constexpr EventKind kind{91};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "CollaboratorRemoved";

    RemoveCollaborator asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const CollaboratorRemoved&, const CollaboratorRemoved&) = default;
};

}  // namespace leadline::events
