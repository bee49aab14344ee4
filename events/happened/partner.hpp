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

struct PartnerDeclined {
    static constexpr EventKind kind{15};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PartnerDeclined";

    DeclinePartner asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const PartnerDeclined&, const PartnerDeclined&) = default;
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

// The first login: the user is active from here on.
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
