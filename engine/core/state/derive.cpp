// What state keeps beside its canonical entries (indexes, timers, decoded policies), made again
// from them after loading. `evolve` keeps the same things up to date one event at a time.
#include <algorithm>

#include "engine/core/state/moves.hpp"
#include "engine/core/state/state_codec.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

template <class Ids>
std::vector<std::string> sorted_ids(const Ids& ids) {
    std::vector<std::string> sorted;
    sorted.reserve(ids.size());
    for (const auto& id : ids) sorted.emplace_back(id.text);
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

bool derive_lead(Program& p, Lead& lead, Timers& timers) {
    events::Arena arena;
    events::LeadDetails details;
    if (!events::read_body(events::BytesView(lead.details), arena, details)) return false;
    lead.priority = details.priority;
    if (lead.place == Place::queue) {
        if (lead.queue == no_index) return false;
        enqueue(p, lead);
    }
    if (lead.place == Place::user) {
        if (lead.owner == no_index) return false;
        if (is_open(lead)) add_to_owner(p, lead);
        if (lead.claimed && lead.touch_by.is_set())
            timers.arm({lead.touch_by, TimerKind::claim_touch, &lead});
    }
    return true;
}

void derive_deals(Program& p, Timers& timers) {
    for (Deal& deal : p.deals) {
        p.deals_by_customer[deal.customer_key].push_back(deal.index);
        if (deal.status == DealStatus::approved)
            timers.arm({deal.protected_until, TimerKind::deal_protection, &deal});
    }
    for (auto& [customer, deals] : p.deals_by_customer) {
        std::sort(deals.begin(), deals.end(),
                  [&p](Index a, Index b) { return p.deals.at(a).ordinal < p.deals.at(b).ordinal; });
    }
}

}  // namespace

bool derive_queue(Queue& queue) {
    events::Arena arena;
    events::DefineQueue definition;
    if (!events::read_body(events::BytesView(queue.definition), arena, definition)) return false;
    queue.policy = definition.policy;
    queue.everybody = definition.everybody;
    queue.partners = sorted_ids(definition.partners);
    queue.users = sorted_ids(definition.users);
    return true;
}

bool derive(Program& p, Timers& timers) {
    for (Queue& queue : p.queues)
        if (!derive_queue(queue)) return false;
    p.queue_order.resize(p.queues.size());
    for (User& user : p.users) {
        if (user.partner == no_index) return false;
        p.partners.at(user.partner).users.push_back(user.index);
    }
    for (const Account& account : p.accounts)
        if (!account.name_key.empty()) p.account_by_name.emplace(account.name_key, account.index);
    for (const Contact& contact : p.contacts)
        if (!contact.email_key.empty())
            p.contact_by_email.emplace(contact.email_key, contact.index);
    for (Lead& lead : p.leads)
        if (!derive_lead(p, lead, timers)) return false;
    derive_deals(p, timers);
    return true;
}

}  // namespace leadline::engine
