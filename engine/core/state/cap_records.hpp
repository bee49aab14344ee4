// What state knows of caps (SPEC 5): what each has counted; and of the leads that wait until
// somebody may take them.
#pragma once

#include "engine/core/calendar/window_count.hpp"
#include "engine/core/state/records.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

// What a cap has counted for one of those it is on: a user, a partner, a tier, or (empty) all.
// Entry id: the length of the cap's name in two bytes, the name, and whose it is.
struct CapCounter : Entry {
    WindowCount count;  // nothing counts any more: as good as absent
};
void append_cap_counter_id(std::string& id, Text cap, Text whose);
[[nodiscard]] Text cap_of_counter(const CapCounter& counter);

// The leads that wait since nobody may take them: those of one entry of a ruleset, or of its
// fallback, for which the same members' conditions hold, and that the same partners have declined:
// they all wait for the same candidates.
// Entry id: see backlog_id().
struct Backlog : Entry {
    std::uint32_t version = 0;      // of the ruleset
    std::uint32_t rule = no_index;  // the entry's number; no_index: the fallback
    std::uint64_t leads = 0;        // none: as good as absent
    Time due;                       // when the oldest is tried again; unset: not by time
    QueueOrder order;               // derived: oldest first
};
// Of the backlog that a lead with this account of why it waits belongs to: "VERSION:ENTRY", or
// "VERSION:fallback"; where it was offered before, with how often; where conditions of members do
// not hold, or partners have declined it, with a digest of which.
[[nodiscard]] std::string backlog_id(const events::Explanation& why);

// So many leads at most are taken up in one step, so that others' work goes on between.
inline constexpr std::size_t backlog_leads_per_step = 100;

// Its place there: created first, wherever the lead has been since.
[[nodiscard]] constexpr QueuePlace backlog_place(std::uint64_t ordinal) { return {0, ordinal}; }

}  // namespace leadline::engine
