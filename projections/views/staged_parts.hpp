// The parts of a ruleset that are on their way, for views that need them when it is published. They
// stand among a view's own rows, in a table `s program number -> StageRulesetPart`: each stays
// until another is staged under its number, or its ruleset is published. One thread.
#pragma once

#include "events/happened/program.hpp"
#include "projections/pending.hpp"

namespace leadline::projections {

inline constexpr char staged_parts_table = 's';

[[nodiscard]] inline std::string staged_part_key(events::ProgramId program, std::uint32_t number) {
    return Key(staged_parts_table, program).add_number(number).text();
}

inline void stage_part(Rows& rows, events::ProgramId program, const events::RulesetPartStaged& e) {
    rows.put(staged_part_key(program, e.asked.number), e.asked);
}

// Calls take(number, part) for the parts of what is published, in order, and forgets them. A part
// of an attempt that was given up is told by its name and count. Returns how many there were.
template <class Take>
std::uint32_t take_parts(Rows& rows, events::ProgramId program, Text ruleset, Take&& take) {
    events::StageRulesetPart staged;
    std::uint32_t number = 1;
    for (; rows.read(staged_part_key(program, number), staged); ++number) {
        if (staged.ruleset != ruleset) break;
        const std::uint32_t of = staged.of;
        take(number, staged.part);
        rows.erase(staged_part_key(program, number));
        if (number == of) return number;
    }
    return number - 1;
}

}  // namespace leadline::projections
