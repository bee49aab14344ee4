// Table: rows of cells under named columns, as aligned text. Widths come from the rows it holds; on
// a terminal the columns that may shrink do so, off one nothing is cut. Pure; one thread.
#pragma once

#include <string>
#include <vector>

#include "connectors/cli/output_cell.hpp"

namespace leadline::connectors {

struct Column {
    std::string name;      // the JSON key and CSV heading; in text in capitals
    bool shrinks = false;  // long words of people (names, texts): cut before ids are
};

using Row = std::vector<Cell>;

class Table {
public:
    Table(std::string name, std::vector<Column> columns)
        : name_(std::move(name)), columns_(std::move(columns)) {}

    Table& add(Row row);  // as many cells as columns

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    void clear() { rows_.clear(); }

private:
    std::string name_;
    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

// How wide each column of a table is, and on which side its text stands.
class Layout {
public:
    // `columns_max` 0: as wide as it needs.
    Layout(const Table& table, std::size_t columns_max);

    void append_heading(std::string& out, const Table& table, std::string_view margin = "") const;
    void append_row(std::string& out, const Row& row, std::string_view margin = "") const;

private:
    struct Place {
        std::size_t width = 0;
        bool is_right = false;
        bool shrinks = false;
    };
    void shrink(std::size_t columns_max);
    void append(std::string& out, const std::vector<std::string>& words,
                std::string_view margin) const;

    std::vector<Place> places_;
};

// {"name":value,..}: empty cells are left out.
void append_json_row(std::string& out, const std::vector<Column>& columns, const Row& row);

}  // namespace leadline::connectors
