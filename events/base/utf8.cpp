// See utf8.hpp. Ids pass through here for every command, so eight bytes are looked at together.
#include "events/base/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace leadline::events {
namespace {

constexpr std::uint64_t each(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101U; }

// Whether all eight bytes lie within 0x20 to 0x7E.
bool is_plain(std::uint64_t word) {
    const std::uint64_t below_space = word - each(0x20);  // borrows into the top bit
    const std::uint64_t at_delete = word + each(0x01);    // 0x7F carries into it
    return ((word | below_space | at_delete) & each(0x80)) == 0;
}

bool has_control_character_in(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F) return true;
        // U+0080 to U+009F are C2 80 to C2 9F.
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
            return true;
    }
    return false;
}

}  // namespace

bool has_control_character(std::string_view text) {
    std::uint64_t word = each(' ');
    if (text.size() < sizeof word) {
        if (text.empty()) return false;
        std::memcpy(&word, text.data(), text.size());
        return !is_plain(word) && has_control_character_in(text);
    }
    // The last eight bytes may overlap those before them.
    for (std::size_t at = 0; at + sizeof word < text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (!is_plain(word)) return has_control_character_in(text);
    }
    std::memcpy(&word, text.data() + text.size() - sizeof word, sizeof word);
    return !is_plain(word) && has_control_character_in(text);
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U)
        --bytes_max;
    return text.substr(0, bytes_max);
}

}  // namespace leadline::events
