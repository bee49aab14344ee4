// What the commands about partners and their users share: finding the one that is named, and the
// tests that come before all others, in the order of SPEC 6. One thread.
#pragma once

#include "engine/core/decide/access.hpp"

namespace leadline::engine {

[[nodiscard]] events::Rejection unknown_partner(events::PartnerId partner);
[[nodiscard]] events::Rejection unknown_user(events::UserId user);

// partner_status_not_allowed, user_status_not_allowed: what the thing's own status forbids.
[[nodiscard]] events::Rejection status_forbids(const Partner& partner);
[[nodiscard]] events::Rejection status_forbids(const User& user);

// For what the channel manager alone may ask about a partner: unknown_program, unknown_partner,
// unknown_user (the actor), actor_not_allowed.
[[nodiscard]] Refusal check_steers(const Decision& d, events::PartnerId partner);

// For what is asked about a partner user: unknown_program, unknown_user (the one named, then the
// actor), actor_not_allowed.
[[nodiscard]] Refusal check_administers(const Decision& d, events::UserId user);

// Whether the partner was ever active: neither an application nor a declined one.
[[nodiscard]] inline bool has_begun(const Partner& partner) {
    return partner.status != PartnerStatus::applied && partner.status != PartnerStatus::declined;
}

// Whether there is a partner to come: it has neither gone nor been declined.
[[nodiscard]] inline bool may_be_changed(const Partner& partner) {
    return partner.status != PartnerStatus::deactivated &&
           partner.status != PartnerStatus::declined;
}

// hours_invalid: opening hours that are none.
[[nodiscard]] Refusal check_hours(const std::optional<events::OpeningHours>& hours, Subject of);

// Whether the command says other hours than there are.
[[nodiscard]] bool changes(const Hours& is, const std::optional<events::OpeningHours>& hours,
                           events::Arena& arena);

}  // namespace leadline::engine
