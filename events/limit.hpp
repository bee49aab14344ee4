// The limits of claims, numbered.
#pragma once

#include <array>
#include <cstdint>

#include "events/enum_names.hpp"

namespace leadline::events {

// What a claim is limited by, in the order in which it is tested: a queue's policy, then caps.
enum class Limit : std::uint8_t {
    none = 0,
    user_open = 1,
    partner_open = 2,
    user_window = 3,
    partner_window = 4,
    cap = 5,       // of the ruleset; the detail names it
    capacity = 6,  // of the partner
};

inline constexpr std::array limit_names{EnumName<Limit>{Limit::none, "none"},
                                        EnumName<Limit>{Limit::user_open, "user_open"},
                                        EnumName<Limit>{Limit::partner_open, "partner_open"},
                                        EnumName<Limit>{Limit::user_window, "user_window"},
                                        EnumName<Limit>{Limit::partner_window, "partner_window"},
                                        EnumName<Limit>{Limit::cap, "cap"},
                                        EnumName<Limit>{Limit::capacity, "capacity"}};
constexpr std::span<const EnumName<Limit>> enum_names(Limit) { return limit_names; }

}  // namespace leadline::events
