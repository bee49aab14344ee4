// Key: how views spell their keys. key := table program id* number*; program := length:1 bytes;
// id := bytes 00 (ids have no control characters, so they keep their order as bytes); numbers are
// big-endian, and those that count down are inverted. Pure; any thread.
#pragma once

#include <string>

#include "events/ids.hpp"

namespace leadline::projections {

using events::Text;

class Key {
public:
    // `table` tells apart the tables within one view.
    explicit Key(char table) : text_(1, table) {}
    Key(char table, events::ProgramId program) : text_(1, table) { add_program(program); }

    Key& add_program(events::ProgramId program) {
        text_ += static_cast<char>(program.text.size());
        text_ += program.text;
        return *this;
    }
    Key& add_id(Text id) {
        text_ += id;
        text_ += '\0';
        return *this;
    }
    Key& add_byte(std::uint8_t byte) {
        text_ += static_cast<char>(byte);
        return *this;
    }
    template <std::unsigned_integral Number>
    Key& add_number(Number number) {
        for (std::size_t shift = 8 * sizeof(Number); shift != 0; shift -= 8)
            text_ += static_cast<char>(number >> (shift - 8) & 0xFFU);
        return *this;
    }
    // Higher priorities come first.
    Key& add_priority(std::int32_t priority) {
        return add_number(~(static_cast<std::uint32_t>(priority) ^ 0x80000000U));
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    operator Text() const { return text_; }

private:
    std::string text_;
};

// Reads the parts of a key back, in order. Reading beyond the end gives empty parts.
class KeyParts {
public:
    explicit KeyParts(Text key) : rest_(key.substr(key.empty() ? 0 : 1)) {}

    [[nodiscard]] Text program() {
        if (rest_.empty()) return {};
        return take(static_cast<unsigned char>(rest_[0]), 1);
    }
    [[nodiscard]] Text id() {
        const std::size_t end = rest_.find('\0');
        const Text id = rest_.substr(0, end);
        rest_.remove_prefix(end == Text::npos ? rest_.size() : end + 1);
        return id;
    }
    template <std::unsigned_integral Number>
    [[nodiscard]] Number number() {
        Number value = 0;
        for (const char byte : take(sizeof(Number), 0))
            value = static_cast<Number>(value << 8U | static_cast<unsigned char>(byte));
        return value;
    }

private:
    Text take(std::size_t size, std::size_t skip) {
        rest_.remove_prefix(skip < rest_.size() ? skip : rest_.size());
        const Text part = rest_.substr(0, size);
        rest_.remove_prefix(part.size());
        return part;
    }

    Text rest_;
};

}  // namespace leadline::projections
