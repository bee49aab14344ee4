// AddLeadNote: a note on the lead. One by the owner touches the claim.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::AddLeadNote& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, false)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    if (Refusal no = check_works_on(d, *lead)) return d.reject(self, c, *no);
    d.emit(self, events::LeadNoteAdded{c, acting_user(d) != nullptr});
}

}  // namespace leadline::engine
