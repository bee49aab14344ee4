// Tables of words, written as text with a space behind each and made into arrays by the compiler:
// so they can be read by the line, and searched. Pure; any thread.
#pragma once

#include <algorithm>
#include <array>

#include "events/base/arena.hpp"

namespace leadline::engine {

constexpr std::size_t count_words(events::Text list) {
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), ' '));
}

// The words of `list`, as many as count_words() says, in its order.
template <std::size_t N>
constexpr std::array<events::Text, N> split_words(events::Text list) {
    std::array<events::Text, N> words{};
    for (events::Text& word : words) {
        word = list.substr(0, list.find(' '));
        list.remove_prefix(word.size() + 1);
    }
    return words;
}

// The same, sorted as bytes.
template <std::size_t N>
constexpr std::array<events::Text, N> sorted_words(events::Text list) {
    std::array<events::Text, N> words = split_words<N>(list);
    std::sort(words.begin(), words.end());
    return words;
}

}  // namespace leadline::engine
