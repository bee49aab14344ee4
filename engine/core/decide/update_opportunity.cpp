// UpdateOpportunity: what is known of an opportunity changes; its stage goes forward.
#include <algorithm>

#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

namespace {

bool is_same(const std::optional<events::Money>& money, const Opportunity& o) {
    return !money || (money->amount == o.amount && money->currency == o.currency);
}

// What people write is not kept in state: said again, it is said anew.
bool changes(const events::UpdateOpportunity& c, const Opportunity& o) {
    const bool is_known =
        (!c.contact || c.contact->text == o.contact) && (!c.topic || *c.topic == o.topic) &&
        (!c.stage || *c.stage == o.stage) && is_same(c.amount, o) &&
        (!c.expected_close || *c.expected_close == o.expected_close) &&
        (!c.products ||
         std::equal(c.products->begin(), c.products->end(), o.products.begin(), o.products.end()));
    return !is_known || c.texts.is_set();
}

Refusal check(const Decision& d, const events::UpdateOpportunity& c) {
    if (Refusal no = check_asks_about(d, c.opportunity)) return no;
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const Refusal stage = c.stage ? check_stage(d, o.stage, *c.stage) : Refusal{};
    if (stage && stage->reason == Reason::unknown_stage) return stage;
    if (c.contact && c.contact->is_set() && d.program->contacts.find(c.contact->text) == nullptr)
        return because(Reason::unknown_contact, {.about = {SubjectKind::contact, c.contact->text}});
    const Refusal work = check_works_on(d, o);
    if (work && work->reason < Reason::stage_not_allowed) return work;
    return stage ? stage : work;
}

}  // namespace

void decide(Decision& d, const events::UpdateOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (!changes(c, o)) return d.change_nothing(self, c);
    d.emit(self, events::OpportunityUpdated{c, o.stage});
}

}  // namespace leadline::engine
