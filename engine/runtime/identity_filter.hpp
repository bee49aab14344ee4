// IdentityFilter: says of most commands that were never decided that they were not, without reading
// anything. A blocked Bloom filter (Putze, Sanders, Singler 2007): each identity has one cache line
// and seven bits in it, so that a question costs one wait for memory, which can be asked for ahead.
// With 16 bits an identity about one in 600 that is not there seems to be. It is kept in pieces, so
// that a store can be asked for one line of it too, before all of it is in memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "engine/core/state/command_identity.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

class IdentityFilter {
public:
    static constexpr std::size_t line_bytes = 64;
    static constexpr std::size_t lines_a_piece = 64;

    // For so many identities, which may be none.
    [[nodiscard]] static std::size_t lines_for(std::size_t identities) {
        return identities * bytes_each / line_bytes + 1;
    }
    explicit IdentityFilter(std::size_t lines) : lines_(lines) {}

    void add(CommandIdentity identity) {
        Line& line = lines_[line_of(identity, lines_.size())];
        std::uint64_t left = identity.low;
        for (unsigned i = 0; i < bits_each; ++i, left >>= place_bits)
            line.words[word_of(left)] |= bit_of(left);
    }

    [[nodiscard]] bool may_have(CommandIdentity identity) const {
        return may_have(lines_[line_of(identity, lines_.size())], identity);
    }

    // Asks the memory for what may_have() will look at.
    void prefetch(CommandIdentity identity) const {
        __builtin_prefetch(&lines_[line_of(identity, lines_.size())]);
    }

    [[nodiscard]] events::BytesView bytes() const { return std::as_bytes(std::span(lines_)); }

    // ---- In pieces, which lie one after the other in bytes().

    [[nodiscard]] static std::size_t pieces_of(std::size_t lines) {
        return (lines + lines_a_piece - 1) / lines_a_piece;
    }
    [[nodiscard]] events::BytesView piece(std::size_t number) const {
        const auto rest = bytes().subspan(number * lines_a_piece * line_bytes);
        return rest.first(std::min(rest.size(), lines_a_piece * line_bytes));
    }
    // False: that is no piece of this number.
    [[nodiscard]] bool take(std::size_t number, events::BytesView bytes) {
        if (number >= pieces_of(lines_.size()) || bytes.size() != piece(number).size())
            return false;
        std::memcpy(&lines_[number * lines_a_piece], bytes.data(), bytes.size());
        return true;
    }
    // Where a filter of so many lines would look; both words of an identity are evenly spread, and
    // pages of segments take the other one.
    [[nodiscard]] static std::size_t line_of(CommandIdentity identity, std::size_t lines) {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::size_t>((Wide{identity.high} * lines) >> 64U);
    }
    // As may_have(), by that line's bytes alone.
    [[nodiscard]] static bool may_have(events::BytesView bytes, CommandIdentity identity) {
        Line line;
        std::memcpy(line.words.data(), bytes.data(), line_bytes);
        return may_have(line, identity);
    }

private:
    static constexpr std::size_t bytes_each = 2;
    static constexpr unsigned bits_each = 7;
    static constexpr unsigned place_bits = 9;  // 2^9 bits a line

    struct alignas(line_bytes) Line {
        std::array<std::uint64_t, 8> words{};
    };
    static_assert(sizeof(Line) == line_bytes);

    [[nodiscard]] static bool may_have(const Line& line, CommandIdentity identity) {
        std::uint64_t left = identity.low;
        for (unsigned i = 0; i < bits_each; ++i, left >>= place_bits)
            if ((line.words[word_of(left)] & bit_of(left)) == 0) return false;
        return true;
    }
    [[nodiscard]] static std::size_t word_of(std::uint64_t place) { return (place >> 6U) & 7U; }
    [[nodiscard]] static std::uint64_t bit_of(std::uint64_t place) {
        return std::uint64_t{1} << (place & 63U);
    }

    std::vector<Line> lines_;
};

}  // namespace leadline::engine
