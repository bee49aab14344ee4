// ReassignLead: the channel manager moves one lead, or a list of them decided against the state at
// one position, each item with its own outcome and event (SPEC 8).
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

namespace {

// Where all items are to go, when it is not through the rules.
struct Target {
    const User* user = nullptr;
    const Queue* queue = nullptr;
    const Partner* partner = nullptr;
    Time expires_at;  // of offers to the partner
};

// Either the event of the item, or why there is none.
struct Item {
    events::LeadReassigned moved;
    Refusal refusal;
    const Lead* lead = nullptr;
    std::optional<events::LeadScored> scored = {};  // when the rules say it for the first time
};

Item refused(Refusal why) { return {{}, why}; }

// Moves one item after the other; what it has given counts for the next.
class Mover {
public:
    Mover(Decision& d, const Target& target) : d_(d), target_(target), router_(d), room_(d) {}

    [[nodiscard]] Item move(events::LeadId id);

private:
    [[nodiscard]] bool is_there(const Lead& lead) const {
        const auto is = [&lead](Place place, Index where, const auto* target) {
            return target != nullptr && lead.place == place && where == target->index;
        };
        return is(Place::user, lead.owner, target_.user) ||
               is(Place::queue, lead.queue, target_.queue) ||
               is(Place::offer, lead.owner, target_.partner);
    }
    [[nodiscard]] Refusal check_target(const Lead& lead) const;
    void give(events::LeadReassigned& moved, const User& user) const {
        moved.user = {user.id};
        moved.partner = {d_.program->partners.at(user.partner).id};
    }
    // By force: caps count it, and are passed.
    void force(events::LeadReassigned& moved);

    Decision& d_;
    const Target& target_;
    Router router_;
    CapRoom room_;
};

void Mover::force(events::LeadReassigned& moved) {
    if (target_.user != nullptr) {
        give(moved, *target_.user);
        moved.passed_caps = room_.passed(*target_.user);
        room_.take(*target_.user);
    } else if (target_.partner != nullptr) {
        moved.partner = {target_.partner->id};
        moved.expires_at = target_.expires_at;
        moved.passed_caps = room_.passed(*target_.partner);
        room_.take(*target_.partner);
    } else {
        moved.queue = {target_.queue->id};
        moved.passed_caps = room_.passed(*target_.queue);
        room_.take(*target_.queue);
    }
}

// Whoever is to have it must be able to, and a partner is offered nothing twice.
Refusal Mover::check_target(const Lead& lead) const {
    if (target_.user != nullptr) return check_eligible(d_, *target_.user);
    if (target_.partner == nullptr) return {};
    const Subject partner{SubjectKind::partner, target_.partner->id};
    if (!is_eligible(*target_.partner))
        return because(Reason::partner_not_eligible, {.about = partner});
    if (PastOffers::of(lead).has_declined(target_.partner->index))
        return because(Reason::offer_declined, {.about = partner});
    return {};
}

Item Mover::move(events::LeadId id) {
    const Lead* lead = d_.program->leads.find(id.text);
    if (lead == nullptr)
        return refused(because(Reason::unknown_lead, {.about = {SubjectKind::lead, id.text}}));
    if (Refusal closed = check_open(d_, *lead)) return refused(closed);
    if (is_there(*lead))
        return refused(because(Reason::lead_already_assigned, taken_by(d_, *lead)));
    if (Refusal no = check_target(*lead)) return refused(no);
    Item item;
    item.lead = lead;
    if (target_.user == nullptr && target_.queue == nullptr && target_.partner == nullptr) {
        const Rerouted rerouted = reroute(d_, *lead, router_);
        item.moved = rerouted.moved;
        item.scored = rerouted.scored;
        return item;
    }
    item.moved.lead = {lead->id};
    if (lead->place == Place::user) item.moved.from_user = {d_.program->users.at(lead->owner).id};
    force(item.moved);
    return item;
}

Refusal check_target(const Decision& d, const events::ReassignTarget& to, Target& target) {
    if (to.partner.is_set()) {
        target.partner = d.program->partners.find(to.partner.text);
        if (target.partner == nullptr) return unknown_partner(to.partner);
        if (to.accept_within.us != 0) target.expires_at = d.now + to.accept_within;
    }
    if (to.user.is_set()) {
        target.user = d.program->users.find(to.user.text);
        if (target.user == nullptr)
            return because(Reason::unknown_user, {.about = {SubjectKind::user, to.user.text}});
    }
    return {};
}

void decide_one(Decision& d, const events::ReassignLead& c, const Target& target) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    const Item item = Mover(d, target).move(c.lead);
    if (item.refusal && item.refusal->reason == Reason::lead_already_assigned)
        return d.change_nothing(self, c);
    if (item.refusal) return d.reject(self, c, *item.refusal);
    d.emit(self, events::LeadsReassigned{c, 1, 0});
    withdraw_offer(d, *item.lead);
    if (item.scored) d.emit(self, *item.scored);
    d.emit(self, item.moved);
}

void decide_list(Decision& d, const events::ReassignLead& c, const Target& target) {
    Mover mover(d, target);
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
            item = mover.move(lead);
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
            withdraw_offer(d, *items[i].lead);
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
    if (Refusal no = check_role(d)) return d.reject(self, c, *no);
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
