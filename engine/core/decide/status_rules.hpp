// What commands on a lead's status share: the statuses that may follow, told to whoever asked for
// another. One thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// The names of the statuses of the process for which `may_be(status)` holds, in the process's
// order.
template <class MayBe>
[[nodiscard]] events::List<Text> names_of(const Decision& d, const events::LeadProcess& process,
                                          MayBe&& may_be) {
    std::vector<Text> names;
    for (const events::ProcessStatus& each : process.statuses)
        if (may_be(each.status)) names.push_back(each.status.name);
    const std::span<Text> kept = d.arena.make<Text>(names.size());
    std::copy(names.begin(), names.end(), kept.begin());
    return kept;
}

// With the statuses that the lead may be given.
[[nodiscard]] inline events::Rejection no_such_status(Reason reason, const Lead& lead,
                                                      events::List<Text> statuses) {
    return because(reason, {.about = {SubjectKind::lead, lead.id}, .statuses = statuses});
}

}  // namespace leadline::engine
