// What is answered about a rotation or a pool, and stored for it (row_codec.cpp).
#pragma once

#include "events/ruleset.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

struct SeatRow {
    Text member;  // a user's id, or a queue's
    std::uint32_t weight = 1;
    std::int64_t credit = 0;   // of a pool: the number of its last assignment; 0: none yet
    std::uint64_t chosen = 0;  // so often since it has its seat
    Time last;                 // when that was last; none: never
    events::LeadId last_lead;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("member", member), field("weight", weight), field("credit", credit),
           field("chosen", chosen), field("last", last), field("last_lead", last_lead));
    }
    friend bool operator==(const SeatRow&, const SeatRow&) = default;
};

struct RotationRow {
    Text rotation;  // or the pool's name
    events::ActionKind kind = events::ActionKind::rotate_users;
    bool catch_up = false;
    std::uint32_t ruleset_version = 0;  // that seated its members
    List<SeatRow> seats;                // in the order in which they were written
    std::uint64_t chosen = 0;           // choices since a ruleset first named it
    Time last;
    Text last_member;
    events::LeadId last_lead;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("rotation", rotation), field("kind", kind), field("catch_up", catch_up),
           field("ruleset_version", ruleset_version), field("seats", seats),
           field("chosen", chosen), field("last", last), field("last_member", last_member),
           field("last_lead", last_lead));
    }
    friend bool operator==(const RotationRow&, const RotationRow&) = default;
};

// Why somebody cannot be chosen now, as far as the log's views know: caps, the members' conditions
// and the lead itself are not asked.
enum class Absence : std::uint8_t {
    none = 0,
    weight_zero = 1,
    not_logged_in = 2,
    user_deactivated = 3,
    partner_not_active = 4,
};
inline constexpr std::array absence_names{
    events::EnumName<Absence>{Absence::none, "none"},
    events::EnumName<Absence>{Absence::weight_zero, "weight_zero"},
    events::EnumName<Absence>{Absence::not_logged_in, "not_logged_in"},
    events::EnumName<Absence>{Absence::user_deactivated, "user_deactivated"},
    events::EnumName<Absence>{Absence::partner_not_active, "partner_not_active"}};
constexpr std::span<const events::EnumName<Absence>> enum_names(Absence) { return absence_names; }

struct SeatNow {
    std::uint32_t open_leads = 0;  // of users
    Absence absence = Absence::none;
};

struct RotationAnswer {
    RotationRow row;
    List<SeatNow> now;                        // of each seat
    std::optional<std::uint32_t> next;        // if every member may; none: no weight is above 0
    std::optional<std::uint32_t> next_there;  // of those that are not absent

    [[nodiscard]] bool is_pool() const { return row.kind == events::ActionKind::least_loaded; }
};

// Why it would be the next one's turn, as arithmetic: "anna has the most credit with her weight:
// -2 + 5 = 3, before lukas with 1 + 1 = 2".
[[nodiscard]] std::string next_words(const RotationAnswer& rotation);

}  // namespace leadline::projections
