// See output.hpp.
#include "connectors/cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "connectors/cli/output_words.hpp"
#include "connectors/cli/progress.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::Result;

namespace {

// So many rows decide how wide the columns of a long list are; longer words shift their own line.
constexpr std::size_t measured_rows = 1'000;
constexpr std::size_t gathered_bytes = 64U << 10U;

void append_csv_row(std::string& out, const Row& row) {
    for (const Cell& cell : row) {
        if (&cell != &row[0]) out += ',';
        cell.append_csv(out);
    }
    out += '\n';
}

void append_csv_heading(std::string& out, const std::vector<Column>& columns) {
    for (const Column& column : columns) {
        if (&column != &columns[0]) out += ',';
        out += column.name;
    }
    out += '\n';
}

std::string json_of(const Record& record, const Places& at) {
    std::string out = "{";
    for (const auto& [name, cell] : record.fields()) {
        if (cell.is_empty()) continue;
        events::append_key(out, name);
        cell.append_json(out);
    }
    for (const Table& table : record.tables()) {
        events::append_key(out, table.name());
        out += '[';
        for (const Row& row : table.rows()) {
            if (&row != &table.rows().front()) out += ',';
            append_json_row(out, table.columns(), row);
        }
        out += ']';
    }
    if (!at.empty()) {
        events::append_key(out, "at");
        append_json(out, at);
    }
    return out + "}";
}

std::string spaced(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string text_of(const Record& record, std::size_t columns_max) {
    std::string out;
    std::size_t width = 0;
    for (const auto& [name, cell] : record.fields())
        if (!cell.is_empty()) width = std::max(width, name.size());
    for (const auto& [name, cell] : record.fields()) {
        if (cell.is_empty()) continue;
        out += fmt::format("{:<{}}  {}\n", spaced(name), width, cell.shown());
    }
    out += record.said();
    for (const Table& table : record.tables()) {
        if (table.rows().empty()) continue;
        out += fmt::format("\n{} ({})\n", spaced(table.name()), table.rows().size());
        const Layout layout(table, columns_max > 2 ? columns_max - 2 : 0);
        layout.append_heading(out, table, "  ");
        for (const Row& row : table.rows()) layout.append_row(out, row, "  ");
    }
    return out;
}

// The fields as a table of one row.
Table fields_of(const Record& record) {
    std::vector<Column> columns;
    Row row;
    for (const auto& [name, cell] : record.fields()) {
        columns.push_back({name});
        row.push_back(cell);
    }
    Table fields("fields", std::move(columns));
    fields.add(std::move(row));
    return fields;
}

std::string csv_of(const Record& record, std::ostream& err) {
    const Table fields = fields_of(record);
    const Table* const answer = record.answer();
    const Table& held = answer == nullptr ? fields : *answer;
    std::string out;
    append_csv_heading(out, held.columns());
    for (const Row& row : held.rows()) append_csv_row(out, row);
    std::vector<std::string_view> left_out;
    if (answer != nullptr)
        for (const Column& column : fields.columns()) left_out.push_back(column.name);
    for (const Table& table : record.tables())
        if (&table != answer && !table.rows().empty()) left_out.push_back(table.name());
    if (!left_out.empty())
        err << fmt::format("CSV holds one table; left out: {} (-o json has all)\n",
                           fmt::join(left_out, ", "));
    return out;
}

}  // namespace

Answering answering(Context& context, OutputFormat own) {
    const std::size_t columns =
        context.console.out_is_terminal ? terminal_columns(STDOUT_FILENO) : 0;
    return {context.console.out, context.console.err, context.format_or(own), columns};
}

ListAnswer::ListAnswer(const Answering& to, std::string name, std::vector<Column> columns)
    : to_(to), table_(std::move(name), std::move(columns)) {
    if (to_.format == OutputFormat::csv) append_csv_heading(gathered_, table_.columns());
    if (to_.format == OutputFormat::json) gathered_ = "{\"" + table_.name() + "\":[";
}

bool ListAnswer::is_json() const {
    return to_.format == OutputFormat::json || to_.format == OutputFormat::jsonl;
}

Result<void> ListAnswer::row(Row cells) {
    if (is_json()) {
        std::string json;
        append_json_row(json, table_.columns(), cells);
        return json_row(json);
    }
    ++rows_;
    if (to_.format == OutputFormat::csv) {
        append_csv_row(gathered_, cells);
    } else if (layout_) {
        layout_->append_row(gathered_, cells);
    } else {
        table_.add(std::move(cells));
        if (table_.rows().size() >= measured_rows) TRY(settle());
    }
    return pass_on(gathered_bytes);
}

Result<void> ListAnswer::json_row(events::Text json) {
    if (to_.format == OutputFormat::json) gathered_ += rows_ == 0 ? "\n" : ",\n";
    gathered_ += json;
    if (to_.format == OutputFormat::jsonl) gathered_ += '\n';
    ++rows_;
    return pass_on(gathered_bytes);
}

Result<void> ListAnswer::settle() {
    layout_.emplace(table_, to_.columns_max);
    if (!table_.rows().empty()) layout_->append_heading(gathered_, table_);
    for (const Row& row : table_.rows()) layout_->append_row(gathered_, row);
    table_.clear();
    return {};
}

Result<void> ListAnswer::pass_on(std::size_t at_least) {
    if (gathered_.size() < at_least) return {};
    TRY(to_.out.write(gathered_));
    gathered_.clear();
    return {};
}

Result<void> ListAnswer::finish(const Places& at, events::Text next) {
    if (to_.format == OutputFormat::text && !layout_) TRY(settle());
    if (to_.format == OutputFormat::json) {
        gathered_ += rows_ == 0 ? "]" : "\n]";
        events::append_key(gathered_, "at");
        append_json(gathered_, at);
        if (!next.empty()) {
            events::append_key(gathered_, "next");
            events::append_json(gathered_, next);
        }
        gathered_ += "}\n";
    }
    TRY(pass_on(1));
    if (to_.format == OutputFormat::text)
        to_.err << counted_text(rows_, spaced(table_.name())) << (at.empty() ? "\n" : ", ");
    if (to_.format != OutputFormat::json) {
        say_where(to_.err, at);
        if (!next.empty()) to_.err << "more: --after " << next << '\n';
    }
    return {};
}

Record& Record::add(std::string name, Cell cell) {
    fields_.emplace_back(std::move(name), std::move(cell));
    return *this;
}

Record& Record::add(Table table) {
    tables_.push_back(std::move(table));
    return *this;
}

Record& Record::add_answer(Table table) {
    answer_ = tables_.size();
    return add(std::move(table));
}

Record& Record::say(std::string lines) {
    said_ += lines;
    return *this;
}

Result<void> show(const Answering& to, const Record& record, const Places& at) {
    std::string out;
    switch (to.format) {
        case OutputFormat::text:
            out = text_of(record, to.columns_max);
            break;
        case OutputFormat::json:
            out = events::indented(json_of(record, at)) + "\n";
            break;
        case OutputFormat::jsonl:
            out = json_of(record, at) + "\n";
            break;
        case OutputFormat::csv:
            out = csv_of(record, to.err);
            break;
    }
    TRY(to.out.write(out));
    if (to.format == OutputFormat::text || to.format == OutputFormat::csv) say_where(to.err, at);
    return {};
}

void append_json(std::string& out, const Places& at) {
    out += '[';
    for (const Place& place : at) {
        if (&place != &at.front()) out += ',';
        out += fmt::format("{{\"partition\":{},\"position\":{}", place.partition, place.position);
        if (place.time.is_set()) {
            events::append_key(out, "time");
            events::append_json(out, place.time);
        }
        out += '}';
    }
    out += ']';
}

void say_where(std::ostream& err, const Places& at) {
    if (at.empty()) return;
    err << (at.size() == 1 ? "at position " : "at positions ");
    for (const Place& place : at) {
        if (&place != &at.front()) err << "; ";
        err << place.partition << '/' << place.position;
        if (place.time.is_set()) err << ", " << Cell(place.time).shown();
    }
    err << '\n';
}

}  // namespace leadline::connectors
