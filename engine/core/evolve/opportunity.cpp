// Folds of opportunities (SPEC 10). Whoever has one, or is to answer, has it on a list; what of it
// counts against a partner's capacity is kept beside that.
#include <algorithm>

#include "engine/core/evolve/touch.hpp"
#include "engine/core/state/timers.hpp"

namespace leadline::engine {

using events::OpportunityStatus;

namespace {

Opportunity* find(const Fold& f, events::OpportunityId id) {
    return f.program->opportunities.find(id.text);
}

bool knows(const Fold& f, events::UserId user) {
    return !user.is_set() || f.program->users.find(user.text) != nullptr;
}

bool knows(const Fold& f, events::PartnerId partner) {
    return f.program->partners.find(partner.text) != nullptr;
}

bool has_status(const Fold& f, events::OpportunityId id, OpportunityStatus status) {
    const Opportunity* opportunity = find(f, id);
    return opportunity != nullptr && opportunity->status == status;
}

bool is_open_one(const Fold& f, events::OpportunityId id) {
    const Opportunity* opportunity = find(f, id);
    return opportunity != nullptr && events::is_open(opportunity->status);
}

// Whose capacity it counts against (SPEC 3): what is delivered and what is worked on, but for what
// the partner made itself. No index: nobody's.
Index counted_by(const Opportunity& o) {
    const bool is_counted = o.status == OpportunityStatus::delivered || is_worked_on(o.status);
    return is_counted && !o.by_partner ? o.partner : no_index;
}

void count(const Fold& f, Index before, Index now) {
    if (before == now) return;
    if (now != no_index) {
        Partner& partner = f.program->partners.at(now);
        ++partner.opportunities;
        f.state.touch(partner);
    }
    if (before == no_index) return;
    Partner& partner = f.program->partners.at(before);
    const bool was_full = partner.is_full();
    ENSURE(partner.opportunities > 0);
    --partner.opportunities;
    f.state.touch(partner);
    if (was_full && !partner.is_full()) try_backlogs_of(f, partner);
}

bool is_on_owners_list(const Opportunity& o) {
    return o.owner != no_index && events::is_open(o.status);
}

void list(const Fold& f, const Opportunity& o) {
    if (o.status == OpportunityStatus::delivered) {
        f.program->partners.at(o.partner).deliveries.add(o.ordinal, o.id);
        if (o.due.is_set()) f.state.timers.arm(expiry_timer(o));
    }
    if (is_on_owners_list(o)) f.program->users.at(o.owner).opportunities.add(o.ordinal, o.id);
}

void unlist(const Fold& f, const Opportunity& o) {
    if (o.status == OpportunityStatus::delivered) {
        f.program->partners.at(o.partner).deliveries.remove(o.ordinal);
        if (o.due.is_set()) f.state.timers.disarm(expiry_timer(o));
    }
    if (is_on_owners_list(o)) f.program->users.at(o.owner).opportunities.remove(o.ordinal);
}

// Calls change(opportunity); lists, timers and counts follow.
template <class Change>
void change(const Fold& f, events::OpportunityId id, Change&& change) {
    Opportunity& o = *find(f, id);
    const Index before = counted_by(o);
    unlist(f, o);
    change(o);
    if (o.status != OpportunityStatus::delivered) o.due = {};
    list(f, o);
    count(f, before, counted_by(o));
    f.state.touch(o);
}

void set_status(const Fold& f, events::OpportunityId id, OpportunityStatus status) {
    change(f, id, [status](Opportunity& o) { o.status = status; });
}

void set_amount(Opportunity& o, const events::Money& money) {
    o.amount_minor = money.minor;
    o.amount = money.amount;
    o.currency = money.currency;
}

// Nobody: an empty id.
void give(const Fold& f, Opportunity& o, events::UserId user) {
    o.owner = no_index;
    o.partner = no_index;
    if (!user.is_set()) return;
    const User& owner = *f.program->users.find(user.text);
    o.owner = owner.index;
    o.partner = owner.partner;
}

auto place_of(const Fold& f, std::vector<Index>& partners, events::PartnerId id) {
    return std::lower_bound(partners.begin(), partners.end(), id.text, [&f](Index each, Text text) {
        return Text(f.program->partners.at(each).id) < text;
    });
}

}  // namespace

bool fits(const Fold& f, const events::OpportunityCreated& e) {
    const Program& p = *f.program;
    return e.opportunity.is_set() && p.opportunities.find(e.opportunity.text) == nullptr &&
           (p.accounts.find(e.account.text) != nullptr || !e.request.empty()) &&  // it follows
           knows(f, e.owner) && e.status != OpportunityStatus::delivered &&
           (e.owner.is_set() || !events::is_worked_on(e.status)) &&
           (!e.contact.is_set() || p.contacts.find(e.contact.text) != nullptr);
}

void evolve(const Fold& f, const events::OpportunityCreated& e) {
    Opportunity& o = f.program->opportunities.insert(e.opportunity.text);
    o.ordinal = f.program->counters.opportunities++;
    o.account = e.account.text;
    o.contact = e.contact.text;
    o.lead = e.lead.text;
    o.status = e.status;
    o.by_partner = e.by_partner;
    give(f, o, e.owner);
    o.stage = e.stage;
    o.topic = e.topic;
    if (e.amount) set_amount(o, *e.amount);
    o.expected_close = e.expected_close;
    o.products.assign(e.products.begin(), e.products.end());
    list(f, o);
    count(f, no_index, counted_by(o));
    f.state.touch(o);
    f.state.touch(f.program->counters);
}

bool fits(const Fold& f, const events::OpportunityUpdated& e) {
    return is_open_one(f, e.asked.opportunity);
}

void evolve(const Fold& f, const events::OpportunityUpdated& e) {
    Opportunity& o = *find(f, e.asked.opportunity);
    const events::UpdateOpportunity& c = e.asked;
    if (c.contact) o.contact = c.contact->text;
    if (c.topic) o.topic = *c.topic;
    if (c.stage) o.stage = *c.stage;
    if (c.amount) set_amount(o, *c.amount);
    if (c.expected_close) o.expected_close = *c.expected_close;
    if (c.products) o.products.assign(c.products->begin(), c.products->end());
    f.state.touch(o);
}

bool fits(const Fold& f, const events::OpportunityStatusChanged& e) {
    return is_open_one(f, e.asked.opportunity) &&
           (find(f, e.asked.opportunity)->owner != no_index || !is_worked_on(e.asked.status)) &&
           e.asked.status != OpportunityStatus::delivered;
}

void evolve(const Fold& f, const events::OpportunityStatusChanged& e) {
    change(f, e.asked.opportunity, [&e](Opportunity& o) {
        o.status = e.asked.status;
        if (e.asked.amount) set_amount(o, *e.asked.amount);
    });
}

bool fits(const Fold& f, const events::OpportunityReopened& e) {
    const Opportunity* o = find(f, e.asked.opportunity);
    return o != nullptr && !events::is_open(o->status) && knows(f, e.user) &&
           (e.user.is_set() ? is_worked_on(e.status) : e.status == OpportunityStatus::new_);
}

void evolve(const Fold& f, const events::OpportunityReopened& e) {
    change(f, e.asked.opportunity, [&](Opportunity& o) {
        give(f, o, e.user);
        o.status = e.status;
    });
}

// The note stands in the log and in the timeline; nothing is decided by it.
bool fits(const Fold& f, const events::OpportunityNoteAdded& e) {
    return find(f, e.asked.opportunity) != nullptr;
}

void evolve(const Fold&, const events::OpportunityNoteAdded&) {}

bool fits(const Fold& f, const events::OpportunityReturned& e) {
    return is_open_one(f, e.opportunity);
}

void evolve(const Fold& f, const events::OpportunityReturned& e) {
    change(f, e.opportunity, [&](Opportunity& o) {
        give(f, o, {});
        o.status = OpportunityStatus::new_;
    });
}

bool fits(const Fold& f, const events::OpportunityDelivered& e) {
    return find(f, e.asked.opportunity) != nullptr && knows(f, e.asked.partner);
}

void evolve(const Fold& f, const events::OpportunityDelivered& e) {
    change(f, e.asked.opportunity, [&](Opportunity& o) {
        o.owner = no_index;
        o.partner = f.program->partners.find(e.asked.partner.text)->index;
        o.status = OpportunityStatus::delivered;
        o.due = e.expires_at;
    });
}

bool fits(const Fold& f, const events::OpportunityAccepted& e) {
    return has_status(f, e.asked.opportunity, OpportunityStatus::delivered) && e.user.is_set() &&
           knows(f, e.user);
}

void evolve(const Fold& f, const events::OpportunityAccepted& e) {
    change(f, e.asked.opportunity, [&](Opportunity& o) {
        give(f, o, e.user);
        o.status = OpportunityStatus::accepted;
    });
}

bool fits(const Fold& f, const events::OpportunityDeclined& e) {
    return is_open_one(f, e.asked.opportunity);
}

void evolve(const Fold& f, const events::OpportunityDeclined& e) {
    set_status(f, e.asked.opportunity, OpportunityStatus::declined);
}

bool fits(const Fold& f, const events::OpportunityExpired& e) {
    return has_status(f, e.opportunity, OpportunityStatus::delivered);
}

void evolve(const Fold& f, const events::OpportunityExpired& e) {
    set_status(f, e.opportunity, OpportunityStatus::expired);
}

bool fits(const Fold& f, const events::OpportunityApproved& e) {
    return has_status(f, e.asked.opportunity, OpportunityStatus::new_) &&
           find(f, e.asked.opportunity)->owner != no_index;
}

void evolve(const Fold& f, const events::OpportunityApproved& e) {
    set_status(f, e.asked.opportunity, OpportunityStatus::accepted);
}

bool fits(const Fold& f, const events::OpportunityAssigned& e) {
    return is_open_one(f, e.asked.opportunity) && e.asked.user.is_set() && knows(f, e.asked.user) &&
           e.status != OpportunityStatus::delivered;
}

void evolve(const Fold& f, const events::OpportunityAssigned& e) {
    change(f, e.asked.opportunity, [&](Opportunity& o) {
        give(f, o, e.asked.user);
        o.status = e.status;
    });
}

bool fits(const Fold& f, const events::OpportunityHandedOver& e) {
    return is_open_one(f, e.opportunity) && find(f, e.opportunity)->owner != no_index &&
           e.user.is_set() && knows(f, e.user);
}

void evolve(const Fold& f, const events::OpportunityHandedOver& e) {
    change(f, e.opportunity, [&](Opportunity& o) { give(f, o, e.user); });
}

bool fits(const Fold& f, const events::CollaboratorAdded& e) {
    return find(f, e.asked.opportunity) != nullptr && knows(f, e.asked.partner);
}

void evolve(const Fold& f, const events::CollaboratorAdded& e) {
    Opportunity& o = *find(f, e.asked.opportunity);
    const Index partner = f.program->partners.find(e.asked.partner.text)->index;
    const auto at = place_of(f, o.collaborators, e.asked.partner);
    if (at == o.collaborators.end() || *at != partner) o.collaborators.insert(at, partner);
    f.state.touch(o);
}

bool fits(const Fold& f, const events::CollaboratorRemoved& e) {
    return find(f, e.asked.opportunity) != nullptr && knows(f, e.asked.partner);
}

void evolve(const Fold& f, const events::CollaboratorRemoved& e) {
    Opportunity& o = *find(f, e.asked.opportunity);
    std::erase(o.collaborators, f.program->partners.find(e.asked.partner.text)->index);
    f.state.touch(o);
}

}  // namespace leadline::engine
