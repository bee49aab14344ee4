// Who is at work: a user's hours and its partner's together, on the clocks of the ruleset in force
// (SPEC 3). Pure; one thread.
#pragma once

#include <optional>

#include "engine/core/calendar/opening_hours.hpp"
#include "engine/core/routing/compiled_ruleset.hpp"
#include "engine/core/state/records.hpp"

namespace leadline::engine {

// Hours without a week are of every hour but on holidays and during absences. `bad_input` as
// OpeningHours::make.
[[nodiscard]] events::Result<OpeningHours> made_hours(const TimeZone& zone,
                                                      const events::OpeningHours& written);

// Since when, from `now` on: `now` itself when they are at work, unset when they never are again.
// `user`: null where the partner is asked for alone. `ruleset` is the program's, and in force.
[[nodiscard]] Time at_work_from(const std::shared_ptr<const CompiledRuleset>& ruleset, Time now,
                                const Partner& partner, const User* user);

// Whether there is anything to ask.
[[nodiscard]] inline bool has_hours(const Partner& partner, const User* user) {
    return !partner.hours.written.empty() || (user != nullptr && !user->hours.written.empty());
}

}  // namespace leadline::engine
