// Queues, wanted and in force; see plan_queue.hpp.
#include "config/plan_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::ClaimPolicy;
using events::DefineQueue;
using events::TierLimits;

template <class Id>
events::Text text_of(Id id) {
    return id.text;
}
events::Text text_of(events::Text tier) { return tier; }

template <class Id>
events::List<Id> sorted_ids(const std::vector<std::string>& from, events::Arena& arena) {
    const std::span<Id> ids = arena.make<Id>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) ids[i] = Id{from[i]};
    std::sort(ids.begin(), ids.end());
    return events::List<Id>(ids);
}

std::string shown_limit(std::uint32_t value) {
    return value == 0 ? std::string("none") : fmt::format("{}", value);
}
std::string shown_limit(events::Duration value) {
    return value.us == 0 ? std::string("none") : events::to_text(value);
}

// Calls f(name, text of a, text of b) for each limit that a tier may have as well.
template <class Limits, class F>
void for_each_own_limit(const Limits& a, const Limits& b, const std::string& prefix, F&& f) {
    const auto tell = [&](std::string_view name, auto of_a, auto of_b) {
        f(prefix + std::string(name), shown_limit(of_a), shown_limit(of_b));
    };
    tell("open_per_user", a.open_per_user, b.open_per_user);
    tell("open_per_partner", a.open_per_partner, b.open_per_partner);
    tell("window_per_user", a.window_per_user, b.window_per_user);
    tell("window_per_partner", a.window_per_partner, b.window_per_partner);
    tell("between", a.between, b.between);
}

TierLimits limits_of(const ClaimPolicy& policy, events::Text tier) {
    for (const TierLimits& each : policy.tiers)
        if (each.tier == tier) return each;
    return {};
}

// Calls f(name, text of a, text of b) for each limit.
template <class F>
void for_each_limit(const ClaimPolicy& a, const ClaimPolicy& b, F&& f) {
    for_each_own_limit(a, b, {}, f);
    f("window", shown_limit(a.window), shown_limit(b.window));
    f("touch_within", shown_limit(a.touch_within), shown_limit(b.touch_within));
    f("no_reclaim", shown_limit(a.no_reclaim), shown_limit(b.no_reclaim));
    std::set<events::Text> tiers;
    for (const ClaimPolicy* policy : {&a, &b})
        for (const TierLimits& each : policy->tiers) tiers.insert(each.tier);
    for (const events::Text tier : tiers)
        for_each_own_limit(limits_of(a, tier), limits_of(b, tier), fmt::format("{}: ", tier), f);
}

template <class Id>
bool contains(events::List<Id> list, Id id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

// " +new -old", or nothing.
template <class Id>
std::string members_difference(events::List<Id> before, events::List<Id> after) {
    std::string out;
    for (const Id id : after)
        if (!contains(before, id)) out += fmt::format(" +{}", text_of(id));
    for (const Id id : before)
        if (!contains(after, id)) out += fmt::format(" -{}", text_of(id));
    return out;
}

void add(std::string& to, std::string_view what) {
    if (!to.empty()) to += "; ";
    to += what;
}

}  // namespace

DefineQueue definition_of(const QueueSpec& queue, events::Arena& arena) {
    ClaimPolicy policy = queue.policy;
    const std::span<TierLimits> tiers = arena.make<TierLimits>(queue.tier_limits.size());
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        tiers[i] = queue.tier_limits[i].limits;
        tiers[i].tier = queue.tier_limits[i].tier;
    }
    std::sort(tiers.begin(), tiers.end(),
              [](const TierLimits& a, const TierLimits& b) { return a.tier < b.tier; });
    policy.tiers = events::List<TierLimits>(tiers);
    return {events::QueueId{queue.id},
            queue.title,
            queue.everybody,
            sorted_ids<events::PartnerId>(queue.partners, arena),
            sorted_ids<events::UserId>(queue.users, arena),
            sorted_ids<events::Text>(queue.tiers, arena),
            policy,
            sorted_ids<events::Text>(queue.visible, arena)};
}

std::string queue_difference(const DefineQueue& before, const DefineQueue& after) {
    std::string out;
    if (before.title != after.title)
        add(out, fmt::format("title {} -> {}", shown(before.title), shown(after.title)));
    if (before.everybody != after.everybody)
        add(out, fmt::format("everybody {} -> {}", before.everybody, after.everybody));
    const std::string partners = members_difference(before.partners, after.partners);
    const std::string users = members_difference(before.users, after.users);
    const std::string tiers = members_difference(before.tiers, after.tiers);
    if (!partners.empty()) add(out, "partners" + partners);
    if (!tiers.empty()) add(out, "tiers" + tiers);
    if (!users.empty()) add(out, "users" + users);
    const std::string visible = members_difference(before.visible, after.visible);
    if (!visible.empty()) add(out, "visible" + visible);
    for_each_limit(before.policy, after.policy,
                   [&out](std::string_view name, const std::string& a, const std::string& b) {
                       if (a != b) add(out, fmt::format("{} {} -> {}", name, a, b));
                   });
    return out.empty() ? "the members in another order" : out;
}

std::string queue_summary(const DefineQueue& queue) {
    std::string out(queue.title);
    if (queue.everybody) add(out, "for everybody");
    if (!queue.partners.empty()) add(out, fmt::format("{} partners", queue.partners.size()));
    if (!queue.tiers.empty()) add(out, fmt::format("{} tiers", queue.tiers.size()));
    if (!queue.users.empty()) add(out, fmt::format("{} users", queue.users.size()));
    if (!queue.visible.empty()) add(out, fmt::format("{} visible fields", queue.visible.size()));
    for_each_limit(queue.policy, queue.policy,
                   [&out](std::string_view name, const std::string& value, const std::string&) {
                       if (value != "none") add(out, fmt::format("{} {}", name, value));
                   });
    return out;
}

}  // namespace leadline::config
