// Commands about partners and their users (SPEC 3).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// A partner begins as applied; ActivatePartner makes it active. One that was declined may apply
// again.
struct RegisterPartner {
    static constexpr CommandKind kind{10};
    static constexpr Text name = "RegisterPartner";

    PartnerId partner;
    Text title;            // the partner's trading name
    Text channel_manager;  // the manager who owns the account
    Text tier;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("title", title),
           field("channel_manager", channel_manager), field("tier", tier));
    }
    friend bool operator==(const RegisterPartner&, const RegisterPartner&) = default;
};

struct ActivatePartner {
    static constexpr CommandKind kind{11};
    static constexpr Text name = "ActivatePartner";

    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner));
    }
    friend bool operator==(const ActivatePartner&, const ActivatePartner&) = default;
};

// Refuses an application.
struct DeclinePartner {
    static constexpr CommandKind kind{16};
    static constexpr Text name = "DeclinePartner";

    PartnerId partner;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("remark", remark));
    }
    friend bool operator==(const DeclinePartner&, const DeclinePartner&) = default;
};

// Moves nothing; its users may not claim meanwhile.
struct SuspendPartner {
    static constexpr CommandKind kind{12};
    static constexpr Text name = "SuspendPartner";

    PartnerId partner;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("remark", remark));
    }
    friend bool operator==(const SuspendPartner&, const SuspendPartner&) = default;
};

// What a partner user may do (SPEC 3): administrators and managers act for their partner, sellers
// on their own work.
enum class Role : std::uint8_t { administrator = 1, manager = 2, seller = 3 };

inline constexpr std::array role_names{EnumName<Role>{Role::administrator, "administrator"},
                                       EnumName<Role>{Role::manager, "manager"},
                                       EnumName<Role>{Role::seller, "seller"}};
constexpr std::span<const EnumName<Role>> enum_names(Role) { return role_names; }

struct UserPerson {
    Text full_name;
    Text email;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("full_name", full_name), field("email", email));
    }
    friend bool operator==(const UserPerson&, const UserPerson&) = default;
};

// The user is invited, and active from the first recorded login on.
struct InviteUser {
    static constexpr CommandKind kind{20};
    static constexpr Text name = "InviteUser";

    UserId user;
    PartnerId partner;
    Role role = Role::seller;
    Part<UserPerson> person;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user), field("partner", partner), field("role", role),
           field("person", person));
    }
    friend bool operator==(const InviteUser&, const InviteUser&) = default;
};

struct RecordLogin {
    static constexpr CommandKind kind{21};
    static constexpr Text name = "RecordLogin";

    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user));
    }
    friend bool operator==(const RecordLogin&, const RecordLogin&) = default;
};

struct ReactivateUser {
    static constexpr CommandKind kind{23};
    static constexpr Text name = "ReactivateUser";

    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user));
    }
    friend bool operator==(const ReactivateUser&, const ReactivateUser&) = default;
};

}  // namespace leadline::events
