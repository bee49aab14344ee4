// Cell: one value of an answer, in every shape that an answer can take: shown to a person, as JSON,
// as a CSV field. Whoever makes an answer writes cells and knows nothing of formats. A cell of
// something that is not set is empty: left out of JSON, an empty field in CSV. Pure; any thread.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "events/base/arena.hpp"
#include "events/base/time.hpp"
#include "events/enum_names.hpp"
#include "events/ids.hpp"

namespace leadline::connectors {

class Cell {
public:
    Cell() = default;
    Cell(std::string_view text);
    Cell(const char* text) : Cell(std::string_view(text)) {}
    Cell(const std::string& text) : Cell(std::string_view(text)) {}
    Cell(events::Time time);
    Cell(events::Duration duration);
    template <std::same_as<bool> Bool>
    Cell(Bool value) : kind_(Kind::literal), text_(value ? "true" : "false") {}
    template <std::integral Number>
    requires(!std::same_as<Number, bool>) Cell(Number number)
        : kind_(Kind::number), text_(std::to_string(number)) {}
    template <events::NamedEnum Enum>
    Cell(Enum value) : Cell(events::name_of(value)) {}
    template <class Tag>
    Cell(events::Id<Tag> id) : Cell(id.text) {}

    // Two faces: what a person and a CSV field see, and the JSON value. Empty JSON: an empty cell.
    [[nodiscard]] static Cell with_json(std::string shown, std::string json);
    // "a, b" for a person, "a;b" in CSV, a JSON list; empty when there is no item. A person sees
    // `shown_max` items at most, then how many more there are: "a, b, 30 more".
    [[nodiscard]] static Cell list(events::List<events::Text> items,
                                   std::size_t shown_max = ~std::size_t{0});

    [[nodiscard]] bool is_empty() const { return kind_ == Kind::nothing; }
    [[nodiscard]] bool is_number() const { return kind_ == Kind::number; }

    // One line without control characters, safe for a terminal: times without an empty fraction.
    [[nodiscard]] std::string shown() const;
    void append_json(std::string& out) const;
    // With quotes where RFC 4180 needs them.
    void append_csv(std::string& out) const;

private:
    enum class Kind : std::uint8_t { nothing, text, time, number, literal, made };

    Kind kind_ = Kind::nothing;
    std::string text_;
    std::string csv_;   // made: when it is not text_
    std::string json_;  // made
};

}  // namespace leadline::connectors
