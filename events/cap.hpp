// A cap as a ruleset has it (SPEC 5): how many leads somebody or something is given at most within
// a window, by rules and claims.
#pragma once

#include <algorithm>
#include <array>

#include "events/base/time.hpp"
#include "events/condition.hpp"
#include "events/enum_names.hpp"

namespace leadline::events {

// What is counted together.
enum class CapOn : std::uint8_t {
    user = 1,     // what a user is given
    partner = 2,  // what all users of a partner are given
    tier = 3,     // what all partners of a tier are given
    queues = 4,   // what rules put into any of the queues
    program = 5,  // what anybody is given
};

inline constexpr std::array cap_on_names{
    EnumName<CapOn>{CapOn::user, "user"}, EnumName<CapOn>{CapOn::partner, "partner"},
    EnumName<CapOn>{CapOn::tier, "tier"}, EnumName<CapOn>{CapOn::queues, "queues"},
    EnumName<CapOn>{CapOn::program, "program"}};
constexpr std::span<const EnumName<CapOn>> enum_names(CapOn) { return cap_on_names; }

// A fixed window, on the clocks of the ruleset's time zone. Numbers are those of
// engine::WindowUnit.
enum class CapPer : std::uint8_t { none = 0, hourly = 1, daily = 2, weekly = 3, monthly = 4 };

inline constexpr std::array cap_per_names{
    EnumName<CapPer>{CapPer::none, "none"}, EnumName<CapPer>{CapPer::hourly, "hour"},
    EnumName<CapPer>{CapPer::daily, "day"}, EnumName<CapPer>{CapPer::weekly, "week"},
    EnumName<CapPer>{CapPer::monthly, "month"}};
constexpr std::span<const EnumName<CapPer>> enum_names(CapPer) { return cap_per_names; }

struct Cap {
    Text name;
    SourcePlace place;
    CapOn on = CapOn::program;
    List<Text> of;  // ids, or the tier; none: each user, partner or tier by itself, or the program
    std::uint32_t most = 0;     // 1 to cap_most_max
    CapPer per = CapPer::none;  // none: for so long after each, within
    Duration within;            // 0 when `per` is set

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The cap's name."), field("place", place),
           field("on", on, "What is counted together."),
           field("of", of, "Ids, or a tier; none: each one by itself."),
           field("most", most, "So many at most."), field("per", per, "A fixed window."),
           field("within", within, "The length of a rolling one."));
    }
    friend bool operator==(const Cap&, const Cap&) = default;
};

inline constexpr std::size_t caps_max = 1'000;
inline constexpr std::size_t cap_name_bytes_max = 256;
inline constexpr std::uint32_t cap_most_max = 1'000'000;
// In a rolling window each is remembered by its time.
inline constexpr std::uint32_t rolling_cap_most_max = 10'000;

// Whether both count the same things for the same time, so that what one has counted holds for the
// other.
[[nodiscard]] inline bool count_the_same(const Cap& a, const Cap& b) {
    return a.on == b.on && a.per == b.per && a.within == b.within &&
           std::is_permutation(a.of.begin(), a.of.end(), b.of.begin(), b.of.end());
}

}  // namespace leadline::events
