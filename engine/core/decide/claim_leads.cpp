// ClaimLeads: several leads for one user, decided against the state at one position, in the order
// of the list, each item with its own outcome and event.
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

// Claims that this command has won, by queue: its limits know them before state does.
class Won {
public:
    [[nodiscard]] std::uint32_t& of(Index queue) {
        for (auto& [index, count] : counts_)
            if (index == queue) return count;
        return counts_.emplace_back(queue, 0U).second;
    }

private:
    std::vector<std::pair<Index, std::uint32_t>> counts_;
};

Refusal check_item(const Decision& d, events::LeadId id, const User& user, Won& won,
                   CapRoom& room) {
    const Lead* lead = d.program->leads.find(id.text);
    if (Refusal no = check_claim(d, lead, id, user)) return no;
    std::uint32_t& so_far = won.of(lead->queue);
    const Queue& queue = d.program->queues.at(lead->queue);
    if (Refusal no = check_limits(d, queue, user, room, so_far)) return no;
    ++so_far;
    room.take(user);
    return {};
}

}  // namespace

void decide(Decision& d, const events::ClaimLeads& c) {
    const Subject self = about(SubjectKind::program, {});
    const auto [user, refusal] = claimant(d, c.user);
    if (refusal) return d.reject(self, c, *refusal);
    Won won;
    CapRoom room(d);
    std::vector<Refusal> refusals;
    boost::unordered_flat_map<Text, std::size_t> first;
    for (const events::LeadId id : c.leads) {
        const auto [known, is_new] = first.try_emplace(id.text, refusals.size());
        Refusal said = is_new ? check_item(d, id, *user, won, room) : refusals[known->second];
        if (!is_new && !said)  // the first has won it, and has come too late for nobody
            said = because(Reason::lead_already_assigned, {.about = {SubjectKind::lead, id.text}});
        refusals.push_back(said);
    }
    const auto total = static_cast<std::uint32_t>(refusals.size());
    const auto rejected = static_cast<std::uint32_t>(
        std::count_if(refusals.begin(), refusals.end(), [](const Refusal& r) { return !!r; }));
    d.emit(self, events::LeadsClaimed{c, total - rejected, rejected});
    for (std::size_t i = 0; i < refusals.size(); ++i) {
        const Subject of_item = about(SubjectKind::lead, c.leads[i].text);
        if (refusals[i]) {
            d.emit(of_item, events::LeadClaimRefused{c.leads[i], {user->id}, *refusals[i]});
            continue;
        }
        events::LeadClaimed claim = won_claim(d, *d.program->leads.find(c.leads[i].text), *user);
        claim.asked_user = c.user;
        d.emit(of_item, claim);
    }
}

}  // namespace leadline::engine
