// From a row to the texts of a command: looks up the columns a rule names, then evaluates the rule
// for one row after the other. Every default that is taken and every row that fails is noted. Pure
// but for the notes; one thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "connectors/files/import_report.hpp"
#include "connectors/files/map.hpp"
#include "events/base/arena.hpp"
#include "events/base/time.hpp"

namespace leadline::connectors {

using events::Text;

// The columns that rules may name, by slot. Reports a name that is none of them, with the nearest.
class Scope {
public:
    // `what` stands in messages: "leads (olist_leads.csv)".
    Scope(std::string what, const config::Source& map) : what_(std::move(what)), source_(&map) {}

    // The new column's slot.
    std::size_t add(std::string name);
    [[nodiscard]] bool has(const std::string& name) const { return slots_.contains(name); }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

    void bind(ColumnName& column, config::Diagnostics& diagnostics) const;
    void bind(ValueRule& rule, config::Diagnostics& diagnostics) const;
    void bind(DataRule& rule, config::Diagnostics& diagnostics) const;

private:
    std::string what_;
    const config::Source* source_;  // the mapping file
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::size_t> slots_;
};

// One row as rules see it: a text per slot of the scope, empty for an empty column.
struct RowView {
    std::span<const Text> columns;
    std::string place;  // "leads.csv:17"
};

enum class Outcome : std::uint8_t {
    value,
    omitted,         // the field is left out
    object_omitted,  // and the object that it stands in
    failed,          // the row gives nothing; noted as a problem
};

// What evaluating needs beside the rule and the row.
struct Evaluation {
    const Map& map;
    std::vector<ImportNote>& notes;
};

// The text of `rule` for `row`, in `out` when the outcome is `value`. Times come out in RFC 3339,
// dates as YYYY-MM-DD, integers, decimals and booleans as JSON writes them.
[[nodiscard]] Outcome evaluate(const ValueRule& rule, const RowView& row, Evaluation to,
                               std::string& out);

[[nodiscard]] bool holds(const std::vector<RowCondition>& when, const RowView& row);

// A time as people write it in tables: `format` when given (%Y %m %d %H %M %S), else RFC 3339, a
// date, or "YYYY-MM-DD hh:mm[:ss[.ffffff]]". What names no offset is taken as local to
// `utc_offset_minutes`.
[[nodiscard]] std::optional<events::Time> parse_table_time(std::string_view text,
                                                           const std::string& format,
                                                           std::int64_t utc_offset_minutes);

}  // namespace leadline::connectors
