// ChangeLeadStatus: along the built-in lead process. A change by the owner touches the claim.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ChangeLeadStatus& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, false)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    if (Refusal no = check_works_on(d, *lead)) {
        // Which status is asked for counts before who may take it, and after the lead's own state.
        if (no->reason < Reason::status_not_allowed || c.status != events::LeadStatus::converted)
            return d.reject(self, c, *no);
    }
    if (c.status == events::LeadStatus::converted)
        return d.reject(self, c, because(Reason::status_not_allowed, {.about = self}));
    if (c.status == lead->status) return d.change_nothing(self, c);
    const bool is_touch = acting_user(d) != nullptr;
    d.emit(self, events::LeadStatusChanged{c, lead->status, is_touch});
    if (c.status == events::LeadStatus::unqualified) withdraw_offer(d, *lead);
}

}  // namespace leadline::engine
