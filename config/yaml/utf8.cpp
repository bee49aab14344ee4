// UTF-8, checked; see utf8.hpp.
#include "config/yaml/utf8.hpp"

#include <algorithm>

namespace leadline::config {
namespace {

// What may follow a lead byte (RFC 3629, section 4).
struct Sequence {
    std::size_t length = 0;  // 0: no sequence begins with this byte
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xBF;
};

Sequence sequence_of(unsigned char lead) {
    if (lead < 0x80) return {1};
    if (lead < 0xC2) return {};
    if (lead < 0xE0) return {2};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead < 0xF0) return {3};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead < 0xF4) return {4};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

}  // namespace

std::size_t first_bad_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Sequence sequence = sequence_of(static_cast<unsigned char>(text[at]));
        if (sequence.length == 0 || sequence.length > text.size() - at) return at;
        if (sequence.length > 1) {
            const auto second = static_cast<unsigned char>(text[at + 1]);
            if (second < sequence.second_min || second > sequence.second_max) return at;
        }
        for (std::size_t i = 2; i < sequence.length; ++i)
            if (!continues_code_point(text[at + i])) return at;
        at += sequence.length;
    }
    return utf8_whole;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continues_code_point(c); }));
}

}  // namespace leadline::config
