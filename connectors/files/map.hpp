// Map: how CSV rows become commands, as a mapping file says it (docs: MAP.md). A map is read by
// load_map (map_file.hpp), which reports every mistake that can be seen without the CSV files;
// names of columns are looked up when the files are there (map_scope.hpp). Plain data; no thread of
// its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "config/yaml/scalars.hpp"

namespace leadline::connectors {

using config::Placed;
using config::SourcePlace;

// What a rule says about the case it does not cover: an empty column, a value not in its table.
enum class OtherwiseKind : std::uint8_t {
    report,       // the row gives no command; the report names it
    omit,         // the field is left out
    omit_object,  // and the object that it stands in
    keep,         // the value stays as it is (tables only)
    use,          // another text is taken, and counted in the report
};

struct Otherwise {
    OtherwiseKind kind = OtherwiseKind::report;
    std::string text;  // `use` only
};

// A column as the map names it, and where; `slot` is its number in the scope it was looked up in.
struct ColumnName {
    std::string name;
    SourcePlace place;
    std::size_t slot = 0;
};

// "lead-${mql_id}": literal texts and columns by turns.
struct TemplatePart {
    std::string literal;
    std::optional<ColumnName> column;  // after the literal
};

enum class ValueType : std::uint8_t { text, integer, decimal, boolean, time, date };

// How one text is made of a row.
struct ValueRule {
    std::string name;  // for the report: "data.source"
    SourcePlace place;
    std::vector<TemplatePart> parts;   // a template; or, when later_of is set, nothing
    std::vector<ColumnName> later_of;  // the latest of several times; the first is the expected one
    ValueType type = ValueType::text;
    Otherwise empty;      // when a column it needs is empty
    std::string correct;  // table of wrong texts and right ones, or empty; each use is counted
    std::string table;    // name of a value table, or empty
    Otherwise not_in_table{OtherwiseKind::report, {}};
    std::string time_format;  // of the columns, for times: "%d/%m/%Y"; empty: the usual ones
    std::int64_t utc_offset_minutes = 0;  // of times that name no offset
    bool is_id = false;      // lower case, with dashes for whatever is no letter or digit
    std::int64_t scale = 0;  // of decimals: the point stands so many digits further right
    std::string split;       // in a list: one item per part of the text
};

// The shape of `data`.
struct DataRule {
    enum class Shape : std::uint8_t { value, object, list };

    std::string key;
    Shape shape = Shape::object;
    ValueRule value;              // value
    std::vector<DataRule> parts;  // members of an object, items of a list
};

// Whether a row is meant: all of a kind's conditions must hold.
struct RowCondition {
    enum class Op : std::uint8_t { equals, in, exists };

    ColumnName column;
    Op op = Op::exists;
    std::vector<std::string> values;  // equals: one; in: some
    bool wanted = true;               // false: `exists: false`, or under `not`
};

using ValueTable = std::unordered_map<std::string, std::string>;

struct JoinRule {
    std::string with;   // the other file rule, written before this one
    ColumnName column;  // of this one or computed of its own columns; equal to the other's key
    bool missing_is_empty = false;
    SourcePlace place;
};

// A column computed once per row, and used like any other.
struct ComputedColumn {
    std::string name;
    ValueRule value;
    bool before_joins = false;  // a join goes by it
};

// What the report is to say of the rows that are so.
struct RowRemark {
    std::string text;
    std::vector<RowCondition> when;
};

// Which CSV files these are, and what is known of a row.
struct FileRule {
    std::string name;
    std::string pattern;              // of the file's name, as a shell would match it; or empty
    std::vector<std::string> header;  // columns it must have; or empty
    char delimiter = ',';
    bool optional = false;
    std::optional<ColumnName> key;  // for joins: different in every row
    std::vector<JoinRule> joins;
    std::vector<ComputedColumn> columns;
    std::vector<RowRemark> remarks;
    SourcePlace place;
};

// One kind of command that rows become.
struct KindRule {
    Placed<std::string> type;
    std::size_t file = 0;  // index into Map::files
    std::vector<RowCondition> when;
    std::string each_name;  // `each`: one candidate per column, which bears this name
    std::vector<ColumnName> each;
    std::optional<ColumnName> once_per;
    ValueRule id, time, actor, program, source;
    DataRule data;
    SourcePlace place;
};

struct Map {
    std::unordered_map<std::string, ValueTable> tables;
    std::vector<FileRule> files;
    std::vector<KindRule> kinds;
};

}  // namespace leadline::connectors
