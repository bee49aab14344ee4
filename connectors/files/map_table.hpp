// RowTable: all rows of one file rule, from however many CSV files, with the columns of the files
// they join and the columns computed for them: what kinds of commands are made from. Built once,
// then read only. Rows keep the order of the files as given, then of their lines.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "connectors/files/csv_file.hpp"
#include "connectors/files/import_report.hpp"
#include "connectors/files/import_steps.hpp"
#include "connectors/files/map.hpp"
#include "connectors/files/map_value.hpp"

namespace leadline::connectors {

// One CSV file and its place among those given.
struct GivenFile {
    std::size_t number = 0;
    CsvFile csv;
};

class RowTable {
public:
    struct Place {
        std::size_t file = 0;    // number of the given file
        std::uint64_t line = 0;  // where the row begins
    };

    RowTable(std::string what, const config::Source& source) : scope_(std::move(what), source) {}

    [[nodiscard]] const Scope& scope() const { return scope_; }
    [[nodiscard]] std::size_t rows() const { return places_.size(); }
    [[nodiscard]] Place place(std::size_t row) const { return places_[row]; }
    // A text per slot of the scope.
    [[nodiscard]] std::span<const Text> row(std::size_t row) const {
        return std::span(texts_).subspan(row * width_, width_);
    }
    // "leads.csv:17": the row's place for people.
    [[nodiscard]] std::string place_text(Place place) const;
    [[nodiscard]] std::string place_text(std::size_t row) const { return place_text(places_[row]); }

    // The row whose key is `key`, or none.
    [[nodiscard]] const std::size_t* find(Text key) const;

private:
    friend class RowTableBuilder;

    Scope scope_;
    std::size_t width_ = 0;
    std::vector<Text> texts_;
    std::vector<Place> places_;
    std::unordered_map<Text, std::size_t> by_key_;
    std::vector<GivenFile> files_;                             // own the texts
    events::Arena computed_;                                   // owns those of computed columns
    std::unordered_map<std::size_t, std::string> file_names_;  // by given number, without folders
};

struct TablesTo {
    config::Diagnostics& diagnostics;  // mistakes in the map: a column that is not there
    std::vector<FileReport>& reports;  // remarks on rows; one per rule
    ImportSteps& steps;
};

// The tables of all file rules, in their order; `given` holds each rule's files. They are not whole
// when the steps were stopped.
[[nodiscard]] std::vector<RowTable> build_tables(Map& map,
                                                 std::vector<std::vector<GivenFile>> given,
                                                 const config::Source& source, const TablesTo& to);

}  // namespace leadline::connectors
