// Whose customer a lead is of: the partner who has, or had when it was closed, the newest lead that
// is found by one of the same match keys within the look-back and has an owner. Of each key the
// eight newest leads are known. Nothing is asked of state where the ruleset in force does not ask.
#pragma once

#include <span>
#include <string>

#include "engine/core/decide/decision.hpp"

namespace leadline::engine {

// By match keys (match_key_bytes) of a lead that is about to come or to change; `but` is the lead
// itself, or null. Empty: nobody has had it, or nobody asks. A view of the program.
[[nodiscard]] Text partner_of_customer(const Decision& d, std::span<const std::string> keys,
                                       const Lead* but);

// The same of a lead that is there.
[[nodiscard]] Text partner_of_customer(const Decision& d, const Lead& lead);

}  // namespace leadline::engine
