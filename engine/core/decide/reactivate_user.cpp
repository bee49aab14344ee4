// ReactivateUser: as the user was before: active when there has been a login, else invited.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ReactivateUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check_steers(d, c.user)) return d.reject(self, c, *no);
    if (d.program->users.find(c.user.text)->status != UserStatus::deactivated)
        return d.change_nothing(self, c);
    d.emit(self, events::UserReactivated{c});
}

}  // namespace leadline::engine
