// See output_cell.hpp.
#include "connectors/cli/output_cell.hpp"

#include "connectors/cli/output_words.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {
namespace {

constexpr std::string_view empty_fraction = ".000000Z";

void append_csv_field(std::string& out, std::string_view text) {
    const bool is_plain = text.find_first_of(",\"\r\n") == std::string_view::npos &&
                          !text.starts_with(' ') && !text.ends_with(' ');
    if (is_plain) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

Cell::Cell(std::string_view text) : kind_(text.empty() ? Kind::nothing : Kind::text), text_(text) {}

Cell::Cell(events::Time time) {
    if (!time.is_set()) return;
    kind_ = Kind::time;
    text_ = events::to_text(time);
}

Cell::Cell(events::Duration duration) : kind_(Kind::text), text_(events::to_text(duration)) {}

Cell Cell::with_json(std::string shown, std::string json) {
    Cell cell;
    if (json.empty()) return cell;
    cell.kind_ = Kind::made;
    cell.text_ = std::move(shown);
    cell.csv_ = cell.text_;
    cell.json_ = std::move(json);
    return cell;
}

Cell Cell::list(events::List<events::Text> items, std::size_t shown_max) {
    Cell cell;
    if (items.empty()) return cell;
    cell.kind_ = Kind::made;
    cell.json_ += '[';
    // One more stands in the place of "1 more".
    const std::size_t shown = items.size() - 1 <= shown_max ? items.size() : shown_max;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const events::Text item = items[i];
        const bool is_first = i == 0;
        if (i < shown) (cell.text_ += is_first ? "" : ", ") += item;
        (cell.csv_ += is_first ? "" : ";") += item;
        cell.json_ += is_first ? "" : ",";
        events::append_json(cell.json_, item);
    }
    if (shown < items.size()) cell.text_ += ", " + std::to_string(items.size() - shown) + " more";
    cell.json_ += ']';
    return cell;
}

std::string Cell::shown() const {
    if (kind_ == Kind::literal) return text_ == "true" ? "yes" : "no";
    if (kind_ == Kind::time && text_.ends_with(empty_fraction))
        return text_.substr(0, text_.size() - empty_fraction.size()) + "Z";
    return one_line(text_);
}

void Cell::append_json(std::string& out) const {
    switch (kind_) {
        case Kind::nothing:
            out += "null";
            return;
        case Kind::text:
        case Kind::time:
            events::append_json(out, events::Text(text_));
            return;
        case Kind::number:
        case Kind::literal:
            out += text_;
            return;
        case Kind::made:
            out += json_;
            return;
    }
}

void Cell::append_csv(std::string& out) const {
    append_csv_field(out, kind_ == Kind::made ? csv_ : text_);
}

}  // namespace leadline::connectors
