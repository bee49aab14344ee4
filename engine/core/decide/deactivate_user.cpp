// DeactivateUser: its open leads go back to the queues they came from, else they wait, or go on
// through the rules; its open opportunities are nobody's; or all of it goes to the administrators
// of its partner, and back where there is none. Registrations are the partner's and stay. The
// vendor may ask, and an administrator of the user's partner.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/decide/pass_on_work.hpp"
#include "engine/core/decide/return_work.hpp"

namespace leadline::engine {

using events::WorkOfUser;

void decide(Decision& d, const events::DeactivateUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check_administers(d, c.user)) return d.reject(self, c, *no);
    const User& user = *d.program->users.find(c.user.text);
    if (Refusal no = check_acts(d)) return d.reject(self, c, *no);
    if (user.status == UserStatus::deactivated) return d.change_nothing(self, c);

    const std::vector<const Lead*> leads = open_leads(*d.program, std::span(&user.index, 1));
    const std::vector<const Opportunity*> opportunities =
        open_opportunities(*d.program, std::span(&user.index, 1), nullptr);
    if (Refusal no = check_item_count(leads.size() + opportunities.size()))
        return d.reject(self, c, *no);
    d.emit(self, events::UserDeactivated{c, static_cast<std::uint32_t>(leads.size()),
                                         static_cast<std::uint32_t>(opportunities.size())});
    if (c.work == WorkOfUser::administrators && hand_over(d, user, leads, opportunities)) return;
    if (c.work == WorkOfUser::rules) {
        Router router(d);
        router.without_user(user.index);
        reroute_leads(d, leads, router);
    } else {
        return_leads(d, leads);
    }
    return_opportunities(d, opportunities);
}

}  // namespace leadline::engine
