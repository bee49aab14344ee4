// ReassignLead: the channel manager moves one lead, or a list of them decided against the state at
// one position, each item with its own outcome and event (SPEC 8).
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

namespace {

// Where all items are to go, when it is not through the rules.
struct Target {
    const User* user = nullptr;
    const Queue* queue = nullptr;
};

// Either the event of the item, or why there is none.
struct Item {
    events::LeadReassigned moved;
    Refusal refusal;
    std::optional<events::LeadScored>
        scored;  // when the ruleset in force says it for the first time
};

Item decide_item(Decision& d, const Target& target, Router& router, events::LeadId id) {
    const Lead* lead = d.program->leads.find(id.text);
    if (lead == nullptr)
        return {{}, because(Reason::unknown_lead, {.about = {SubjectKind::lead, id.text}}), {}};
    if (Refusal closed = check_open(d, *lead)) return {{}, closed, {}};
    const bool is_there = (target.user != nullptr && lead->place == Place::user &&
                           lead->owner == target.user->index) ||
                          (target.queue != nullptr && lead->place == Place::queue &&
                           lead->queue == target.queue->index);
    if (is_there) return {{}, because(Reason::lead_already_assigned, taken_by(d, *lead)), {}};
    std::optional<events::LeadScored> scored;
    events::LeadReassigned moved;
    moved.lead = {lead->id};
    if (lead->place == Place::user) moved.from_user = {d.program->users.at(lead->owner).id};
    const User* user = target.user;
    if (target.queue != nullptr) moved.queue = {target.queue->id};
    if (user == nullptr && target.queue == nullptr) {
        LeadFacts facts = facts_of(d, *lead);
        scored = score(d, facts);
        if (scored && scored->ruleset_version == lead->scored_by) scored.reset();
        if (lead->place == Place::user) router.take_from(lead->owner);
        const Routed routed = router.route(facts);
        const std::span<events::Explanation> why = d.arena.make<events::Explanation>(1);
        why[0] = routed.why;
        moved.why = why;
        if (routed.place == Place::user) user = &d.program->users.at(routed.user);
        if (routed.place == Place::queue) moved.queue = {d.program->queues.at(routed.queue).id};
    }
    if (user != nullptr) {
        moved.user = {user->id};
        moved.partner = {d.program->partners.at(user->partner).id};
    }
    return {moved, {}, scored};
}

Refusal check_target(const Decision& d, const events::ReassignTarget& to, Target& target) {
    if (to.user.is_set()) {
        target.user = d.program->users.find(to.user.text);
        if (target.user == nullptr)
            return because(Reason::unknown_user, {.about = {SubjectKind::user, to.user.text}});
    }
    return {};
}

void decide_one(Decision& d, const events::ReassignLead& c, const Target& target) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    Router router(d);
    const Item item = decide_item(d, target, router, c.lead);
    if (item.refusal && item.refusal->reason == Reason::lead_already_assigned)
        return d.change_nothing(self, c);
    if (item.refusal) return d.reject(self, c, *item.refusal);
    if (target.user != nullptr)
        if (Refusal no = check_eligible(d, *target.user)) return d.reject(self, c, *no);
    d.emit(self, events::LeadsReassigned{c, 1, 0});
    if (item.scored) d.emit(self, *item.scored);
    d.emit(self, item.moved);
}

void decide_list(Decision& d, const events::ReassignLead& c, const Target& target) {
    Router router(d);
    std::vector<Item> items;
    boost::unordered_flat_set<Text> seen;
    std::uint32_t accepted = 0;
    for (const events::LeadId lead : c.leads) {
        Item item;
        if (!seen.insert(lead.text).second) {  // named twice: the first has moved it already
            const bool is_known = d.program->leads.find(lead.text) != nullptr;
            item.refusal = because(is_known ? Reason::lead_already_assigned : Reason::unknown_lead,
                                   {.about = {SubjectKind::lead, lead.text}});
        } else {
            item = decide_item(d, target, router, lead);
            if (!item.refusal && target.user != nullptr)
                item.refusal = check_eligible(d, *target.user);
        }
        if (!item.refusal) ++accepted;
        items.push_back(item);
    }
    const auto total = static_cast<std::uint32_t>(items.size());
    d.emit(about(SubjectKind::program, {}), events::LeadsReassigned{c, accepted, total - accepted});
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Subject self = about(SubjectKind::lead, c.leads[i].text);
        if (items[i].refusal) {
            d.emit(self, events::LeadReassignmentRefused{c.leads[i], *items[i].refusal});
        } else {
            if (items[i].scored) d.emit(self, *items[i].scored);
            d.emit(self, items[i].moved);
        }
    }
}

}  // namespace

void decide(Decision& d, const events::ReassignLead& c) {
    const bool is_list = !c.lead.is_set();
    const Subject self =
        is_list ? about(SubjectKind::program, {}) : about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, true)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    Target target;
    if (Refusal no = check_target(d, c.to, target)) return d.reject(self, c, *no);
    if (Refusal no = check_channel_manager(d)) return d.reject(self, c, *no);
    if (!is_list && d.program->leads.find(c.lead.text) == nullptr)
        return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    if (c.to.queue.is_set()) {
        target.queue = d.program->queues.find(c.to.queue.text);
        if (target.queue == nullptr)
            return d.reject(
                self, c,
                because(Reason::unknown_queue, {.about = {SubjectKind::queue, c.to.queue.text}}));
    }
    is_list ? decide_list(d, c, target) : decide_one(d, c, target);
}

}  // namespace leadline::engine
