// What happened when somebody went, and to the opportunities that were theirs.
#pragma once

#include "events/commands/deactivate.hpp"
#include "events/header.hpp"

namespace leadline::events {

// A LeadReturned, a LeadReassigned or an OfferWithdrawn follows for each open lead, an
// OpportunityReturned for each open opportunity, a PendingDealWithdrawn for each pending deal, an
// ApprovedDealCancelled for each protected one, where that was asked.
struct PartnerDeactivated {
    static constexpr EventKind kind{13};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerDeactivated";

    DeactivatePartner asked;
    std::uint32_t items = 0;  // open leads it had, offered ones included
    std::uint32_t deals = 0;  // pending deals withdrawn
    std::uint32_t cancelled_deals = 0;
    std::uint32_t opportunities = 0;  // open ones it had, delivered ones included

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("items", items), field("deals", deals),
           field("cancelled_deals", cancelled_deals, "How many approved deals were cancelled."),
           field("opportunities", opportunities, "How many open opportunities it had."));
    }
    friend bool operator==(const PartnerDeactivated&, const PartnerDeactivated&) = default;
};

// A LeadReturned or a LeadReassigned follows for each open lead, an OpportunityReturned or an
// OpportunityHandedOver for each open opportunity.
struct UserDeactivated {
    static constexpr EventKind kind{22};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserDeactivated";

    DeactivateUser asked;
    std::uint32_t items = 0;          // open leads it had
    std::uint32_t opportunities = 0;  // open ones

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("items", items),
           field("opportunities", opportunities, "How many open opportunities the user had."));
    }
    friend bool operator==(const UserDeactivated&, const UserDeactivated&) = default;
};

// Its owner was deactivated, and an administrator of the same partner has it from now on; its
// status stays.
struct OpportunityHandedOver {
    static constexpr EventKind kind{93};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityHandedOver";

    OpportunityId opportunity;
    UserId user;
    PartnerId partner;
    UserId from_user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("user", user, "Who owns it from now on."),
           field("partner", partner, "Of both users."),
           field("from_user", from_user, "Who had it, and was deactivated."));
    }
    friend bool operator==(const OpportunityHandedOver&, const OpportunityHandedOver&) = default;
};

}  // namespace leadline::events
