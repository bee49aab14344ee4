// What happened to partners and their users.
#pragma once

#include "events/commands/update.hpp"

namespace leadline::events {

struct PartnerRegistered {
    static constexpr EventKind kind{10};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerRegistered";

    RegisterPartner asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const PartnerRegistered&, const PartnerRegistered&) = default;
};

struct PartnerUpdated {
    static constexpr EventKind kind{14};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerUpdated";

    UpdatePartner asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const PartnerUpdated&, const PartnerUpdated&) = default;
};

struct PartnerActivated {
    static constexpr EventKind kind{11};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerActivated";

    ActivatePartner asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const PartnerActivated&, const PartnerActivated&) = default;
};

struct PartnerSuspended {
    static constexpr EventKind kind{12};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerSuspended";

    SuspendPartner asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const PartnerSuspended&, const PartnerSuspended&) = default;
};

// A LeadReturned or OfferWithdrawn follows for each open item, a PendingDealWithdrawn for each
// pending deal, an ApprovedDealCancelled for each protected one, where that was asked.
struct PartnerDeactivated {
    static constexpr EventKind kind{13};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerDeactivated";

    DeactivatePartner asked;
    std::uint32_t items = 0;  // open leads returned
    std::uint32_t deals = 0;  // pending deals withdrawn
    std::uint32_t cancelled_deals = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("items", items), field("deals", deals),
           field("cancelled_deals", cancelled_deals, "How many approved deals were cancelled."));
    }
    friend bool operator==(const PartnerDeactivated&, const PartnerDeactivated&) = default;
};

struct UserInvited {
    static constexpr EventKind kind{20};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserInvited";

    InviteUser asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const UserInvited&, const UserInvited&) = default;
};

// The first login: the user is active from here on.
struct UserUpdated {
    static constexpr EventKind kind{24};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserUpdated";

    UpdateUser asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const UserUpdated&, const UserUpdated&) = default;
};

struct UserLoggedIn {
    static constexpr EventKind kind{21};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserLoggedIn";

    RecordLogin asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const UserLoggedIn&, const UserLoggedIn&) = default;
};

// A LeadReturned follows for each open item.
struct UserDeactivated {
    static constexpr EventKind kind{22};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserDeactivated";

    DeactivateUser asked;
    std::uint32_t items = 0;  // open leads returned

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("items", items));
    }
    friend bool operator==(const UserDeactivated&, const UserDeactivated&) = default;
};

struct UserReactivated {
    static constexpr EventKind kind{23};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "UserReactivated";

    ReactivateUser asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const UserReactivated&, const UserReactivated&) = default;
};

}  // namespace leadline::events
