// DeactivateUser: its open leads go back to the queues they came from, else they wait; its open
// opportunities are nobody's. Registrations are the partner's and stay.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/decide/return_work.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::DeactivateUser& c) {
    const Subject self = about(SubjectKind::user, c.user.text);
    if (Refusal no = check_steers(d, c.user)) return d.reject(self, c, *no);
    const User& user = *d.program->users.find(c.user.text);
    if (user.status == UserStatus::deactivated) return d.change_nothing(self, c);

    const std::vector<const Lead*> leads = open_leads(*d.program, std::span(&user.index, 1));
    const std::vector<const Opportunity*> opportunities =
        open_opportunities(*d.program, std::span(&user.index, 1), nullptr);
    if (Refusal no = check_item_count(leads.size() + opportunities.size()))
        return d.reject(self, c, *no);
    d.emit(self, events::UserDeactivated{c, static_cast<std::uint32_t>(leads.size())});
    return_leads(d, leads);
    return_opportunities(d, opportunities);
}

}  // namespace leadline::engine
