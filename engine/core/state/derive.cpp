// What state keeps beside its resident entries (decoded policies, who is whose), made again from
// them after loading. `evolve` keeps the same things up to date one event at a time.
#include <algorithm>

#include "engine/core/state/state_codec.hpp"
#include "events/codec/body.hpp"
#include "events/tier_limits.hpp"

namespace leadline::engine {

namespace {

template <class Ids>
std::vector<std::string> sorted_ids(const Ids& ids) {
    std::vector<std::string> sorted;
    sorted.reserve(ids.size());
    for (const auto& id : ids) sorted.emplace_back(id.text);
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

std::vector<std::string> sorted_texts(events::List<Text> texts) {
    std::vector<std::string> sorted(texts.begin(), texts.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

}  // namespace

bool derive_queue(Queue& queue) {
    events::Arena arena;
    events::DefineQueue definition;
    if (!events::read_body(events::BytesView(queue.definition), arena, definition)) return false;
    queue.policy = definition.policy;
    queue.policy.tiers = {};
    queue.by_tier.clear();
    for (const events::TierLimits& tier : definition.policy.tiers)
        queue.by_tier.push_back(
            {std::string(tier.tier), events::policy_for_tier(queue.policy, tier)});
    queue.everybody = definition.everybody;
    queue.tiers = sorted_texts(definition.tiers);
    queue.partners = sorted_ids(definition.partners);
    queue.users = sorted_ids(definition.users);
    return true;
}

bool derive(Program& p) {
    for (Queue& queue : p.queues)
        if (!derive_queue(queue)) return false;
    for (Partner& partner : p.partners) partner.open_leads = partner.offered;
    for (User& user : p.users) {
        if (user.partner == no_index) return false;
        Partner& partner = p.partners.at(user.partner);
        partner.users.push_back(user.index);
        partner.open_leads += user.open_leads;
    }
    return true;
}

}  // namespace leadline::engine
