// See deal_rules.hpp.
#include "engine/core/decide/deal_rules.hpp"

#include <algorithm>

#include "engine/core/match.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

namespace {

bool shares_product(const Deal& deal, std::span<const Text> sorted) {
    auto a = deal.products.begin();
    auto b = sorted.begin();
    while (a != deal.products.end() && b != sorted.end()) {
        const int order = Text(*a).compare(*b);
        if (order == 0) return true;
        if (order < 0) {
            ++a;
        } else {
            ++b;
        }
    }
    return false;
}

}  // namespace

std::string customer_key(const Program& program, const events::Customer& customer,
                         events::Arena& arena) {
    if (customer.account.is_set()) return "account:" + std::string(customer.account.text);
    const auto key_of = [&](MatchField field, Text said) {
        return match_key({program.id}, {field, said}, arena);
    };
    const events::MatchKey domain = key_of(MatchField::web_domain, customer.domain);
    if (domain.is_set()) return "domain:" + match_key_hex(domain);
    const events::MatchKey name = key_of(MatchField::company, customer.title);
    return name.is_set() ? "name:" + match_key_hex(name) : std::string();
}

std::vector<Text> sorted_products(events::List<Text> products) {
    std::vector<Text> sorted(products.begin(), products.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

std::vector<Text> sorted_products(const Deal& deal) {
    return {deal.products.begin(), deal.products.end()};
}

std::vector<const Deal*> conflicts(const Program& program, const Registration& later,
                                   std::size_t most) {
    std::vector<const Deal*> found;
    if (later.customer.empty()) return found;
    const Customer* registered = program.customers.find(later.customer);
    if (registered == nullptr) return found;
    for (const StandingDeal& standing : registered->deals) {
        if (found.size() == most || standing.ordinal >= later.ordinal) break;
        const Deal* deal = program.deals.find(standing.deal);
        if (deal == nullptr || (later.but_of != no_index && deal->partner == later.but_of))
            continue;
        if (shares_product(*deal, later.products)) found.push_back(deal);
    }
    return found;
}

const events::DealTerms& deal_terms(const Program& program) {
    static const events::DealTerms defaults;
    const CompiledRuleset* ruleset = ruleset_in_force(program);
    return ruleset != nullptr && ruleset->deal_terms() ? *ruleset->deal_terms() : defaults;
}

Refusal check_party(const Decision& d) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    return check_role(d);
}

Refusal check_deal_known(const Decision& d, events::DealId deal) {
    if (d.program->deals.find(deal.text) != nullptr) return {};
    return because(Reason::unknown_deal, {.about = {SubjectKind::deal, deal.text}});
}

Refusal check_pending(const Decision& d, const Deal& deal, Reason reason) {
    if (deal.status == DealStatus::pending) return {};
    return because(reason, detail_of(d, deal));
}

Refusal check_protected(const Decision& d, const Deal& deal) {
    if (deal.status == DealStatus::approved) return {};
    const bool waits = deal.status == DealStatus::pending;
    return because(waits ? Reason::deal_not_protected : Reason::deal_closed, detail_of(d, deal));
}

Refusal check_deal_owner(const Decision& d, const Deal& deal) {
    const User* user = acting_user(d);
    if (user == nullptr || user->index == deal.registered_by) return {};
    if (user->partner == deal.partner && may(askers_of(d.kind()), user->role) == May::partners)
        return {};
    return because(Reason::not_your_deal, detail_of(d, deal));
}

Refusal check_your_deal(const Decision& d, events::DealId deal) {
    if (Refusal no = check_deal_known(d, deal)) return no;
    return check_deal_owner(d, *d.program->deals.find(deal.text));
}

events::Detail detail_of(const Decision& d, const Deal& deal) {
    events::Detail detail{.about = {SubjectKind::deal, deal.id}};
    if (deal.status == DealStatus::approved) detail.frees_at = deal.protected_until;
    if (deal.registered_by == no_index) return detail;
    detail.by = {d.program->users.at(deal.registered_by).id};
    const User* user = acting_user(d);
    detail.by_visible = d.actor.kind != events::ActorKind::partner_user ||
                        (user != nullptr && user->partner == deal.partner);
    return detail;
}

}  // namespace leadline::engine
