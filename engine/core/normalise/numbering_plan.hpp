// The world's numbering plans, as far as they are needed to turn what people type into E.164: for
// each country of ISO 3166-1 that has a calling code, and for Kosovo (XK). Pure; any thread.
//
// Sources: calling codes are those of ITU-T's "List of ITU-T Recommendation E.164 assigned country
// codes"; prefixes and the lengths of national numbers are those of ITU's "Dialling procedures"
// (Annex to Operational Bulletin No. 994) and of the national plans that administrations have
// communicated since under E.129. Where a country is changing lengths, both are allowed.
#pragma once

#include <cstdint>
#include <span>

#include "events/base/arena.hpp"

namespace leadline::engine {

// What a country does that a prefix and a length do not tell.
enum class Habit : std::uint8_t {
    none,
    american,    // +1: area code and exchange begin with 2 to 9
    argentine,   // mobiles are 15 behind the area code at home, and 9 before it from abroad
    brazilian,   // two digits of a carrier may follow the trunk prefix
    keeps_zero,  // there is no trunk prefix: a 0 in front belongs to the number
};

struct NumberingPlan {
    events::Text country;  // ISO 3166-1 alpha-2
    std::uint16_t calling_code;
    events::Text international;  // what is dialled before a calling code; several: with "|" between
    events::Text trunk;          // what is dialled before a national number; several as above
    std::uint8_t digits_min;     // of the national number, without trunk prefix and calling code
    std::uint8_t digits_max;
    Habit habit;
};

// All of them, by country.
[[nodiscard]] std::span<const NumberingPlan> numbering_plans();

// Null when there is none. Countries with one calling code differ in nothing that a number from
// abroad needs; plan_of_code gives one of them.
[[nodiscard]] const NumberingPlan* plan_of_country(events::Text country);
[[nodiscard]] const NumberingPlan* plan_of_code(std::uint32_t calling_code);

}  // namespace leadline::engine
