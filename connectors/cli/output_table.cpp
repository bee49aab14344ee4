// See output_table.hpp.
#include "connectors/cli/output_table.hpp"

#include <algorithm>

#include "connectors/cli/output_words.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {
namespace {

constexpr std::size_t gap = 2;           // columns between two columns
constexpr std::size_t shrunk_least = 8;  // a column is never cut below this
constexpr const char* nothing = "-";

std::string heading(std::string name) {
    for (char& c : name) {
        if (c == '_') c = ' ';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

}  // namespace

Table& Table::add(Row row) {
    ENSURE(row.size() == columns_.size());
    rows_.push_back(std::move(row));
    return *this;
}

Layout::Layout(const Table& table, std::size_t columns_max) : places_(table.columns().size()) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        Place& place = places_[i];
        place.width = columns_of(heading(table.columns()[i].name));
        place.shrinks = columns_max > 0 && table.columns()[i].shrinks;
        for (const Row& row : table.rows()) {
            place.width = std::max(place.width, columns_of(row[i].shown()));
            place.is_right = place.is_right || row[i].is_number();
        }
    }
    if (columns_max > 0) shrink(columns_max);
}

// Takes from the widest column that may shrink, until the row fits or nothing is left to take.
void Layout::shrink(std::size_t columns_max) {
    std::size_t total = gap * (places_.size() - 1);
    for (const Place& place : places_) total += place.width;
    while (total > columns_max) {
        Place* widest = nullptr;
        for (Place& place : places_)
            if (place.shrinks && place.width > shrunk_least &&
                (widest == nullptr || place.width > widest->width))
                widest = &place;
        if (widest == nullptr) return;
        --widest->width;
        --total;
    }
}

void Layout::append_heading(std::string& out, const Table& table, std::string_view margin) const {
    std::vector<std::string> words;
    for (const Column& column : table.columns()) words.push_back(heading(column.name));
    append(out, words, margin);
}

void Layout::append_row(std::string& out, const Row& row, std::string_view margin) const {
    std::vector<std::string> words;
    for (const Cell& cell : row) words.push_back(cell.is_empty() ? nothing : cell.shown());
    append(out, words, margin);
}

void Layout::append(std::string& out, const std::vector<std::string>& words,
                    std::string_view margin) const {
    out += margin;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Place& place = places_[i];
        const std::string word = place.shrinks ? fitted(words[i], place.width) : words[i];
        const std::size_t used = columns_of(word);
        const std::size_t rest = place.width > used ? place.width - used : 0;
        if (i > 0) out.append(gap, ' ');
        if (place.is_right) out.append(rest, ' ');
        out += word;
        const bool is_last = i + 1 == words.size();
        if (!place.is_right && !is_last) out.append(rest, ' ');
    }
    out += '\n';
}

void append_json_row(std::string& out, const std::vector<Column>& columns, const Row& row) {
    out += '{';
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].is_empty()) continue;
        events::append_key(out, columns[i].name);
        row[i].append_json(out);
    }
    out += '}';
}

}  // namespace leadline::connectors
