// Rows of a view's table, page by page, for what Query answers. Inside this room only. One thread.
#pragma once

#include "projections/reading.hpp"

namespace leadline::projections {

[[nodiscard]] inline Text id_of(const QueueRow& row) { return row.definition.queue.text; }
[[nodiscard]] inline Text id_of(const PartnerRow& row) { return row.partner.text; }
[[nodiscard]] inline Text id_of(const RotationRow& row) { return row.rotation; }
inline void add_counts(Reading&, events::ProgramId, RotationRow&) {}

// Rows of one table of a program that pass(row), with their counts.
template <class Row, class Pass>
[[nodiscard]] Page<Row> rows_of(Reading& reading, events::ProgramId program, Text view, char table,
                                const Paging& paging, Pass&& pass) {
    std::vector<Row> rows;
    Page<Row> page;
    const Key after = Key(table, program).add_id(paging.after);
    const Text from = paging.after.empty() ? Text() : after;
    reading.moment().scan(reading.view(view), Key(table, program), from, [&](Text key, Text value) {
        if (key == from) return true;
        Row row;
        reading.decode(value, row);
        if (!pass(row)) return true;
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.next = id_of(rows.back());
            return false;
        }
        rows.push_back(row);
        return true;
    });
    for (Row& row : rows) add_counts(reading, program, row);
    page.items = reading.keep(rows);
    return page;
}

template <class Row>
[[nodiscard]] Page<Row> rows_of(Reading& reading, events::ProgramId program, Text view, char table,
                                const Paging& paging) {
    return rows_of<Row>(reading, program, view, table, paging, [](const Row&) { return true; });
}

}  // namespace leadline::projections
