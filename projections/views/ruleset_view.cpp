// See ruleset_view.hpp.
#include "projections/views/ruleset_view.hpp"

#include "projections/views/staged_parts.hpp"

namespace leadline::projections {

void RulesetView::on(const Happening& h, const events::RulesetPartStaged& e) {
    stage_part(rows_, h.header.program, e);
}

void RulesetView::on(const Happening& h, const events::RulesetPublished& e) {
    const events::ProgramId program = h.header.program;
    const Key parts = Key(ruleset_table::parts, program).add_number(e.version);
    const std::uint32_t count =
        take_parts(rows_, program, e.asked.ruleset, [&](std::uint32_t number, const auto& part) {
            rows_.put(Key(parts).add_number(number).text(), part);
        });
    RulesetRow row;
    row.version = e.version;
    row.ruleset = e.asked.ruleset;
    row.sha256 = e.asked.sha256;
    row.published = h.header.time;
    row.position = h.header.position.number;
    row.parts = count;
    rows_.put(Key(ruleset_table::published, program).add_number(e.version).text(), row);
}

}  // namespace leadline::projections
