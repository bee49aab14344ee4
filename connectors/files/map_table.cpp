// RowTable: rows with joined and computed columns; see map_table.hpp.
#include "connectors/files/map_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/yaml/names.hpp"

namespace leadline::connectors {

using config::Diagnostics;
using config::shown;

std::string RowTable::place_text(Place place) const {
    return fmt::format("{}:{}", file_names_.at(place.file), place.line);
}

const std::size_t* RowTable::find(Text key) const {
    const auto row = by_key_.find(key);
    return row == by_key_.end() ? nullptr : &row->second;
}

// Builds one table; the tables of the rules before it are there.
class RowTableBuilder {
public:
    struct Context {
        Map& map;
        const std::vector<RowTable>& before;
        const config::Source& source;
        Diagnostics& diagnostics;
        ImportSteps& steps;
    };

    RowTableBuilder(FileRule& rule, Context context, FileReport& report)
        : rule_(rule), context_(context), report_(report), table_(rule.name, context.source) {}

    RowTable build(std::vector<GivenFile> files) {
        std::vector<std::string> names;
        for (GivenFile& file : files) {
            names.push_back(std::filesystem::path(file.csv.name()).filename().string());
            table_.file_names_[file.number] = names.back();
            report_.files.push_back(names.back());
        }
        table_.scope_ =
            Scope(fmt::format("{} ({})", rule_.name, fmt::join(names, ", ")), context_.source);
        table_.files_ = std::move(files);
        name_columns();
        if (!context_.diagnostics.ok()) return std::move(table_);
        table_.width_ = table_.scope_.names().size();
        for (const GivenFile& file : table_.files_) add_rows(file);
        report_.rows = table_.rows();
        return std::move(table_);
    }

private:
    // Own columns and those computed of them for joins, then those of joined files, then the other
    // computed ones.
    void name_columns() {
        Scope& scope = table_.scope_;
        if (!table_.files_.empty()) {
            const auto& header = table_.files_.front().csv.header();
            for (const std::string& name : header) scope.add(name);
            for (const GivenFile& file : table_.files_) check_header(file.csv, header);
        } else {
            // An optional file that was not given: what the map says of it cannot be looked up.
            for (const std::string& name : rule_.header) scope.add(name);
            return;
        }
        if (rule_.key) scope.bind(*rule_.key, context_.diagnostics);
        name_computed(true);
        for (JoinRule& join : rule_.joins) {
            scope.bind(join.column, context_.diagnostics);
            const RowTable& with = table_of(join);
            joined_.push_back(&with);
            for (const std::string& name : with.scope().names()) scope.add(join.with + '.' + name);
        }
        name_computed(false);
        for (RowRemark& remark : rule_.remarks)
            for (RowCondition& condition : remark.when)
                scope.bind(condition.column, context_.diagnostics);
    }

    void name_computed(bool before_joins) {
        Scope& scope = table_.scope_;
        for (ComputedColumn& column : rule_.columns) {
            if (column.before_joins != before_joins) continue;
            if (scope.has(column.name))
                context_.diagnostics.error(
                    context_.source, column.value.place,
                    fmt::format("{} has a column {} already", rule_.name, shown(column.name)));
            scope.bind(column.value, context_.diagnostics);
            scope.add(column.name);
        }
    }

    void check_header(const CsvFile& csv, const std::vector<std::string>& first) {
        const std::vector<std::string_view> names(csv.header().begin(), csv.header().end());
        for (const std::string& name : first) {
            if (std::find(names.begin(), names.end(), name) == names.end())
                context_.diagnostics.error(
                    csv.name(),
                    config::unknown_name("column (the other files of " + rule_.name + " have it)",
                                         name, names));
        }
    }

    [[nodiscard]] const RowTable& table_of(const JoinRule& join) const {
        const auto& files = context_.map.files;
        const auto with = std::find_if(files.begin(), files.end(), [&](const FileRule& file) {
            return file.name == join.with;
        });
        return context_.before[static_cast<std::size_t>(with - files.begin())];
    }

    void add_rows(const GivenFile& file) {
        const CsvFile& csv = file.csv;
        for (const CsvProblem& problem : csv.problems())
            leave_out(problem.what, table_.place_text({file.number, problem.line}));
        const auto& first = table_.files_.front().csv.header();
        std::vector<std::size_t> order;  // of this file's columns, as in the first file
        for (const std::string& name : first) {
            const auto at = std::find(csv.header().begin(), csv.header().end(), name);
            order.push_back(static_cast<std::size_t>(at - csv.header().begin()));
        }
        for (std::size_t i = 0; i < csv.rows(); ++i) {
            if (!context_.steps.at_row({"joined", "rows", i, csv.rows()})) return;
            std::vector<Text> row;
            row.reserve(table_.width_);
            for (const std::size_t column : order) row.push_back(csv.row(i)[column]);
            add_row(std::move(row), {file.number, csv.line(i)});
        }
    }

    void add_row(std::vector<Text> row, RowTable::Place place) {
        const std::string where = table_.place_text(place);
        if (!compute(true, row, where)) return;
        for (std::size_t i = 0; i < rule_.joins.size(); ++i)
            if (!join(rule_.joins[i], *joined_[i], row, where)) return;
        if (!compute(false, row, where)) return;
        if (rule_.key) {
            const Text key = row[rule_.key->slot];
            if (key.empty()) return leave_out(rule_.key->name + " is empty, but is the key", where);
            if (!table_.by_key_.emplace(key, table_.rows()).second)
                return leave_out(rule_.key->name + " is a key met before",
                                 where + ' ' + shown(key));
        }
        for (const RowRemark& remark : rule_.remarks)
            if (holds(remark.when, {row, where}))
                note(report_.notes, {remark.text, false, 0, {where}});
        table_.texts_.insert(table_.texts_.end(), row.begin(), row.end());
        table_.places_.push_back(place);
    }

    // False: the row is left out.
    bool compute(bool before_joins, std::vector<Text>& row, const std::string& where) {
        for (const ComputedColumn& column : rule_.columns) {
            if (column.before_joins != before_joins) continue;
            std::string text;
            const Outcome outcome =
                evaluate(column.value, {row, where}, {context_.map, report_.notes}, text);
            if (outcome == Outcome::failed) {
                ++report_.left_out;
                return false;
            }
            row.push_back(outcome == Outcome::value ? table_.computed_.copy(text) : Text{});
        }
        return true;
    }

    bool join(const JoinRule& rule, const RowTable& with, std::vector<Text>& row,
              const std::string& where) {
        const Text key = row[rule.column.slot];
        const std::size_t* other = with.find(key);
        if (other == nullptr && !rule.missing_is_empty) {
            leave_out(fmt::format("{} names no row of {}", rule.column.name, rule.with),
                      where + ' ' + shown(key));
            return false;
        }
        if (other == nullptr) {
            // An empty column asks for nothing; a name that nobody has is not passed over in
            // silence.
            if (!key.empty())
                note(report_.notes, {fmt::format("{} names no row of {}, took empty columns",
                                                 rule.column.name, rule.with),
                                     false,
                                     0,
                                     {where + ' ' + shown(key)}});
            row.resize(row.size() + with.scope().names().size());
        } else {
            const auto columns = with.row(*other);
            row.insert(row.end(), columns.begin(), columns.end());
        }
        return true;
    }

    void leave_out(std::string what, std::string example) {
        ++report_.left_out;
        note(report_.notes, {std::move(what), true, 0, {std::move(example)}});
    }

    FileRule& rule_;
    Context context_;
    FileReport& report_;
    RowTable table_;
    std::vector<const RowTable*> joined_;
};

std::vector<RowTable> build_tables(Map& map, std::vector<std::vector<GivenFile>> given,
                                   const config::Source& source, const TablesTo& to) {
    std::vector<RowTable> tables;
    tables.reserve(map.files.size());  // joins point into it
    to.reports.resize(map.files.size());
    for (std::size_t i = 0; i < map.files.size(); ++i) {
        to.reports[i].name = map.files[i].name;
        RowTableBuilder builder(map.files[i], {map, tables, source, to.diagnostics, to.steps},
                                to.reports[i]);
        tables.push_back(builder.build(std::move(given[i])));
    }
    return tables;
}

}  // namespace leadline::connectors
