// CreateLead: the lead is captured and, once its program is published, routed in the same step;
// unless it is a duplicate that the rules attach or reject.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/custom_field_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/duplicates.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::CreateLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    const events::LeadPerson person = open_person(c.details.person, d.arena);
    if (Refusal no =
            check_custom_fields(d, c.lead, c.details.record_type, person.custom, /*is_new=*/true))
        return d.reject(self, c, *no);
    if (d.program->leads.find(c.lead.text) != nullptr)
        return d.reject(self, c, because(Reason::lead_already_exists, {.about = self}));
    LeadFacts facts{c.lead, c.details, person,
                    beginning(process_of(*d.program, c.details.record_type))};
    facts.now = d.now;
    const std::vector<LeadKey> keys = keys_of(*d.program, facts.details, facts.person, d.arena);
    const std::optional<Original> original = find_original(d, keys, nullptr);
    if (original && keep_out(d, c, *original)) return;
    d.emit(self, events::LeadCreated{c, facts.status});
    emit_found(d, c.lead, keys, original);
    if (!d.program->settings.published) return;
    facts.duplicate = original.has_value();
    facts.customer_partner = partner_of_customer(d, keys, nullptr);
    if (const auto scored = score(d, facts)) d.emit(self, *scored);
    emit_routed(d, c.lead, Router(d).route(facts));
}

}  // namespace leadline::engine
