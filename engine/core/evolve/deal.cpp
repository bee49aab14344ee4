// Folds of deal registrations.
#include <algorithm>

#include "engine/core/evolve/evolve.hpp"

namespace leadline::engine {

namespace {

bool has_status(const Fold& f, events::DealId id, DealStatus status) {
    const Deal* deal = f.program->deals.find(id.text);
    return deal != nullptr && deal->status == status;
}

Deal& deal_of(const Fold& f, events::DealId id) {
    Deal& deal = *f.program->deals.find(id.text);
    f.state.touch(deal);
    return deal;
}

// The deal stands in the way of later ones of its customer, from now on.
void stand(const Fold& f, const Deal& deal) {
    ColdTable<Customer>& customers = f.program->customers;
    Customer* customer = customers.find(deal.customer_key);
    if (customer == nullptr) customer = &customers.insert(deal.customer_key);
    customer->deals.push_back({deal.ordinal, deal.id});
    f.state.touch(*customer);
}

// And no longer: it has ended.
void end(const Fold& f, Deal& deal, DealStatus status) {
    if (deal.status == DealStatus::approved) {
        f.state.timers.disarm(protection_timer(deal));
        deal.protected_until = {};
    }
    deal.status = status;
    f.program->partners.at(deal.partner).standing_deals.remove(deal.ordinal);
    Customer& customer = *f.program->customers.find(deal.customer_key);
    std::erase_if(customer.deals,
                  [&deal](const StandingDeal& each) { return each.ordinal == deal.ordinal; });
    f.state.touch(customer);
}

// The partner user who asked; none: somebody of the vendor's.
const User* registering_user(const Fold& f) {
    if (f.occurred.actor.kind != events::ActorKind::partner_user) return nullptr;
    return f.program->users.find(f.occurred.actor.id);
}

}  // namespace

bool fits(const Fold& f, const events::DealRegistered& e) {
    const Program& p = *f.program;
    const bool is_by_user = f.occurred.actor.kind == events::ActorKind::partner_user;
    return e.asked.deal.is_set() && p.deals.find(e.asked.deal.text) == nullptr &&
           p.partners.find(e.partner.text) != nullptr &&
           (!e.asked.opportunity.is_set() ||
            p.opportunities.find(e.asked.opportunity.text) != nullptr) &&
           (!is_by_user || registering_user(f) != nullptr);
}

void evolve(const Fold& f, const events::DealRegistered& e) {
    Program& p = *f.program;
    Deal& deal = p.deals.insert(e.asked.deal.text);
    deal.ordinal = p.counters.deals++;
    deal.partner = p.partners.find(e.partner.text)->index;
    if (const User* user = registering_user(f)) deal.registered_by = user->index;
    deal.opportunity = e.asked.opportunity.text;
    deal.customer_key = e.customer_key;
    deal.products.assign(e.products.begin(), e.products.end());
    p.partners.at(deal.partner).standing_deals.add(deal.ordinal, deal.id);
    stand(f, deal);
    f.state.touch(deal);
    f.state.touch(p.counters);
}

bool fits(const Fold& f, const events::DealApproved& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealApproved& e) {
    Deal& deal = deal_of(f, e.asked.deal);
    deal.status = DealStatus::approved;
    deal.protected_until = e.protected_until;
    f.state.timers.arm(protection_timer(deal));
}

bool fits(const Fold& f, const events::DealRejected& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealRejected& e) {
    end(f, deal_of(f, e.asked.deal), DealStatus::rejected);
}

bool fits(const Fold& f, const events::DealWithdrawn& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealWithdrawn& e) {
    end(f, deal_of(f, e.asked.deal), DealStatus::withdrawn);
}

bool fits(const Fold& f, const events::DealExtended& e) {
    return has_status(f, e.asked.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::DealExtended& e) {
    Deal& deal = deal_of(f, e.asked.deal);
    f.state.timers.disarm(protection_timer(deal));
    deal.protected_until = e.protected_until;
    ++deal.extensions;
    f.state.timers.arm(protection_timer(deal));
}

bool fits(const Fold& f, const events::DealCancelled& e) {
    return has_status(f, e.asked.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::DealCancelled& e) {
    end(f, deal_of(f, e.asked.deal), DealStatus::cancelled);
}

bool fits(const Fold& f, const events::DealWon& e) {
    return has_status(f, e.asked.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::DealWon& e) {
    end(f, deal_of(f, e.asked.deal), DealStatus::won);
}

bool fits(const Fold& f, const events::DealProtectionEnded& e) {
    return has_status(f, e.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::DealProtectionEnded& e) {
    end(f, deal_of(f, e.deal), DealStatus::expired);
}

bool fits(const Fold& f, const events::PendingDealWithdrawn& e) {
    return has_status(f, e.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::PendingDealWithdrawn& e) {
    end(f, deal_of(f, e.deal), DealStatus::withdrawn);
}

bool fits(const Fold& f, const events::ApprovedDealCancelled& e) {
    return has_status(f, e.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::ApprovedDealCancelled& e) {
    end(f, deal_of(f, e.deal), DealStatus::cancelled);
}

// A question leaves its answer, and nothing else.
bool fits(const Fold&, const events::CustomerFoundFree&) { return true; }
void evolve(const Fold&, const events::CustomerFoundFree&) {}
bool fits(const Fold&, const events::CustomerFoundTaken&) { return true; }
void evolve(const Fold&, const events::CustomerFoundTaken&) {}

}  // namespace leadline::engine
