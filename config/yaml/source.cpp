// Source: a file by lines; see source.hpp.
#include "config/yaml/source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/utf8.hpp"

namespace leadline::config {
namespace {

// How much of a long line is shown before and after the caret, in code points.
constexpr std::size_t shown_before = 60;
constexpr std::size_t shown_after = 60;

// Of each counted block, in bytes.
constexpr std::size_t block_bytes = 512;

char shown_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t') return ' ';
    return byte < 0x20 || byte == 0x7F ? '?' : c;
}

// The offset of code point `index` of `line`, at most its size.
std::size_t offset_of(std::string_view line, std::size_t index) {
    std::size_t at = 0;
    while (index > 0 && at < line.size()) {
        ++at;
        while (at < line.size() && continues_code_point(line[at])) ++at;
        --index;
    }
    return at;
}

}  // namespace

Source::Source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), line_starts_{0} {
    for (std::size_t i = 0; i < text_.size(); ++i)
        if (text_[i] == '\n') line_starts_.push_back(i + 1);
    std::size_t count = 0;
    for (std::size_t i = 0; i <= text_.size(); i += block_bytes) {
        counted_.push_back(count);
        count += code_points(std::string_view(text_).substr(i, block_bytes));
    }
}

std::size_t Source::code_points_before(std::size_t offset) const {
    const std::size_t block = offset / block_bytes;
    const std::size_t start = block * block_bytes;
    return counted_[block] + code_points(text().substr(start, offset - start));
}

std::string_view Source::line(std::uint32_t number) const {
    if (number == 0 || number > line_starts_.size()) return {};
    const std::size_t start = line_starts_[number - 1];
    const std::size_t end = number < line_starts_.size() ? line_starts_[number] : text_.size();
    std::string_view line = text().substr(start, end - start);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

SourcePlace Source::place_of(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line = static_cast<std::size_t>(next - line_starts_.begin());
    const std::size_t start = line_starts_[line - 1];
    const std::size_t before = code_points_before(offset) - code_points_before(start);
    return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(before + 1)};
}

std::size_t Source::offset_at(SourcePlace place) const {
    const std::size_t wanted =
        code_points_before(line_starts_.at(place.line - 1)) + place.column - 1;
    const auto block = std::upper_bound(counted_.begin(), counted_.end(), wanted) - 1;
    std::size_t count = *block;
    auto at = static_cast<std::size_t>(block - counted_.begin()) * block_bytes;
    while (at < text_.size() && (count < wanted || continues_code_point(text_[at])))
        if (!continues_code_point(text_[at++])) ++count;
    return at;
}

std::string Source::excerpt(SourcePlace place) const {
    const std::string_view whole = line(place.line);
    std::size_t caret = place.column == 0 ? 0 : place.column - 1;
    const std::size_t first = caret > shown_before ? caret - shown_before : 0;
    const std::size_t begin = offset_of(whole, first);
    const std::size_t end = offset_of(whole, caret + shown_after);
    std::string text(whole.substr(begin, end - begin));
    std::transform(text.begin(), text.end(), text.begin(), shown_char);
    caret -= first;
    if (begin > 0) {
        text.insert(0, "... ");
        caret += 4;
    }
    if (end < whole.size()) text += " ...";
    return fmt::format("{:>5} | {}\n{:>5} | {:>{}}^\n", place.line, text, "", "", caret);
}

}  // namespace leadline::config
