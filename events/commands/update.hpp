// Commands that change what is known of partners and their users (SPEC 3): how much they can take
// and when they are at work. What is not there stays as it was.
#pragma once

#include <optional>

#include "events/commands/partner.hpp"
#include "events/opening_hours.hpp"

namespace leadline::events {

struct UpdatePartner {
    static constexpr CommandKind kind{14};
    static constexpr Text name = "UpdatePartner";

    PartnerId partner;
    std::optional<Text> title;
    std::optional<Text> channel_manager;
    std::optional<Text> tier;
    std::optional<std::uint32_t> capacity;
    std::optional<OpeningHours> hours;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("title", title),
           field("channel_manager", channel_manager), field("tier", tier),
           field("capacity", capacity,
                 "Most open leads of its users, offered ones included; 0: any number."),
           field("hours", hours,
                 "When its users are at work, on the clocks of the program; no week: always but "
                 "on holidays and during absences."));
    }
    friend bool operator==(const UpdatePartner&, const UpdatePartner&) = default;
};

struct UpdateUser {
    static constexpr CommandKind kind{24};
    static constexpr Text name = "UpdateUser";

    UserId user;
    std::optional<Role> role;
    std::optional<OpeningHours> hours;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("user", user), field("role", role),
           field("hours", hours,
                 "When the user is at work, beside the partner's hours; no week: always but on "
                 "holidays and during absences."));
    }
    friend bool operator==(const UpdateUser&, const UpdateUser&) = default;
};

}  // namespace leadline::events
