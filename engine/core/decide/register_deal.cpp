// RegisterDeal: a partner asks for a customer and products. It is recorded even when an earlier
// registration stands in its way; it can then not be approved before that one has ended (SPEC 11).
// Where none does, the ruleset may approve it at once.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/routing/deal_terms.hpp"

namespace leadline::engine {

namespace {

const Opportunity* find_opportunity(const Decision& d, const events::RegisterDeal& c) {
    return d.program->opportunities.find(c.opportunity.text);
}

// For whom: the partner named, else the actor's, else the one that works on the opportunity.
const Partner* partner_of(const Decision& d, const events::RegisterDeal& c) {
    const Program& p = *d.program;
    if (c.partner.is_set()) return p.partners.find(c.partner.text);
    if (const User* user = acting_user(d)) return &p.partners.at(user->partner);
    if (d.actor.kind == events::ActorKind::partner_user) return nullptr;
    const Opportunity* opportunity = find_opportunity(d, c);
    if (opportunity == nullptr || opportunity->owner == no_index) return nullptr;
    return &p.partners.at(opportunity->partner);
}

// What the asker's kind alone forbids.
Refusal check_asker(const Decision& d, const events::RegisterDeal& c) {
    if (Refusal no = check_program(d, true)) return no;
    const Partner* partner = partner_of(d, c);
    const bool is_users_own =
        !c.partner.is_set() && d.actor.kind == events::ActorKind::partner_user;
    if (partner == nullptr && !is_users_own) return unknown_partner(c.partner);
    if (Refusal no = check_actor_known(d)) return no;
    const User* user = acting_user(d);
    if (Refusal no = check_role(d)) return no;
    if (user != nullptr && user->partner != partner->index)
        return because(Reason::actor_not_allowed);
    return {};
}

// For a partner user those alone are there that the user may work on: a seller's own, and those of
// the partner of whoever manages it.
bool is_there(const Decision& d, const Opportunity& opportunity) {
    const User* user = acting_user(d);
    if (user == nullptr) return true;
    if (opportunity.owner == no_index || opportunity.partner != user->partner) return false;
    return opportunity.owner == user->index || user->role != events::Role::seller;
}

Refusal check_opportunity(const Decision& d, const events::RegisterDeal& c) {
    if (!c.opportunity.is_set()) return {};
    const Opportunity* opportunity = find_opportunity(d, c);
    if (opportunity == nullptr || !is_there(d, *opportunity))
        return because(Reason::unknown_opportunity,
                       {.about = {SubjectKind::opportunity, c.opportunity.text}});
    if (events::is_open(opportunity->status)) return {};
    return because(Reason::opportunity_closed, detail_of(d, *opportunity));
}

Refusal check(const Decision& d, const events::RegisterDeal& c) {
    if (Refusal no = check_asker(d, c)) return no;
    if (Refusal no = check_opportunity(d, c)) return no;
    if (d.program->deals.find(c.deal.text) != nullptr)
        return because(Reason::deal_already_exists, {.about = {SubjectKind::deal, c.deal.text}});
    if (const User* user = acting_user(d)) return check_eligible(d, *user);
    const Partner& partner = *partner_of(d, c);
    if (is_eligible(partner)) return {};
    return because(Reason::partner_not_eligible, {.about = {SubjectKind::partner, partner.id}});
}

// Whose the opportunity is, whatever else is said: by another name the same customer would be
// another one, and be given away twice. Else who is named.
std::string customer_of(const Decision& d, const events::RegisterDeal& c) {
    const Opportunity* opportunity = find_opportunity(d, c);
    if (opportunity != nullptr)
        return customer_key(*d.program, {{opportunity->account}, {}, {}}, d.arena);
    return customer_key(*d.program, c.customer, d.arena);
}

// Those named, else the opportunity's.
std::vector<Text> products_of(const Decision& d, const events::RegisterDeal& c) {
    const Opportunity* opportunity = find_opportunity(d, c);
    if (!c.products.empty() || opportunity == nullptr) return sorted_products(c.products);
    return sorted_products(
        std::vector<Text>(opportunity->products.begin(), opportunity->products.end()));
}

events::List<events::DealId> ids_of(const Decision& d, const std::vector<const Deal*>& deals) {
    const std::span<events::DealId> ids = d.arena.make<events::DealId>(deals.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = {deals[i]->id};
    return ids;
}

// Without a customer or a product nothing is ever found in its way: people look at that.
bool can_conflict(const Registration& registered) {
    return !registered.customer.empty() && !registered.products.empty();
}

// Whether the ruleset in force approves what stands in nobody's way.
bool is_approved_by_rule(const Decision& d, const events::RegisterDeal& c, const Partner& partner,
                         const Registration& registered) {
    if (!can_conflict(registered)) return false;
    const events::DealTerms& terms = deal_terms(*d.program);
    return !terms.auto_approve.empty() &&
           approves(terms.auto_approve[0], {partner.tier, registered.products, c.amount});
}

}  // namespace

void decide(Decision& d, const events::RegisterDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Program& p = *d.program;
    const std::string customer = customer_of(d, c);
    const std::vector<Text> products = products_of(d, c);
    const Registration registered{customer, products};
    const std::vector<const Deal*> earlier = conflicts(p, registered, events::deal_conflicts_max);
    const Partner& partner = *partner_of(d, c);
    d.emit(self, events::DealRegistered{c, {partner.id}, customer, products, ids_of(d, earlier)});
    if (!earlier.empty() || !is_approved_by_rule(d, c, partner, registered)) return;
    d.emit(self, events::DealApproved{
                     {c.deal, {}}, end_of_window(d.now, p.settings.protection), p.ruleset.version});
}

}  // namespace leadline::engine
