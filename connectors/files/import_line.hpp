// One command line: the CloudEvent that a row becomes by a kind's rule. Pure but for the notes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/files/map.hpp"
#include "connectors/files/map_value.hpp"
#include "events/base/time.hpp"

namespace leadline::connectors {

// As received (DESIGN D1); a longer line would be a dead letter.
inline constexpr std::size_t command_line_bytes_max = 128U * 1024U;

struct ImportedLine {
    events::Time time;
    std::string identity;  // program, source and id: equal lines are repeats (SPEC 2.2)
    std::string text;      // JSON, without a newline
};

// The line for `row`; none when the row cannot give one, which is noted then.
[[nodiscard]] std::optional<ImportedLine> command_line(const KindRule& kind, const RowView& row,
                                                       Evaluation to);

// The time alone, without notes on defaults; none when the row has none (not noted either).
[[nodiscard]] std::optional<events::Time> time_of(const KindRule& kind, const RowView& row,
                                                  const Map& map);

}  // namespace leadline::connectors
