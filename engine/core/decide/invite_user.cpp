// InviteUser: a person joins a partner, invited until the first recorded login. The vendor may ask,
// and an administrator of that partner.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

// What the role alone forbids.
Refusal check_may_invite(const Decision& d, const Partner& partner) {
    if (Refusal no = check_role(d)) return no;
    const User* user = acting_user(d);
    if (user == nullptr || user->partner == partner.index) return {};
    return because(Reason::actor_not_allowed);
}

Refusal check(const Decision& d, const events::InviteUser& c) {
    if (Refusal no = check_program(d, false)) return no;
    const Partner* partner = d.program->partners.find(c.partner.text);
    if (partner == nullptr) return unknown_partner(c.partner);
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_may_invite(d, *partner)) return no;
    if (d.program->users.find(c.user.text) != nullptr)
        return because(Reason::user_already_exists, {.about = {SubjectKind::user, c.user.text}});
    if (!may_be_changed(*partner)) return status_forbids(*partner);
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::InviteUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::UserInvited{c});
}

}  // namespace leadline::engine
