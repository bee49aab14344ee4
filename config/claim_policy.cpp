// See claim_policy.hpp.
#include "config/claim_policy.hpp"

#include <fmt/format.h>

#include "config/yaml/names.hpp"
#include "events/tier_limits.hpp"

namespace leadline::config {
namespace {

using events::ClaimPolicy;
using events::TierLimits;

// A limit of 0 would mean "none"; leaving the key out says that better.
constexpr std::uint32_t limit_max = 1'000'000;

// What a queue and a tier can both say.
template <class Limits>
void read_limits(MapReader& m, Diagnostics& diagnostics, Limits& out) {
    m.optional("open_per_user", in_range(out.open_per_user, 1, limit_max));
    m.optional("open_per_partner", in_range(out.open_per_partner, 1, limit_max));
    m.optional("window_per_user", in_range(out.window_per_user, 1, limit_max));
    m.optional("window_per_partner", in_range(out.window_per_partner, 1, limit_max));
    read_duration(m, diagnostics, "between", out.between);
}

template <class Limits>
void check_partner_allows(MapReader& m, const Limits& limits) {
    const auto more_than_partner = [&m](std::string_view key, std::uint32_t user,
                                        std::uint32_t partner) {
        if (partner != 0 && user > partner)
            m.error(key, fmt::format("a user may have {}, but the whole partner only {}", user,
                                     partner));
    };
    more_than_partner("open_per_user", limits.open_per_user, limits.open_per_partner);
    more_than_partner("window_per_user", limits.window_per_user, limits.window_per_partner);
}

template <class Limits>
bool has_window_limit(const Limits& limits) {
    return limits.window_per_user != 0 || limits.window_per_partner != 0;
}

template <class Limits>
void check_has_window(MapReader& m, const Limits& limits, const ClaimPolicy& queue) {
    if (has_window_limit(limits) && queue.window.us == 0)
        m.error(limits.window_per_user != 0 ? "window_per_user" : "window_per_partner",
                "so many claims in how long? missing key \"window\"");
}

void read_tier(const Node& name, const Node& node, Diagnostics& diagnostics,
               const std::set<std::string, std::less<>>* known, const ClaimPolicy& queue,
               TierSpec& out) {
    out.tier = name.text;
    if (known != nullptr && !known->contains(out.tier)) {
        const std::vector<std::string_view> names(known->begin(), known->end());
        diagnostics.error(name, unknown_name("tier", out.tier, names));
    }
    MapReader m(node, diagnostics, "the limits of a tier");
    read_limits(m, diagnostics, out.limits);
    if (!m.finish()) return;
    if (out.limits == TierLimits{})
        diagnostics.error(node, fmt::format("tier {} has no limits of its own", shown(out.tier)));
    check_has_window(m, out.limits, queue);
    check_partner_allows(m, events::policy_for_tier(queue, out.limits));
}

}  // namespace

void read_duration(MapReader& m, Diagnostics& diagnostics, std::string_view key,
                   events::Duration& out, events::Duration max) {
    const Node* node = m.child(key);
    events::Duration value;
    if (node == nullptr || !read(*node, diagnostics, value)) return;
    if (value < events::Duration{1'000'000} || value > max) {
        diagnostics.expected(*node, fmt::format("a duration from 1s to {}", events::to_text(max)));
        return;
    }
    out = value;
}

void read_claim_policy(const Node& node, Diagnostics& diagnostics,
                       const std::set<std::string, std::less<>>* known, ClaimPolicy& out,
                       std::vector<TierSpec>& tiers) {
    MapReader m(node, diagnostics, "the claims");
    read_limits(m, diagnostics, out);
    read_duration(m, diagnostics, "window", out.window);
    read_duration(m, diagnostics, "touch_within", out.touch_within);
    read_duration(m, diagnostics, "no_reclaim", out.no_reclaim);
    bool has_window_limits = has_window_limit(out);
    if (const Node* by_name = m.child("tiers")) {
        const bool is_map = by_name->is_map() && !by_name->items.empty();
        if (!is_map)
            diagnostics.expected(*by_name, "limits by tier, such as {gold: {open_per_user: 10}}");
        for (std::size_t i = 0; is_map && i < by_name->items.size(); ++i) {
            TierSpec& tier = tiers.emplace_back();
            read_tier(by_name->keys[i], by_name->items[i], diagnostics, known, out, tier);
            has_window_limits = has_window_limits || has_window_limit(tier.limits);
        }
    }
    if (!m.finish()) return;
    check_has_window(m, out, out);
    if (out.window.us != 0 && !has_window_limits)
        m.error("window",
                "a window without a limit; missing key \"window_per_user\" or "
                "\"window_per_partner\"");
    check_partner_allows(m, out);
}

}  // namespace leadline::config
