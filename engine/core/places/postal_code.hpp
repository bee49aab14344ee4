// Postal codes as they compare: without spaces, hyphens and case. Pure; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "events/base/arena.hpp"

namespace leadline::engine {

using events::Text;

// The first letters of one; as many as the longest in use has, and more.
class PostalCode {
public:
    static constexpr std::size_t bytes_max = 16;

    constexpr PostalCode() = default;
    constexpr explicit PostalCode(Text written) {
        for (const char c : written) {
            if (c == ' ' || c == '-') continue;
            if (size_ == bytes_max) {
                is_cut_ = true;
                return;
            }
            bytes_[size_++] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }

    [[nodiscard]] constexpr Text text() const { return {bytes_.data(), size_}; }
    [[nodiscard]] constexpr bool is_cut() const { return is_cut_; }  // more was written

private:
    std::array<char, bytes_max> bytes_{};
    std::size_t size_ = 0;
    bool is_cut_ = false;
};

[[nodiscard]] constexpr bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace leadline::engine
