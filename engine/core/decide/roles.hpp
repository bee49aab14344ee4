// Who may ask for what (SPEC 3): the one table of it, which docs/roles.md shows to people. It says
// what a role alone allows; what a thing's owner or state forbids comes later. Constant.
#pragma once

#include "events/kinds.hpp"

namespace leadline::engine {

// About whose things a partner user may ask.
enum class May : std::uint8_t { not_at_all, own, partners, anything };

struct Askers {
    May administrator = May::not_at_all;
    May manager = May::not_at_all;
    May seller = May::not_at_all;
    bool channel_manager = false;
    bool system = false;
};

[[nodiscard]] const Askers& askers_of(events::CommandKind kind);

[[nodiscard]] constexpr May may(const Askers& askers, events::Role role) {
    switch (role) {
        case events::Role::administrator:
            return askers.administrator;
        case events::Role::manager:
            return askers.manager;
        case events::Role::seller:
            return askers.seller;
    }
    return May::not_at_all;
}

}  // namespace leadline::engine
