// UpdateUser: a user's role, and when it is at work. The vendor may ask, and an administrator of
// the user's partner; the user itself may say when it is at work.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

// Anybody may say when they are at work; roles are given by administrators and the vendor.
Refusal check_asker(const Decision& d, const events::UpdateUser& c) {
    if (Refusal no = check_administers(d, c.user)) return no;
    const User* actor = acting_user(d);
    if (!c.role || actor == nullptr || actor->role == events::Role::administrator) return {};
    return because(Reason::actor_not_allowed);
}

Refusal check(const Decision& d, const events::UpdateUser& c) {
    if (Refusal no = check_asker(d, c)) return no;
    const User& user = *d.program->users.find(c.user.text);
    if (user.status == UserStatus::deactivated) return status_forbids(user);
    if (Refusal no = check_hours(c.hours, about(SubjectKind::user, c.user.text))) return no;
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::UpdateUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const User& is = *d.program->users.find(c.user.text);
    const bool does_change = (c.role && *c.role != is.role) || changes(is.hours, c.hours, d.arena);
    if (!does_change) return d.change_nothing(self, c);
    d.emit(self, events::UserUpdated{c});
}

}  // namespace leadline::engine
