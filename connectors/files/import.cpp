// `leadline import`; see import.hpp.
#include "connectors/files/import.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <ostream>
#include <tuple>
#include <unordered_set>

#include "config/yaml/names.hpp"
#include "connectors/files/import_line.hpp"
#include "connectors/files/map_file.hpp"
#include "connectors/files/map_table.hpp"

namespace leadline::connectors {

using config::Diagnostics;
using events::Failure;
using events::Result;

namespace {

// A line and what it is sorted by.
struct SortedLine {
    ImportedLine line;
    std::size_t kind = 0;
    RowTable::Place place;
    std::size_t each = 0;  // which column of `each`, within a row

    [[nodiscard]] auto rank() const {
        return std::tuple(line.time, kind, place.file, place.line, each);
    }
};

// Rows of one file that a kind has taken up, whatever came of it.
using RowsTaken = std::vector<bool>;

// Makes the lines of one kind.
class KindRun {
public:
    KindRun(const KindRule& rule, const RowTable& table, const Map& map, ImportSteps& steps)
        : rule_(rule), table_(table), map_(map), steps_(steps) {}

    std::vector<SortedLine> run(std::size_t kind, KindReport& report, RowsTaken& taken) {
        taken.resize(table_.rows());
        for (std::size_t row = 0; row < table_.rows(); ++row) {
            if (!steps_.at_row({"looked at", "rows", row, table_.rows()})) return {};
            const std::size_t times = rule_.each_name.empty() ? 1 : rule_.each.size();
            for (std::size_t each = 0; each < times; ++each)
                if (consider(row, each, report)) taken[row] = true;
        }
        std::vector<SortedLine> lines;
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
            if (!steps_.at_row({"made lines of", "rows", i, chosen_.size()})) return {};
            const Candidate& candidate = chosen_[i];
            const std::vector<Text> columns = columns_of(candidate.row, candidate.each);
            auto line = command_line(rule_, {columns, table_.place_text(candidate.row)},
                                     {map_, report.notes});
            if (!line) {
                ++report.left_out;
                continue;
            }
            lines.push_back({std::move(*line), kind, table_.place(candidate.row), candidate.each});
        }
        report.lines = lines.size();
        return lines;
    }

private:
    struct Candidate {
        std::size_t row = 0;
        std::size_t each = 0;
        std::optional<events::Time> time;  // only where `once_per` asks for it
    };

    // The row's columns, and behind them the one that `each` names.
    [[nodiscard]] std::vector<Text> columns_of(std::size_t row, std::size_t each) const {
        const auto columns = table_.row(row);
        std::vector<Text> out(columns.begin(), columns.end());
        if (!rule_.each_name.empty()) out.push_back(columns[rule_.each[each].slot]);
        return out;
    }

    // False: the row is none of this kind's.
    bool consider(std::size_t row, std::size_t each, KindReport& report) {
        const std::vector<Text> columns = columns_of(row, each);
        const RowView view{columns, {}};
        if (!holds(rule_.when, view)) {
            ++report.passed_over;
            return false;
        }
        if (!rule_.once_per) {
            chosen_.push_back({row, each, {}});
            return true;
        }
        const auto time = time_of(rule_, view, map_);
        const auto [first, is_new] =
            by_once_.emplace(columns[rule_.once_per->slot], chosen_.size());
        if (is_new) {
            chosen_.push_back({row, each, time});
            return true;
        }
        ++report.repeated;
        // A row without a time never takes the place of another; alone, it is noted as it fails.
        Candidate& earliest = chosen_[first->second];
        if (time && (!earliest.time || *time < *earliest.time)) earliest = {row, each, time};
        return true;
    }

    const KindRule& rule_;
    const RowTable& table_;
    const Map& map_;
    ImportSteps& steps_;
    std::vector<Candidate> chosen_;
    std::unordered_map<Text, std::size_t> by_once_;
};

// The first file rule that `file` fits; an error when there is none.
Result<std::size_t> rule_for(const std::filesystem::path& file, const Map& map) {
    const std::string name = file.filename().string();
    for (std::size_t i = 0; i < map.files.size(); ++i) {
        const FileRule& rule = map.files[i];
        if (!rule.pattern.empty() && fnmatch(rule.pattern.c_str(), name.c_str(), 0) != 0) continue;
        if (rule.header.empty()) return i;
        const auto header = CsvFile::load_header(file, rule.delimiter);
        if (!header) return tl::unexpected(header.error());
        const bool all =
            std::all_of(rule.header.begin(), rule.header.end(), [&](const auto& column) {
                return std::find(header->begin(), header->end(), column) != header->end();
            });
        if (all) return i;
    }
    return events::fail(Failure::usage,
                        fmt::format("{}: fits none of the map's files, neither by its name nor by "
                                    "its header",
                                    file.string()));
}

// 0: one of them cannot say.
std::uint64_t bytes_of(const std::vector<std::filesystem::path>& files) {
    std::uint64_t all = 0;
    for (const std::filesystem::path& file : files) {
        std::error_code failed;
        const auto bytes = std::filesystem::file_size(file, failed);
        if (failed) return 0;
        all += bytes;
    }
    return all;
}

Result<std::vector<std::vector<GivenFile>>> load_files(const ImportRequest& request, const Map& map,
                                                       ImportSteps& steps) {
    // A file that is not there fits nothing either, but that is not what is wrong with it.
    for (const std::filesystem::path& file : request.files) TRY(CsvFile::look(file));
    std::uint64_t done = 0;
    const std::uint64_t all = bytes_of(request.files);
    std::vector<std::vector<GivenFile>> given(map.files.size());
    for (std::size_t i = 0; i < request.files.size(); ++i) {
        const auto rule = rule_for(request.files[i], map);
        if (!rule) return tl::unexpected(rule.error());
        std::uint64_t bytes = 0;
        auto csv =
            CsvFile::load(request.files[i], map.files[*rule].delimiter, [&](std::uint64_t so_far) {
                bytes = so_far;
                return steps.at({"read", "KiB", (done + bytes) >> 10U, all >> 10U});
            });
        if (!csv) return tl::unexpected(csv.error());
        done += bytes;
        given[*rule].push_back({i, std::move(*csv)});
    }
    for (std::size_t i = 0; i < map.files.size(); ++i) {
        const FileRule& rule = map.files[i];
        if (!given[i].empty() || rule.optional) continue;
        return events::fail(
            Failure::usage,
            fmt::format("the map needs a file for {}{}; none was given", config::shown(rule.name),
                        rule.pattern.empty() ? "" : " (" + rule.pattern + ")"));
    }
    return given;
}

void bind_kind(KindRule& kind, const RowTable& table, const config::Source& document,
               Diagnostics& diagnostics) {
    Scope scope = table.scope();
    for (ColumnName& column : kind.each) scope.bind(column, diagnostics);
    if (scope.has(kind.each_name))
        diagnostics.error(document, kind.place,
                          fmt::format("`each` needs a name that is no column; {} is one",
                                      config::shown(kind.each_name)));
    if (!kind.each_name.empty()) scope.add(kind.each_name);
    if (kind.once_per) scope.bind(*kind.once_per, diagnostics);
    for (RowCondition& condition : kind.when) scope.bind(condition.column, diagnostics);
    for (ValueRule* rule : {&kind.id, &kind.time, &kind.actor, &kind.program, &kind.source})
        scope.bind(*rule, diagnostics);
    scope.bind(kind.data, diagnostics);
}

// Rows that are none of any kind's, of the files that kinds are made from.
void note_untaken(const std::vector<RowsTaken>& taken, const std::vector<RowTable>& tables,
                  ImportReport& report) {
    for (std::size_t file = 0; file < taken.size(); ++file) {
        for (std::size_t row = 0; row < taken[file].size(); ++row) {
            if (taken[file][row]) continue;
            note(report.files[file].notes, {"no kind's `when` holds, so nothing comes of it",
                                            false,
                                            0,
                                            {tables[file].place_text(row)}});
        }
    }
}

// Lines with the same program, source and id: the engine takes the later one for a repeat.
void note_repeats(const std::vector<SortedLine>& lines, const std::vector<RowTable>& tables,
                  const Map& map, ImportReport& report) {
    std::unordered_set<std::string_view> met;
    for (const SortedLine& line : lines) {
        if (met.insert(line.line.identity).second) continue;
        const RowTable& table = tables[map.kinds[line.kind].file];
        note(report.kinds[line.kind].notes, {"a line before has the same program, source and id",
                                             false,
                                             0,
                                             {table.place_text(line.place)}});
    }
}

}  // namespace

Result<ImportReport> import_commands(const ImportRequest& request, std::ostream& out,
                                     const ImportWatch& watch) {
    ImportSteps steps(watch);
    Diagnostics diagnostics;
    const auto document = config::Document::load(request.map, diagnostics);
    if (!document) return tl::unexpected(document.error());
    Map map = read_map(*document, diagnostics);
    TRY(diagnostics.result());
    auto given = load_files(request, map, steps);
    if (!given) return tl::unexpected(given.error());

    ImportReport report;
    const auto tables = build_tables(map, std::move(*given), document->source(),
                                     {diagnostics, report.files, steps});
    TRY(steps.result());
    for (KindRule& kind : map.kinds)
        if (!report.files[kind.file].files.empty())
            bind_kind(kind, tables[kind.file], document->source(), diagnostics);
    TRY(diagnostics.result());

    std::vector<SortedLine> lines;
    std::vector<RowsTaken> taken(map.files.size());
    for (std::size_t i = 0; i < map.kinds.size(); ++i) {
        const KindRule& kind = map.kinds[i];
        report.kinds.push_back({kind.type.value, map.files[kind.file].name, 0, 0, 0, 0, {}});
        auto made = KindRun(kind, tables[kind.file], map, steps)
                        .run(i, report.kinds.back(), taken[kind.file]);
        TRY(steps.result());
        std::move(made.begin(), made.end(), std::back_inserter(lines));
    }
    std::sort(lines.begin(), lines.end(),
              [](const SortedLine& a, const SortedLine& b) { return a.rank() < b.rank(); });
    steps.at({"sorted", "lines", lines.size(), lines.size()});
    TRY(steps.result());
    note_untaken(taken, tables, report);
    note_repeats(lines, tables, map, report);
    steps.at({"compared", "lines", lines.size(), lines.size()});
    TRY(steps.result());
    for (const SortedLine& line : lines) out << line.line.text << '\n';
    out.flush();
    if (!out) return events::fail(Failure::io, "the command lines could not be written");
    report.lines = lines.size();
    return report;
}

}  // namespace leadline::connectors
