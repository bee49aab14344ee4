// RegisterDeal: a partner asks for a customer and products. It is recorded even when an earlier
// registration stands in its way; it can then not be approved before that one has ended (SPEC 11).
#include <limits>

#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/partner_rules.hpp"

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
    if (opportunity == nullptr) return nullptr;
    return &p.partners.at(p.users.at(opportunity->owner).partner);
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
    if (user == nullptr) return check_vendor(d);
    if (user->partner != partner->index) return because(Reason::actor_not_allowed);
    return {};
}

// Another partner's opportunity is not there for a partner user.
Refusal check_opportunity(const Decision& d, const events::RegisterDeal& c) {
    if (!c.opportunity.is_set()) return {};
    const Opportunity* opportunity = find_opportunity(d, c);
    const User* user = acting_user(d);
    if (opportunity != nullptr &&
        (user == nullptr || d.program->users.at(opportunity->owner).partner == user->partner)) {
        return {};
    }
    return because(Reason::unknown_opportunity,
                   {.about = {SubjectKind::opportunity, c.opportunity.text}});
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

// The account, else the name, else the account of the opportunity.
events::Customer customer_of(const Decision& d, const events::RegisterDeal& c) {
    const Opportunity* opportunity = find_opportunity(d, c);
    if (c.customer.account.is_set() || !c.customer.title.empty() || opportunity == nullptr)
        return c.customer;
    return {{opportunity->account}, {}};
}

}  // namespace

void decide(Decision& d, const events::RegisterDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const std::string customer = customer_key(d, customer_of(d, c));
    const std::vector<Text> products = sorted_products(c.products);
    const std::vector<const Deal*> earlier =
        conflicts(*d.program, {customer, products, std::numeric_limits<std::uint64_t>::max()},
                  events::deal_conflicts_max);
    const std::span<events::DealId> told = d.arena.make<events::DealId>(earlier.size());
    for (std::size_t i = 0; i < earlier.size(); ++i) told[i] = {earlier[i]->id};
    d.emit(self, events::DealRegistered{c, {partner_of(d, c)->id}, customer, told});
}

}  // namespace leadline::engine
