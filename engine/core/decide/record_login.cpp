// RecordLogin: the first one makes an invited user active; later ones change nothing. Told by the
// user itself or by the vendor.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::RecordLogin& c) {
    if (Refusal no = check_administers(d, c.user)) return no;
    const User* user = d.program->users.find(c.user.text);
    if (user->status == UserStatus::deactivated) return status_forbids(*user);
    return {};
}

}  // namespace

void decide(Decision& d, const events::RecordLogin& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    if (d.program->users.find(c.user.text)->has_logged_in) return d.change_nothing(self, c);
    d.emit(self, events::UserLoggedIn{c});
}

}  // namespace leadline::engine
