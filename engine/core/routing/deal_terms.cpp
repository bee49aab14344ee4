// See deal_terms.hpp.
#include "engine/core/routing/deal_terms.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace leadline::engine {

namespace {

bool contains(events::List<Text> list, Text text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

// Amounts are compared in minor units, so only within a currency; less than nothing is for people.
bool is_at_most(const std::optional<events::Money>& amount, events::List<events::Money> most) {
    return amount && amount->minor >= 0 &&
           std::any_of(most.begin(), most.end(), [&amount](const events::Money& each) {
               return each.currency == amount->currency && amount->minor <= each.minor;
           });
}

}  // namespace

events::Result<void> check_terms(const events::DealTerms& terms) {
    const auto refuse = [](std::string why) {
        return events::fail(events::Failure::bad_input, std::move(why));
    };
    if (terms.extension.us <= 0) return refuse("deals are extended by nothing");
    if (terms.auto_approve.size() > 1) return refuse("deals are approved in two ways");
    for (const events::AutoApproval& rule : terms.auto_approve) {
        const events::List<events::Money> most = rule.amount_at_most;
        for (const events::Money& each : most) {
            const auto is_same = [&each](const events::Money& other) {
                return other.currency == each.currency;
            };
            if (!events::minor_digits(each.currency) ||
                std::count_if(most.begin(), most.end(), is_same) != 1)
                return refuse("an amount of a deal is of no currency, or of one that was there");
        }
    }
    return {};
}

events::Result<void> check_stages(const events::OpportunityStages& stages) {
    const auto refuse = [](std::string why) {
        return events::fail(events::Failure::bad_input, std::move(why));
    };
    if (stages.names.empty() || stages.names.size() > events::opportunity_stages_max)
        return refuse("opportunities have no stages, or too many");
    boost::unordered_flat_set<Text> seen;
    for (const Text name : stages.names)
        if (name.empty() || !seen.insert(name).second)
            return refuse("a stage of opportunities has no name, or one that was there");
    return {};
}

bool approves(const events::AutoApproval& rule, const ApprovalFacts& facts) {
    if (!rule.tiers.empty() && !contains(rule.tiers, facts.tier)) return false;
    if (!rule.amount_at_most.empty() && !is_at_most(facts.amount, rule.amount_at_most))
        return false;
    return rule.products.empty() ||
           std::all_of(facts.products.begin(), facts.products.end(),
                       [&rule](Text product) { return contains(rule.products, product); });
}

}  // namespace leadline::engine
