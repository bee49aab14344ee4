// CreateLead: the lead is captured and, once its program is published, routed in the same step.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::CreateLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_for_vendor(d)) return d.reject(self, c, *no);
    if (d.program->leads.find(c.lead.text) != nullptr)
        return d.reject(self, c, because(Reason::lead_already_exists, {.about = self}));
    d.emit(self, events::LeadCreated{c});
    if (!d.program->settings.published) return;
    LeadFacts facts{c.lead, c.details, open_person(c.details.person, d.arena),
                    events::LeadStatus::new_};
    facts.now = d.now;
    if (const auto scored = score(d, facts)) d.emit(self, *scored);
    emit_routed(d, c.lead, Router(d).route(facts));
}

}  // namespace leadline::engine
