// See program_view.hpp.
#include "projections/views/program_view.hpp"

namespace leadline::projections {

void ProgramView::on(const Happening& h, const events::ProgramCreated& e) {
    ProgramRow row;
    row.program = h.header.program;
    row.title = e.asked.title;
    row.repeat_window = e.asked.repeat_window;
    row.protection = e.asked.protection;
    row.created = h.header.time;
    rows_.put(Key(program_table, h.header.program).text(), row);
}

void ProgramView::on(const Happening& h, const events::ProgramPublished&) {
    const Key key(program_table, h.header.program);
    ProgramRow row;
    if (!rows_.read(key.text(), row)) return;
    row.published = h.header.time;
    rows_.put(key.text(), row);
}

void ProgramView::on(const Happening& h, const events::RulesetPublished& e) {
    const Key key(program_table, h.header.program);
    ProgramRow row;
    if (!rows_.read(key.text(), row)) return;
    row.ruleset_version = e.version;
    row.ruleset = e.asked.ruleset;
    row.ruleset_published = h.header.time;
    rows_.put(key.text(), row);
}

}  // namespace leadline::projections
