// Words for messages; see names.hpp.
#include "config/yaml/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/yaml/utf8.hpp"

namespace leadline::config {
namespace {

// Names longer than this are compared by their beginning; an edit table row stays on the stack.
constexpr std::size_t compared_max = 64;
constexpr std::size_t quoted_max = 60;
constexpr std::size_t listed_max = 20;

// Edit distance with swaps of neighbours (optimal string alignment), by bytes.
std::size_t edits(std::string_view a, std::string_view b) {
    using Row = std::array<std::size_t, compared_max + 1>;
    Row before{}, above{}, row{};
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
    }
    return above[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view text,
                                             std::span<const std::string_view> names) {
    const std::string_view wanted = text.substr(0, compared_max);
    std::optional<std::string_view> nearest;
    std::size_t fewest = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (const std::string_view name : names) {
        const std::string_view known = name.substr(0, compared_max);
        const std::size_t apart =
            std::max(known.size(), wanted.size()) - std::min(known.size(), wanted.size());
        if (apart >= fewest) continue;
        const std::size_t distance = edits(wanted, known);
        if (distance < fewest && distance < std::max(known.size(), wanted.size())) {
            fewest = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string shown(std::string_view text) {
    std::string out = "\"";
    std::size_t shown = 0;
    for (const char c : text) {
        if (!continues_code_point(c) && ++shown > quoted_max) return out + "...\"";
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string listed(std::span<const std::string_view> names) {
    const std::size_t shown = std::min(names.size(), listed_max);
    std::string out = fmt::format("{}", fmt::join(names.first(shown), ", "));
    if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
    return out;
}

std::string unknown_name(std::string_view what, std::string_view text,
                         std::span<const std::string_view> names) {
    std::string out = fmt::format("unknown {} {}", what, shown(text));
    if (!names.empty()) out += "; expected one of: " + listed(names);
    if (const auto nearest = nearest_name(text, names))
        out += fmt::format("; did you mean {}?", shown(*nearest));
    return out;
}

}  // namespace leadline::config
