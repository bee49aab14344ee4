// ConvertLead: a lead becomes an account, a contact and, when asked for, an opportunity, in one
// step (SPEC 9). By its owner or by the vendor; somebody must own it, since the opportunity will be
// theirs.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/conversion_plan.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/status_rules.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

namespace {

Refusal check_asker(const Decision& d, const events::ConvertLead& c) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_role(d)) return no;
    if (d.program->leads.find(c.lead.text) != nullptr) return {};
    return because(Reason::unknown_lead, {.about = {SubjectKind::lead, c.lead.text}});
}

events::List<Text> statuses_after(const Decision& d, const events::LeadProcess& process,
                                  const events::LeadStatus& from) {
    return names_of(d, process, [&](const events::LeadStatus& to) {
        return to.name != from.name && may_follow(process, from, to.name);
    });
}

void emit_plan(Decision& d, const ConversionPlan& plan, const events::LeadConverted& converted) {
    d.emit(about(SubjectKind::lead, converted.asked.lead.text), converted);
    const Subject account = about(SubjectKind::account, plan.account.text);
    if (plan.account_created) d.emit(account, *plan.account_created);
    if (plan.account_filled) d.emit(account, *plan.account_filled);
    const Subject contact = about(SubjectKind::contact, plan.contact.text);
    if (plan.contact_created) d.emit(contact, *plan.contact_created);
    if (plan.contact_filled) d.emit(contact, *plan.contact_filled);
    if (plan.opportunity_created) {
        events::OpportunityCreated created = *plan.opportunity_created;
        created.owner = converted.owner;
        created.partner = converted.partner;
        d.emit(about(SubjectKind::opportunity, plan.opportunity.text), created);
    }
}

}  // namespace

void decide(Decision& d, const events::ConvertLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_asker(d, c)) return d.reject(self, c, *no);
    const Lead& lead = *d.program->leads.find(c.lead.text);
    const Refusal forbidden = check_works_on(d, lead);
    // A closed lead makes nothing, so no id stands in its way: the second conversion is told that
    // it is the second, and not that the opportunity of the first is there.
    if (check_open(d, lead)) return d.reject(self, c, *forbidden);
    const LeadFacts facts = facts_of(d, lead);
    const ConversionPlan plan = plan_conversion(d, c, facts);
    if (plan.refusal) return d.reject(self, c, *plan.refusal);
    if (forbidden && forbidden->reason < Reason::status_not_allowed)
        return d.reject(self, c, *forbidden);
    if (lead.place != Place::user)
        return d.reject(self, c, because(Reason::lead_not_owned, taken_by(d, lead)));
    const events::LeadProcess& process = process_of(*d.program, facts.details.record_type);
    const events::LeadStatus& to = first_of(process, events::StatusCategory::converted)->status;
    if (!may_follow(process, facts.status, to.name))
        return d.reject(self, c,
                        no_such_status(Reason::status_not_allowed, lead,
                                       statuses_after(d, process, facts.status)));
    if (forbidden) return d.reject(self, c, *forbidden);
    const User& owner = d.program->users.at(lead.owner);
    emit_plan(d, plan,
              {c,
               {owner.id},
               {d.program->partners.at(owner.partner).id},
               plan.account,
               plan.contact,
               plan.opportunity,
               to});
}

}  // namespace leadline::engine
