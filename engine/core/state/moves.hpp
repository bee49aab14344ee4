// The small moves that keep a program's derived indexes true: into and out of a queue's order, onto
// and off an owner's list. Shared by `evolve` and by loading. They judge nothing.
#pragma once

#include "engine/core/state/program.hpp"

namespace leadline::engine {

// Open: neither converted nor unqualified (SPEC 4).
[[nodiscard]] inline bool is_open(const Lead& lead) {
    return lead.status != events::LeadStatus::converted &&
           lead.status != events::LeadStatus::unqualified;
}

[[nodiscard]] inline QueuePlace queue_place(const Lead& lead) {
    return {-std::int64_t{lead.priority}, lead.ordinal, lead.index};
}

// lead.queue names the queue. A closed lead has no place in the order.
inline void enqueue(Program& p, const Lead& lead) {
    if (p.queue_order.size() <= lead.queue) p.queue_order.resize(p.queues.size());
    if (is_open(lead)) p.queue_order[lead.queue].insert(queue_place(lead));
}

inline void dequeue(Program& p, const Lead& lead) {
    p.queue_order[lead.queue].erase(queue_place(lead));
}

inline void add_to_owner(Program& p, Lead& lead) {
    std::vector<Index>& leads = p.users.at(lead.owner).leads;
    lead.owner_slot = static_cast<std::uint32_t>(leads.size());
    leads.push_back(lead.index);
}

inline void take_from_owner(Program& p, Lead& lead) {
    std::vector<Index>& leads = p.users.at(lead.owner).leads;
    Lead& last = p.leads.at(leads.back());
    leads[lead.owner_slot] = last.index;
    last.owner_slot = lead.owner_slot;
    leads.pop_back();
}

}  // namespace leadline::engine
