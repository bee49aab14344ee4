// ChangeLeadStatus: along the lead's process. A change by the owner touches the claim.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/status_rules.hpp"

namespace leadline::engine {

namespace {

// What may be asked for by this command: not the converted status.
bool may_be_asked(const events::LeadProcess& process, const events::LeadStatus& from,
                  const events::LeadStatus& to) {
    return to.category != events::StatusCategory::converted &&
           (to.name == from.name || may_follow(process, from, to.name));
}

}  // namespace

void decide(Decision& d, const events::ChangeLeadStatus& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, false)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    const events::LeadProcess& process =
        process_of(*d.program, facts_of(d, *lead).details.record_type);
    const events::LeadStatus from = status_of(*d.program, *lead);
    const auto others = [&] {
        return names_of(d, process, [&](const events::LeadStatus& to) {
            return to.name != from.name && may_be_asked(process, from, to);
        });
    };
    // A status that the process no longer has is the lead's own nevertheless.
    const events::ProcessStatus* to = find_status(process, c.status);
    if (to == nullptr && c.status != from.name)
        return d.reject(self, c, no_such_status(Reason::unknown_status, *lead, others()));
    const bool is_possible = to == nullptr || may_be_asked(process, from, to->status);
    if (Refusal no = check_works_on(d, *lead)) {
        // Which status is asked for counts before who may take it, and after the lead's own state.
        if (no->reason < Reason::status_not_allowed || is_possible) return d.reject(self, c, *no);
    }
    if (!is_possible)
        return d.reject(self, c, no_such_status(Reason::status_not_allowed, *lead, others()));
    if (to == nullptr || to->status == from) return d.change_nothing(self, c);
    const bool is_touch = acting_user(d) != nullptr;
    d.emit(self, events::LeadStatusChanged{c, from, to->status.category, is_touch});
    if (to->status.category == events::StatusCategory::unqualified) withdraw_offer(d, *lead);
}

}  // namespace leadline::engine
