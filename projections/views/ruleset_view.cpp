// See ruleset_view.hpp.
#include "projections/views/ruleset_view.hpp"

namespace leadline::projections {

namespace {

std::string staged_key(events::ProgramId program, std::uint32_t number) {
    return Key(ruleset_table::staged, program).add_number(number).text();
}

}  // namespace

// A part stays until another is staged under its number, or its ruleset is published: a part of an
// attempt that was given up is told by its name and count.
void RulesetView::on(const Happening& h, const events::RulesetPartStaged& e) {
    rows_.put(staged_key(h.header.program, e.asked.number), e.asked);
}

void RulesetView::on(const Happening& h, const events::RulesetPublished& e) {
    const events::ProgramId program = h.header.program;
    events::StageRulesetPart staged;
    std::uint32_t number = 1;
    for (; rows_.read(staged_key(program, number), staged); ++number) {
        if (staged.ruleset != e.asked.ruleset) break;
        const std::uint32_t of = staged.of;
        const Key key = Key(ruleset_table::parts, program).add_number(e.version).add_number(number);
        rows_.put(key.text(), staged.part);
        rows_.erase(staged_key(program, number));
        if (number == of) {
            ++number;
            break;
        }
    }
    RulesetRow row;
    row.version = e.version;
    row.ruleset = e.asked.ruleset;
    row.sha256 = e.asked.sha256;
    row.published = h.header.time;
    row.position = h.header.position.number;
    row.parts = number - 1;
    rows_.put(Key(ruleset_table::published, program).add_number(e.version).text(), row);
}

}  // namespace leadline::projections
