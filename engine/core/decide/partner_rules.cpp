// See partner_rules.hpp.
#include "engine/core/decide/partner_rules.hpp"

#include "engine/core/routing/at_work.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

events::Rejection unknown_partner(events::PartnerId partner) {
    return because(Reason::unknown_partner, {.about = {SubjectKind::partner, partner.text}});
}

events::Rejection unknown_user(events::UserId user) {
    return because(Reason::unknown_user, {.about = {SubjectKind::user, user.text}});
}

events::Rejection status_forbids(const Partner& partner) {
    return because(Reason::partner_status_not_allowed,
                   {.about = {SubjectKind::partner, partner.id}});
}

events::Rejection status_forbids(const User& user) {
    return because(Reason::user_status_not_allowed, {.about = {SubjectKind::user, user.id}});
}

Refusal check_steers(const Decision& d, events::PartnerId partner) {
    if (Refusal no = check_program(d, false)) return no;
    if (d.program->partners.find(partner.text) == nullptr) return unknown_partner(partner);
    if (Refusal no = check_actor_known(d)) return no;
    return check_role(d);
}

Refusal check_administers(const Decision& d, events::UserId id) {
    if (Refusal no = check_program(d, false)) return no;
    const User* user = d.program->users.find(id.text);
    if (user == nullptr) return unknown_user(id);
    if (Refusal no = check_actor_known(d)) return no;
    if (may_act_for(d, *user)) return {};
    return because(Reason::actor_not_allowed);
}

Refusal check_hours(const std::optional<events::OpeningHours>& hours, Subject of) {
    if (!hours || made_hours(TimeZone(), *hours)) return {};
    return because(Reason::hours_invalid, {.about = of});
}

bool changes(const Hours& is, const std::optional<events::OpeningHours>& hours,
             events::Arena& arena) {
    if (!hours) return false;
    const bool is_always = *hours == events::OpeningHours{};
    if (is_always || is.written.empty()) return is_always != is.written.empty();
    return events::as_text(events::body_in(arena, *hours)) !=
           events::as_text(events::BytesView(is.written));
}

}  // namespace leadline::engine
