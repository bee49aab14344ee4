// The rows that views keep beside leads, queues and deals: programs, rulesets, partners, users.
// Plain structs; `serialize` is both their stored encoding (row_codec.cpp) and the names of their
// fields. A change of a stored row needs a new version of its view (views.hpp).
#pragma once

#include <array>
#include <optional>

#include "events/commands/deal.hpp"
#include "events/commands/program.hpp"
#include "events/commands/update.hpp"
#include "projections/queue_row.hpp"

namespace leadline::projections {

struct ProgramRow {
    events::ProgramId program;
    Text title;
    events::Duration repeat_window;
    events::Duration protection;
    Time created;
    Time published;                     // none: not yet
    std::uint32_t ruleset_version = 0;  // in force; 0: none yet
    Text ruleset;
    Time ruleset_published;
    std::uint64_t leads = 0;  // created so far
    std::uint64_t conversions = 0;
    std::uint64_t deals = 0;
    std::uint64_t claims = 0;
    std::uint64_t claims_refused = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("program", program), field("title", title), field("repeat_window", repeat_window),
           field("protection", protection), field("created", created),
           field("published", published), field("ruleset_version", ruleset_version),
           field("ruleset", ruleset), field("ruleset_published", ruleset_published),
           field("leads", leads), field("conversions", conversions), field("deals", deals),
           field("claims", claims), field("claims_refused", claims_refused));
    }
    friend bool operator==(const ProgramRow&, const ProgramRow&) = default;
};

// A published ruleset. Its entries are read with it (query.hpp).
struct RulesetRow {
    std::uint32_t version = 0;
    Text ruleset;
    Text sha256;
    Time published;
    std::uint64_t position = 0;
    std::uint32_t parts = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("version", version), field("ruleset", ruleset), field("sha256", sha256),
           field("published", published), field("position", position), field("parts", parts));
    }
    friend bool operator==(const RulesetRow&, const RulesetRow&) = default;
};

enum class PartnerStatus : std::uint8_t { applied = 1, active, suspended, deactivated, declined };

inline constexpr std::array partner_status_names{
    events::EnumName<PartnerStatus>{PartnerStatus::applied, "applied"},
    events::EnumName<PartnerStatus>{PartnerStatus::active, "active"},
    events::EnumName<PartnerStatus>{PartnerStatus::suspended, "suspended"},
    events::EnumName<PartnerStatus>{PartnerStatus::deactivated, "deactivated"},
    events::EnumName<PartnerStatus>{PartnerStatus::declined, "declined"}};
constexpr std::span<const events::EnumName<PartnerStatus>> enum_names(PartnerStatus) {
    return partner_status_names;
}

enum class UserStatus : std::uint8_t { invited = 1, active, deactivated };

inline constexpr std::array user_status_names{
    events::EnumName<UserStatus>{UserStatus::invited, "invited"},
    events::EnumName<UserStatus>{UserStatus::active, "active"},
    events::EnumName<UserStatus>{UserStatus::deactivated, "deactivated"}};
constexpr std::span<const events::EnumName<UserStatus>> enum_names(UserStatus) {
    return user_status_names;
}

// What a user, or all users of a partner, did so far.
struct Activity {
    std::uint64_t open_leads = 0;   // owned now, or offered; kept by the lead view
    std::uint64_t claims = 0;       // won
    std::uint64_t claims_lost = 0;  // to somebody faster
    std::uint64_t conversions = 0;
    std::uint64_t deals = 0;  // registered

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("open_leads", open_leads), field("claims", claims),
           field("claims_lost", claims_lost), field("conversions", conversions),
           field("deals", deals));
    }
    friend bool operator==(const Activity&, const Activity&) = default;
};

struct PartnerRow {
    events::PartnerId partner;
    Text title;
    Text channel_manager;
    Text tier;
    PartnerStatus status = PartnerStatus::applied;
    Time since;                  // of that status
    std::uint32_t capacity = 0;  // most open leads; 0: any number
    events::OpeningHours hours;
    Activity activity;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("title", title),
           field("channel_manager", channel_manager), field("tier", tier), field("status", status),
           field("since", since), field("capacity", capacity), field("hours", hours),
           field("activity", activity));
    }
    friend bool operator==(const PartnerRow&, const PartnerRow&) = default;
};

struct UserRow {
    events::UserId user;
    events::PartnerId partner;
    events::Role role = events::Role::seller;
    UserStatus status = UserStatus::invited;
    Time since;        // of that status
    Time first_login;  // none: never
    events::Part<events::UserPerson> person;
    events::OpeningHours hours;
    Activity activity;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user), field("partner", partner), field("role", role),
           field("status", status), field("since", since), field("first_login", first_login),
           field("person", person), field("hours", hours), field("activity", activity));
    }
    friend bool operator==(const UserRow&, const UserRow&) = default;
};

}  // namespace leadline::projections
