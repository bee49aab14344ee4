// CreateOpportunity: a partner's user makes one of the partner's own, which waits for approval; the
// vendor makes one for nobody yet, for a partner to answer, or for a user at once (SPEC 10).
#include <algorithm>

#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/conversion_plan.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

using events::OpportunityStatus;

namespace {

// Whose it is to be, and who is to answer.
struct To {
    const User* user = nullptr;
    const Partner* partner = nullptr;
};

To target_of(const Decision& d, const events::CreateOpportunity& c) {
    To to;
    to.user = c.user.is_set() ? d.program->users.find(c.user.text) : acting_user(d);
    if (c.partner.is_set()) to.partner = d.program->partners.find(c.partner.text);
    return to;
}

// A partner's users make them for their own partner alone, sellers for themselves alone; and they
// name the customer.
Refusal check_asker(const Decision& d, const events::CreateOpportunity& c, const To& to) {
    if (c.partner.is_set() && to.partner == nullptr) return unknown_partner(c.partner);
    if (Refusal no = check_actor_known(d)) return no;
    if (c.user.is_set() && to.user == nullptr)
        return because(Reason::unknown_user, {.about = {SubjectKind::user, c.user.text}});
    if (Refusal no = check_role(d)) return no;
    const bool names_by_id = c.customer.account.is_set() || c.contact.is_set();
    if (acting_user(d) != nullptr && (names_by_id || !may_act_for(d, *to.user)))
        return because(Reason::actor_not_allowed);  // by ids they could try who is a customer
    const bool is_others =
        to.user != nullptr && to.partner != nullptr && to.user->partner != to.partner->index;
    return is_others ? because(Reason::actor_not_allowed) : Refusal{};
}

Refusal check_target(const Decision& d, const To& to) {
    if (to.user != nullptr) return check_eligible_for(d, *to.user);
    if (to.partner == nullptr || is_eligible(*to.partner)) return {};
    return because(Reason::partner_not_eligible, {.about = {SubjectKind::partner, to.partner->id}});
}

Refusal check(const Decision& d, const events::CreateOpportunity& c, const To& to,
              const AccountPlan& account) {
    if (Refusal no = check_asker(d, c, to)) return no;
    if (!c.stage.empty())
        if (Refusal no = check_stage(d, {}, c.stage)) return no;
    if (c.contact.is_set() && d.program->contacts.find(c.contact.text) == nullptr)
        return because(Reason::unknown_contact, {.about = {SubjectKind::contact, c.contact.text}});
    if (account.refusal) return account.refusal;
    if (d.program->opportunities.find(c.opportunity.text) != nullptr)
        return because(Reason::opportunity_already_exists,
                       {.about = {SubjectKind::opportunity, c.opportunity.text}});
    return check_target(d, to);
}

events::OpportunityCreated created_of(const Decision& d, const events::CreateOpportunity& c,
                                      const To& to, events::AccountId account) {
    events::OpportunityCreated created;
    created.opportunity = c.opportunity;
    created.account = account;
    created.contact = c.contact;
    created.by_partner = acting_user(d) != nullptr;
    created.status = created.by_partner || to.user == nullptr ? OpportunityStatus::new_
                                                              : OpportunityStatus::accepted;
    if (to.user != nullptr) {
        created.owner = {to.user->id};
        created.partner = {d.program->partners.at(to.user->partner).id};
    }
    created.stage = c.stage.empty() ? stages_of(*d.program).names.front() : c.stage;
    created.topic = c.topic;
    created.amount = c.amount;
    created.expected_close = c.expected_close;
    created.products = c.products;
    return created;
}

}  // namespace

void decide(Decision& d, const events::CreateOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check_program(d, true)) return d.reject(self, c, *no);
    const To to = target_of(d, c);
    const AccountPlan account =
        plan_account(d, {c.customer.account, c.customer.title, c.opportunity.text});
    if (Refusal no = check(d, c, to, account)) return d.reject(self, c, *no);
    events::OpportunityCreated created = created_of(d, c, to, account.account);
    created.request = events::List<events::CreateOpportunity>({&c, 1});
    d.emit(self, created);
    if (account.created)
        d.emit(about(SubjectKind::account, account.account.text), *account.created);
    if (to.user != nullptr || to.partner == nullptr) return;
    const events::DeliverOpportunity deliver{c.opportunity, c.partner, c.accept_within, {}};
    d.emit(self, events::OpportunityDelivered{
                     deliver,
                     c.accept_within.us == 0 ? Time{} : end_of_window(d.now, c.accept_within),
                     {},
                     {}});
}

}  // namespace leadline::engine
