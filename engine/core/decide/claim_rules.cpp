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
    const Partner& partner = d.program->partners.at(user.partner);
    return has(queue.users, user.id) || has(queue.partners, partner.id) ||
           has(queue.tiers, partner.tier);
}

const events::ClaimPolicy& policy_for(const Decision& d, const Queue& queue, const User& user) {
    for (const TierPolicy& each : queue.by_tier)
        if (each.tier == d.program->partners.at(user.partner).tier) return each.policy;
    return queue.policy;
}

Refusal limit(const Queue& queue, Limit which, std::uint32_t used, std::uint32_t allowed) {
    if (allowed == 0 || used < allowed) return {};
    return because(Reason::limit_reached, {.about = {SubjectKind::queue, queue.id},
                                           .limit = which,
                                           .used = used,
                                           .allowed = allowed});
}

// A claim counts until its end, which stands in the event that won it. `won`: until then those of
// this command count.
Refusal window_limit(const Decision& d, const Queue& queue, Limit which, std::uint32_t allowed,
                     const ClaimCounter* counter, std::span<const Time> won) {
    if (allowed == 0) return {};
    static const std::vector<Time> none;
    const std::vector<Time>& known = counter == nullptr ? none : counter->counts_until;
    const auto counts = [&d](Time until) { return d.now < until; };
    const auto used = static_cast<std::uint32_t>(std::count_if(known.begin(), known.end(), counts) +
                                                 std::ssize(won));
    Refusal refusal = limit(queue, which, used, allowed);
    if (!refusal) return {};
    // It frees when so many have ended that fewer than `allowed` are left.
    std::vector<Time> ends(won.begin(), won.end());
    std::copy_if(known.begin(), known.end(), std::back_inserter(ends), counts);
    std::sort(ends.begin(), ends.end());
    refusal->detail.frees_at = ends[used - allowed];
    return refusal;
}

Refusal check_caps(const CapRoom& room, const User& user) {
    if (!room.has_caps()) return {};
    const auto reached = room.reached(user);
    if (!reached) return {};
    return because(Reason::limit_reached, {.about = {SubjectKind::user, user.id},
                                           .limit = Limit::cap,
                                           .cap = reached->cap,
                                           .used = reached->used,
                                           .allowed = reached->most,
                                           .frees_at = reached->frees_at});
}

Refusal check_capacity(const Decision& d, const User& user, const CapRoom& room) {
    const Partner& partner = d.program->partners.at(user.partner);
    const std::uint32_t open = partner.open_items() + room.given();
    if (partner.capacity == 0 || open < partner.capacity) return {};
    return because(Reason::limit_reached, {.about = {SubjectKind::partner, partner.id},
                                           .limit = Limit::capacity,
                                           .used = open,
                                           .allowed = partner.capacity});
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
    return check_eligible_for(d, user);
}

Refusal check_lockout(const Decision& d, const Lead& lead, const User& user) {
    for (const Lockout& lockout : lead.past->lockouts) {
        if (lockout.partner != user.partner || lockout.until <= d.now) continue;
        return because(Reason::released_recently,
                       {.about = {SubjectKind::lead, lead.id}, .frees_at = lockout.until});
    }
    return {};
}

Refusal check_limits(const Decision& d, const Queue& queue, const User& user, const CapRoom& room,
                     std::uint32_t won) {
    const events::ClaimPolicy& policy = policy_for(d, queue, user);
    const ClaimCounter* of_user = d.program->claims_of_user(queue.index, user.index);
    const ClaimCounter* of_partner = d.program->claims_of_partner(queue.index, user.partner);
    const auto open = [won](const ClaimCounter* counter) {
        return (counter ? counter->open : 0U) + won;
    };
    if (Refusal no = limit(queue, Limit::user_open, open(of_user), policy.open_per_user)) return no;
    if (Refusal no = limit(queue, Limit::partner_open, open(of_partner), policy.open_per_partner))
        return no;
    const std::span<Time> ends = d.arena.make<Time>(won);
    std::fill(ends.begin(), ends.end(), d.now + policy.window);
    if (Refusal no =
            window_limit(d, queue, Limit::user_window, policy.window_per_user, of_user, ends))
        return no;
    if (Refusal no = window_limit(d, queue, Limit::partner_window, policy.window_per_partner,
                                  of_partner, ends))
        return no;
    if (Refusal no = check_caps(room, user)) return no;
    if (Refusal no = check_capacity(d, user, room)) return no;
    if (policy.between.us == 0) return {};
    const Time last = won != 0 ? d.now : of_user == nullptr ? Time{} : of_user->last_claim;
    if (!last.is_set()) return {};
    const Time free_again = last + policy.between;
    if (free_again <= d.now) return {};
    return because(Reason::cool_down,
                   {.about = {SubjectKind::queue, queue.id}, .frees_at = free_again});
}

Refusal check_claim(const Decision& d, const Lead* lead, events::LeadId id, const User& user) {
    if (lead == nullptr)
        return because(Reason::unknown_lead, {.about = {SubjectKind::lead, id.text}});
    if (Refusal no = check_in_queue(d, *lead)) return no;
    const Queue& queue = d.program->queues.at(lead->queue);
    if (Refusal no = check_may_claim_from(d, queue, user)) return no;
    return check_lockout(d, *lead, user);
}

events::LeadClaimed won_claim(const Decision& d, const Lead& lead, const User& user) {
    const Queue& queue = d.program->queues.at(lead.queue);
    const events::ClaimPolicy& policy = policy_for(d, queue, user);
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
