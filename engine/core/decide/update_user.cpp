// UpdateUser: a user's role, and when it is at work. The vendor may ask, and an administrator of
// the user's partner; the user itself may say when it is at work.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

// What the role alone forbids.
Refusal check_may_update(const Decision& d, const events::UpdateUser& c, const User& user) {
    const User* actor = acting_user(d);
    if (actor == nullptr) return check_vendor(d);
    if (actor == &user && !c.role) return {};
    if (actor->role == events::Role::administrator && actor->partner == user.partner) return {};
    return because(Reason::actor_not_allowed);
}

Refusal check(const Decision& d, const events::UpdateUser& c) {
    if (Refusal no = check_program(d, false)) return no;
    const User* user = d.program->users.find(c.user.text);
    if (user == nullptr) return unknown_user(c.user);
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_may_update(d, c, *user)) return no;
    if (user->status == UserStatus::deactivated) return status_forbids(*user);
    return check_hours(c.hours, about(SubjectKind::user, c.user.text));
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
