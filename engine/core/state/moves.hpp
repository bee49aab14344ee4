// The small moves that keep a program's orders and lists true: into and out of a queue's order,
// onto and off an owner's list. They judge nothing.
#pragma once

#include "engine/core/state/program.hpp"

namespace leadline::engine {

// Open: neither converted nor unqualified (SPEC 4).
[[nodiscard]] inline bool is_open(const Lead& lead) {
    return events::is_open(category_of(lead.status));
}

// Into another lead, which stays in its place. It is closed for good.
[[nodiscard]] inline bool is_merged(const Lead& lead) { return !lead.past->merged_into.empty(); }

[[nodiscard]] inline QueuePlace queue_place(const Lead& lead) {
    return {-std::int64_t{lead.priority}, lead.ordinal};
}

// lead.queue names the queue. A closed lead has no place in the order.
inline void enqueue(Program& p, const Lead& lead) {
    if (is_open(lead)) p.queues.at(lead.queue).order.insert(queue_place(lead), lead.index, lead.id);
}

inline void dequeue(Program& p, const Lead& lead) {
    p.queues.at(lead.queue).order.erase(queue_place(lead));
}

inline void add_to_owner(Program& p, const Lead& lead) {
    p.users.at(lead.owner).leads.add(lead.ordinal, lead.id);
}

inline void take_from_owner(Program& p, const Lead& lead) {
    p.users.at(lead.owner).leads.remove(lead.ordinal);
}

}  // namespace leadline::engine
