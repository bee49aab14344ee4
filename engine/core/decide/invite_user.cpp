// InviteUser: a person joins a partner, invited until the first recorded login. The vendor may ask,
// and an administrator of that partner.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

// What the role alone forbids.
Refusal check_may_invite(const Decision& d, const Partner& partner) {
    const User* user = acting_user(d);
    if (user == nullptr) return check_vendor(d);
    if (user->role == events::Role::administrator && user->partner == partner.index) return {};
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
    if (partner->status == PartnerStatus::deactivated) return status_forbids(*partner);
    const User* user = acting_user(d);
    return user == nullptr ? Refusal{} : check_eligible(d, *user);
}

}  // namespace

void decide(Decision& d, const events::InviteUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::UserInvited{c});
}

}  // namespace leadline::engine
