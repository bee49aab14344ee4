// Source: the text of one file that a person wrote, by lines, so that every mistake can be shown
// where it stands. Places count lines and columns from 1; a column is a code point, not a byte.
// Immutable; any thread may read it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "events/ruleset.hpp"

namespace leadline::config {

using events::SourcePlace;

class Source {
public:
    // `name` is the file as the person named it; `text` is UTF-8.
    Source(std::string name, std::string text);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::string_view text() const { return text_; }

    // Line `number` without its line end; empty when there is no such line.
    [[nodiscard]] std::string_view line(std::uint32_t number) const;

    // The place of the byte at `offset`; one past the end is the place after the last byte.
    [[nodiscard]] SourcePlace place_of(std::size_t offset) const;

    // The byte at a place that place_of() has given.
    [[nodiscard]] std::size_t offset_at(SourcePlace place) const;

    // The two lines that show a place, each with its newline:
    //     "   12 |   qeue: emea"
    //     "      |   ^"
    // Tabs are shown as one space and control characters as '?', so that the caret stands under its
    // column and nothing reaches the terminal but text. Long lines are shown in part.
    [[nodiscard]] std::string excerpt(SourcePlace place) const;

private:
    [[nodiscard]] std::size_t code_points_before(std::size_t offset) const;

    std::string name_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    // Code points before each counted block of text_, so that places in a line of megabytes are
    // found without counting from its beginning.
    std::vector<std::size_t> counted_;
};

}  // namespace leadline::config
