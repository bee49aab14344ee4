// Answers: how a command says what it found, in the format that was asked for. A list is written
// row by row, however long it is; one thing is a record with tables under it. Data goes to Output;
// where the answer stands goes with it in JSON objects, and to `err` for all other formats. One
// thread.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/cli/app.hpp"
#include "connectors/cli/output_table.hpp"

namespace leadline::connectors {

// Where an answer stands in a partition: up to and with this event.
struct Place {
    std::uint32_t partition = 0;
    std::uint64_t position = 0;
    events::Time time;
};
using Places = std::vector<Place>;

// To whom and how.
struct Answering {
    Output& out;
    std::ostream& err;
    OutputFormat format = OutputFormat::text;
    std::size_t columns_max = 0;  // of the terminal; 0: nothing is cut
};
[[nodiscard]] Answering answering(Context& context, OutputFormat own = OutputFormat::text);

// {"leads":[..],"at":[..],"next":".."}; a row per line as JSON lines or CSV; aligned text.
class ListAnswer {
public:
    ListAnswer(const Answering& to, std::string name, std::vector<Column> columns);

    // Whether rows are JSON: then json_row() takes any object in place of cells.
    [[nodiscard]] bool is_json() const;
    [[nodiscard]] events::Result<void> row(Row cells);
    [[nodiscard]] events::Result<void> json_row(events::Text json);

    // `next`: the cursor of what follows; empty at the end of the list.
    [[nodiscard]] events::Result<void> finish(const Places& at, events::Text next = {});

private:
    [[nodiscard]] events::Result<void> settle();  // decides the widths, writes what waited for it
    [[nodiscard]] events::Result<void> pass_on(std::size_t at_least);

    Answering to_;
    Table table_;  // text: the rows by which widths are measured
    std::optional<Layout> layout_;
    std::string gathered_;
    std::uint64_t rows_ = 0;
};

// One thing: fields in order, tables after them. Empty fields are left out.
class Record {
public:
    Record& add(std::string name, Cell cell);
    Record& add(Table table);
    // The same, and CSV is this table: its rows are the answer, the fields say what they are of.
    Record& add_answer(Table table);
    // Text format only: whole lines between fields and tables.
    Record& say(std::string lines);

    [[nodiscard]] const auto& fields() const { return fields_; }
    [[nodiscard]] const auto& tables() const { return tables_; }
    // Null: it has none, and its fields are the answer.
    [[nodiscard]] const Table* answer() const { return answer_ ? &tables_[*answer_] : nullptr; }
    [[nodiscard]] const std::string& said() const { return said_; }

private:
    std::vector<std::pair<std::string, Cell>> fields_;
    std::vector<Table> tables_;
    std::optional<std::size_t> answer_;  // of tables_
    std::string said_;
};

// CSV holds one table: the one that is the answer, else the record's fields; `err` names what it
// leaves out.
[[nodiscard]] events::Result<void> show(const Answering& to, const Record& record,
                                        const Places& at);

// [{"partition":0,"position":12,"time":".."}]
void append_json(std::string& out, const Places& at);

// "at position 0/1234, 2017-06-14T00:00:00Z", one line; nothing where `at` is empty.
void say_where(std::ostream& err, const Places& at);

}  // namespace leadline::connectors
