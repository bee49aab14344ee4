// ReactivateUser: as the user was before: active when there has been a login, else invited. The
// vendor may ask, and an administrator of the user's partner; not once that partner is gone.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::ReactivateUser& c) {
    if (Refusal no = check_administers(d, c.user)) return no;
    const User& user = *d.program->users.find(c.user.text);
    const Partner& partner = d.program->partners.at(user.partner);
    if (partner.status == PartnerStatus::deactivated) return status_forbids(partner);
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::ReactivateUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    if (d.program->users.find(c.user.text)->status != UserStatus::deactivated)
        return d.change_nothing(self, c);
    d.emit(self, events::UserReactivated{c});
}

}  // namespace leadline::engine
