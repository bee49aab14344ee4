// See claim_rules.hpp.
#include "engine/core/decide/claim_rules.hpp"

#include <algorithm>

#include "events/happened/claim.hpp"

namespace leadline::engine {

using events::Detail;
using events::Limit;

namespace {

bool is_member(const Decision& d, const Queue& queue, const User& user) {
    if (queue.everybody) return true;
    const auto has = [](const std::vector<std::string>& sorted, const std::string& id) {
        return std::binary_search(sorted.begin(), sorted.end(), id);
    };
    return has(queue.users, user.id) ||
           has(queue.partners, d.program->partners.at(user.partner).id);
}

Refusal limit(const Queue& queue, Limit which, std::uint32_t used, std::uint32_t allowed) {
    if (allowed == 0 || used < allowed) return {};
    return because(Reason::limit_reached, {.about = {SubjectKind::queue, queue.id},
                                           .limit = which,
                                           .used = used,
                                           .allowed = allowed});
}

// A claim counts until its end, which stands in the event that won it.
Refusal window_limit(const Decision& d, const Queue& queue, Limit which,
                     const ClaimCounter* counter) {
    const std::uint32_t allowed = which == Limit::user_window ? queue.policy.window_per_user
                                                              : queue.policy.window_per_partner;
    if (counter == nullptr || allowed == 0) return {};
    const auto counts = [&d](Time until) { return d.now < until; };
    const auto used = static_cast<std::uint32_t>(
        std::count_if(counter->counts_until.begin(), counter->counts_until.end(), counts));
    Refusal refusal = limit(queue, which, used, allowed);
    if (!refusal) return {};
    // It frees when so many have ended that fewer than `allowed` are left.
    std::vector<Time> ends;
    std::copy_if(counter->counts_until.begin(), counter->counts_until.end(),
                 std::back_inserter(ends), counts);
    std::sort(ends.begin(), ends.end());
    refusal->detail.frees_at = ends[used - allowed];
    return refusal;
}

}  // namespace

Claimant claimant(const Decision& d, events::UserId named) {
    if (Refusal no = check_program(d, true)) return {nullptr, no};
    if (Refusal no = check_actor_known(d)) return {nullptr, no};
    const User* user = named.is_set() ? d.program->users.find(named.text) : acting_user(d);
    if (named.is_set() && user == nullptr)
        return {nullptr, because(Reason::unknown_user, {.about = {SubjectKind::user, named.text}})};
    if (user == nullptr || !may_act_for(d, *user))
        return {nullptr, because(Reason::actor_not_allowed)};
    return {user, {}};
}

Refusal check_may_claim_from(const Decision& d, const Queue& queue, const User& user) {
    if (!is_member(d, queue, user))
        return because(Reason::not_a_member, {.about = {SubjectKind::queue, queue.id}});
    return check_eligible(d, user);
}

Refusal check_lockout(const Decision& d, const Lead& lead, const User& user) {
    for (const Lockout& lockout : *lead.lockouts) {
        if (lockout.partner != user.partner || lockout.until <= d.now) continue;
        return because(Reason::released_recently,
                       {.about = {SubjectKind::lead, lead.id}, .frees_at = lockout.until});
    }
    return {};
}

Refusal check_limits(const Decision& d, const Queue& queue, const User& user) {
    const events::ClaimPolicy& policy = queue.policy;
    const ClaimCounter* of_user = d.program->claims_of_user(queue.index, user.index);
    const ClaimCounter* of_partner = d.program->claims_of_partner(queue.index, user.partner);
    const auto open = [](const ClaimCounter* counter) { return counter ? counter->open : 0U; };
    if (Refusal no = limit(queue, Limit::user_open, open(of_user), policy.open_per_user)) return no;
    if (Refusal no = limit(queue, Limit::partner_open, open(of_partner), policy.open_per_partner))
        return no;
    if (Refusal no = window_limit(d, queue, Limit::user_window, of_user)) return no;
    if (Refusal no = window_limit(d, queue, Limit::partner_window, of_partner)) return no;
    if (of_user == nullptr || policy.between.us == 0 || !of_user->last_claim.is_set()) return {};
    const Time free_again = of_user->last_claim + policy.between;
    if (free_again <= d.now) return {};
    return because(Reason::cool_down,
                   {.about = {SubjectKind::queue, queue.id}, .frees_at = free_again});
}

events::LeadClaimed won_claim(const Decision& d, const Lead& lead, const User& user) {
    const Queue& queue = d.program->queues.at(lead.queue);
    const events::ClaimPolicy& policy = queue.policy;
    events::LeadClaimed claim;
    claim.lead = {lead.id};
    claim.queue = {queue.id};
    claim.user = {user.id};
    claim.partner = {d.program->partners.at(user.partner).id};
    if (policy.window_per_user != 0) claim.user_counts_until = d.now + policy.window;
    if (policy.window_per_partner != 0) claim.partner_counts_until = d.now + policy.window;
    if (policy.touch_within.us != 0) claim.touch_by = d.now + policy.touch_within;
    return claim;
}

}  // namespace leadline::engine
