// Partners and users, wanted and in force: what differs, in words and as the command that changes
// it. Used by plan.cpp.
#pragma once

#include "config/plan.hpp"

namespace leadline::config {

// What differs. `changed`: in words, what the command changes; `fixed`: what none can.
template <class Command>
struct Difference {
    Command change;
    std::string changed;
    std::string fixed;
};

[[nodiscard]] Difference<events::UpdatePartner> difference(const PartnerInForce& is,
                                                           const PartnerSpec& wanted);
// `partner`: whose user the file says it is.
[[nodiscard]] Difference<events::UpdateUser> difference(const UserInForce& is,
                                                        const UserSpec& wanted,
                                                        std::string_view partner);

}  // namespace leadline::config
