// See claim_model.hpp.
#include "tests/simulation/claim_model.hpp"

namespace leadline::tests {

void ClaimModel::lapse(ModelLead& lead, Seconds at) {
    lead.locked_until[users[static_cast<std::size_t>(lead.owner)].partner] =
        policy[lead.queue].no_reclaim == 0
            ? lead.locked_until[users[static_cast<std::size_t>(lead.owner)].partner]
            : at + policy[lead.queue].no_reclaim;
    lead.owner = -1;
    lead.claim_open = false;
    lead.touch_by = 0;
}

void ClaimModel::pass_time(Seconds to) {
    for (ModelLead& lead : leads)
        if (lead.claim_open && lead.touch_by != 0 && lead.touch_by <= to)
            lapse(lead, lead.touch_by);
    now = to;
}

Reason ClaimModel::create(int id, int queue) {
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    if (lead.exists) return Reason::lead_already_exists;
    lead = {};
    lead.exists = true;
    lead.created = created++;
    lead.queue = queue;
    return Reason::none;
}

std::uint32_t ClaimModel::open_claims(int queue, int user, int partner) const {
    std::uint32_t open = 0;
    for (const ModelLead& lead : leads) {
        if (!lead.claim_open || lead.queue != queue) continue;
        const ModelUser& owner = users[static_cast<std::size_t>(lead.owner)];
        if (user >= 0 ? lead.owner == user : owner.partner == partner) ++open;
    }
    return open;
}

ModelLimits ClaimModel::limits_of(int queue, int partner) const {
    ModelLimits limits = policy[queue];
    if (partner != 1) return limits;
    const ModelLimits& gold = policy[queue].gold;
    if (gold.open_per_user != 0) limits.open_per_user = gold.open_per_user;
    if (gold.open_per_partner != 0) limits.open_per_partner = gold.open_per_partner;
    if (gold.window_per_user != 0) limits.window_per_user = gold.window_per_user;
    if (gold.window_per_partner != 0) limits.window_per_partner = gold.window_per_partner;
    if (gold.between != 0) limits.between = gold.between;
    return limits;
}

Reason ClaimModel::limits(int queue, int user) const {
    const int partner = users[static_cast<std::size_t>(user)].partner;
    const ModelLimits p = limits_of(queue, partner);
    if (p.open_per_user != 0 && open_claims(queue, user, -1) >= p.open_per_user)
        return Reason::limit_reached;
    if (p.open_per_partner != 0 && open_claims(queue, -1, partner) >= p.open_per_partner)
        return Reason::limit_reached;
    std::uint32_t by_user = 0, by_partner = 0;
    Seconds last = -1;
    for (const ModelClaim& claim : history) {
        if (claim.queue != queue) continue;
        if (claim.user == user && claim.counts_for_user && now < claim.until) ++by_user;
        if (claim.partner == partner && claim.counts_for_partner && now < claim.until) ++by_partner;
        if (claim.user == user) last = claim.at;
    }
    if (p.window_per_user != 0 && by_user >= p.window_per_user) return Reason::limit_reached;
    if (p.window_per_partner != 0 && by_partner >= p.window_per_partner)
        return Reason::limit_reached;
    if (p.between != 0 && last >= 0 && now < last + p.between) return Reason::cool_down;
    return Reason::none;
}

Reason ClaimModel::may_claim(int queue, int user) const {
    if (policy[queue].gold_only && users[static_cast<std::size_t>(user)].partner != 1)
        return Reason::not_a_member;
    return may_work(user);
}

Reason ClaimModel::may_work(int user) const {
    const ModelUser& who = users[static_cast<std::size_t>(user)];
    if (!partner_active[who.partner]) return Reason::partner_not_eligible;
    return who.active ? Reason::none : Reason::user_not_eligible;
}

void ClaimModel::win(int id, int user) {
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    const ModelPolicy& p = policy[lead.queue];
    const int partner = users[static_cast<std::size_t>(user)].partner;
    const ModelLimits limits = limits_of(lead.queue, partner);
    history.push_back({user, partner, lead.queue, now, limits.window_per_user != 0,
                       limits.window_per_partner != 0, now + p.window});
    lead.owner = user;
    lead.claim_open = true;
    lead.touch_by = p.touch_within == 0 ? 0 : now + p.touch_within;
}

Reason ClaimModel::claim(int id, int user) {
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    if (!lead.exists) return Reason::unknown_lead;
    if (lead.closed) return Reason::lead_closed;
    if (lead.owner >= 0)
        return lead.claim_open ? Reason::lead_already_claimed : Reason::lead_already_assigned;
    if (const Reason no = may_claim(lead.queue, user); no != Reason::none) return no;
    if (now < lead.locked_until[users[static_cast<std::size_t>(user)].partner])
        return Reason::released_recently;
    if (const Reason no = limits(lead.queue, user); no != Reason::none) return no;
    win(id, user);
    return Reason::none;
}

Reason ClaimModel::claim_next(int queue, int user, int& chosen) {
    if (const Reason no = may_claim(queue, user); no != Reason::none) return no;
    if (const Reason no = limits(queue, user); no != Reason::none) return no;
    chosen = -1;
    for (int id = 0; id < static_cast<int>(leads.size()); ++id) {
        const ModelLead& lead = leads[static_cast<std::size_t>(id)];
        if (!lead.exists || lead.closed || lead.owner >= 0 || lead.queue != queue) continue;
        if (now < lead.locked_until[users[static_cast<std::size_t>(user)].partner]) continue;
        if (chosen < 0 || lead.created < leads[static_cast<std::size_t>(chosen)].created)
            chosen = id;
    }
    if (chosen < 0) return Reason::nothing_to_claim;
    win(chosen, user);
    return Reason::none;
}

Reason ClaimModel::works_on(int id, int user) const {
    const ModelLead& lead = leads[static_cast<std::size_t>(id)];
    if (!lead.exists) return Reason::unknown_lead;
    if (lead.owner >= 0 && lead.owner != user) return Reason::not_your_lead;
    if (lead.closed) return Reason::lead_closed;
    if (lead.owner < 0) return Reason::lead_not_owned;
    return may_work(user);
}

Reason ClaimModel::release(int id, int user) {
    if (const Reason no = works_on(id, user); no != Reason::none) return no;
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    lapse(lead, now);
    return Reason::none;
}

Reason ClaimModel::note(int id, int user) {
    if (const Reason no = works_on(id, user); no != Reason::none) return no;
    leads[static_cast<std::size_t>(id)].touch_by = 0;
    return Reason::none;
}

Reason ClaimModel::close(int id, int user) {
    if (const Reason no = works_on(id, user); no != Reason::none) return no;
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    lead.closed = true;
    lead.claim_open = false;
    lead.touch_by = 0;
    return Reason::none;
}

Reason ClaimModel::give(int id, int user) {
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    if (!lead.exists) return Reason::unknown_lead;
    if (lead.closed) return Reason::lead_closed;
    if (lead.owner == user) return Reason::none;  // nothing changes
    if (const Reason no = may_work(user); no != Reason::none) return no;
    lead.owner = user;
    lead.claim_open = false;
    lead.touch_by = 0;
    return Reason::none;
}

Reason ClaimModel::put_back(int id, int queue) {
    ModelLead& lead = leads[static_cast<std::size_t>(id)];
    if (!lead.exists) return Reason::unknown_lead;
    if (lead.closed) return Reason::lead_closed;
    lead.owner = -1;
    lead.claim_open = false;
    lead.touch_by = 0;
    lead.queue = queue;
    return Reason::none;
}

// Counted at the instant of each claim that stands in the history: no limit was ever passed.
bool ClaimModel::keeps_limits() const {
    for (int queue = 0; queue < 2; ++queue) {
        for (int user = 0; user < static_cast<int>(users.size()); ++user) {
            const ModelLimits p = limits_of(queue, users[static_cast<std::size_t>(user)].partner);
            if (p.open_per_user != 0 && open_claims(queue, user, -1) > p.open_per_user)
                return false;
        }
        for (int partner = 0; partner < 2; ++partner) {
            const ModelLimits p = limits_of(queue, partner);
            if (p.open_per_partner != 0 && open_claims(queue, -1, partner) > p.open_per_partner)
                return false;
        }
    }
    return true;
}

}  // namespace leadline::tests
