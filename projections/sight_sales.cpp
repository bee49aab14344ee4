// See sight.hpp: opportunities.
#include <algorithm>

#include "events/happened/opportunity_partner.hpp"
#include "projections/sight.hpp"

namespace leadline::projections {

namespace {

bool helps(const Viewer& viewer, const OpportunityRow& row) {
    return std::find(row.collaborators.begin(), row.collaborators.end(), viewer.partner.partner) !=
           row.collaborators.end();
}

// What is said of whoever is no colleague is not shown.
OpportunityStep seen_step(const Viewer& viewer, const OpportunityStep& step) {
    OpportunityStep seen;
    seen.position = step.position;
    seen.time = step.time;
    seen.number = step.number;
    seen.name = step.name;
    seen.actor = seen_actor(viewer, step.actor);
    seen.asked = step.asked;
    seen.status = step.status;
    seen.stage = step.stage;
    if (viewer.is_colleague(step.owner)) seen.owner = step.owner;
    if (step.partner == viewer.partner.partner) seen.partner = step.partner;
    if (step.collaborator == viewer.partner.partner) seen.collaborator = step.collaborator;
    if (!seen.partner.text.empty()) seen.expires_at = step.expires_at;
    return seen;
}

// Where the viewer's partner has it, or helps, from the last time on that it came there. None:
// `steps.size()`.
std::size_t came_at(const Viewer& viewer, List<OpportunityStep> steps) {
    std::size_t came = steps.size();
    bool helps = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].collaborator == viewer.partner.partner)
            helps = steps[i].name == events::CollaboratorAdded::name;
        const bool is_here = helps || steps[i].partner == viewer.partner.partner;
        came = is_here ? std::min(came, i) : steps.size();
    }
    return came;
}

bool is_of_others(const Viewer& viewer, const OpportunityStep& step) {
    return step.collaborator.is_set() && step.collaborator != viewer.partner.partner;
}

List<OpportunityStep> seen_steps(const Viewer& viewer, SaleSight sight, List<OpportunityStep> steps,
                                 events::Arena& memory) {
    const std::size_t came = came_at(viewer, steps);
    std::vector<OpportunityStep> seen;
    for (std::size_t i = came; i < steps.size(); ++i) {
        if (is_of_others(viewer, steps[i]) || (sight == SaleSight::delivered && i != came))
            continue;
        seen.push_back(seen_step(viewer, steps[i]));
        // What was said when it was brought may be about who had it before.
        const bool brought =
            (i == came && came != 0) || steps[i].name == events::OpportunityDelivered::name;
        if (!brought) seen.back().remark = steps[i].remark;
    }
    return kept(seen, memory);
}

}  // namespace

SaleSight sight_of(const Viewer& viewer, const OpportunityRow& row) {
    const bool is_ours = row.partner == viewer.partner.partner;
    if (is_ours && row.status == OpportunityStatus::delivered) return SaleSight::delivered;
    const bool is_own =
        viewer.is_seller() ? row.owner == viewer.user.user : is_ours && row.owner.is_set();
    if (is_own) return SaleSight::own;
    return helps(viewer, row) ? SaleSight::helps : SaleSight::none;
}

OpportunityRow seen_row(const Viewer& viewer, const OpportunityRow& row, events::Arena& memory) {
    const SaleSight sight = sight_of(viewer, row);
    OpportunityRow seen;
    if (sight == SaleSight::none) return seen;
    seen.opportunity = row.opportunity;
    seen.status = row.status;
    seen.stage = row.stage;
    seen.account = row.account;
    seen.topic = row.topic;
    seen.amount = row.amount;
    seen.expected_close = row.expected_close;
    seen.products = row.products;
    seen.created = row.created;
    seen.since = row.since;
    if (sight == SaleSight::delivered) {
        seen.partner = row.partner;
        seen.expires_at = row.expires_at;
        return seen;
    }
    seen.contact = row.contact;
    seen.texts = row.texts;
    seen.touched = row.touched;
    if (sight == SaleSight::helps) {
        seen.collaborators = kept(std::vector{viewer.partner.partner}, memory);
        return seen;
    }
    seen.owner = row.owner;
    seen.partner = row.partner;
    seen.by_partner = row.by_partner;
    seen.lead = row.lead;
    seen.collaborators = row.collaborators;
    return seen;
}

SeenOpportunity seen_opportunity(const Viewer& viewer, const OpportunityAnswer& opportunity,
                                 events::Arena& memory) {
    SeenOpportunity seen;
    seen.sight = sight_of(viewer, opportunity.row);
    if (seen.sight == SaleSight::none) return seen;
    seen.answer.row = seen_row(viewer, opportunity.row, memory);
    seen.answer.customer = opportunity.customer;
    seen.answer.steps = seen_steps(viewer, seen.sight, opportunity.steps, memory);
    std::vector<DealRow> deals;
    for (const DealRow& deal : opportunity.deals)
        if (is_seen(viewer, deal)) deals.push_back(seen_deal(viewer, deal, memory).row);
    seen.answer.deals = kept(deals, memory);
    return seen;
}

}  // namespace leadline::projections
