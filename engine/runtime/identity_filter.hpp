// IdentityFilter: says of most commands that were never decided that they were not, without reading
// anything. A blocked Bloom filter (Putze, Sanders, Singler 2007): each identity has one cache line
// and seven bits in it, so that a question costs one wait for memory, which can be asked for ahead.
// With 16 bits an identity about one in 600 that is not there seems to be.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/core/state/command_identity.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

class IdentityFilter {
public:
    // For so many identities, which may be none.
    explicit IdentityFilter(std::size_t identities)
        : lines_(identities * bytes_each / sizeof(Line) + 1) {}
    // As bytes() gave it; are_possible(bytes).
    explicit IdentityFilter(events::BytesView bytes) : lines_(bytes.size() / sizeof(Line)) {
        std::memcpy(lines_.data(), bytes.data(), bytes.size());
    }

    [[nodiscard]] static bool are_possible(events::BytesView bytes) {
        return !bytes.empty() && bytes.size() % sizeof(Line) == 0;
    }

    void add(CommandIdentity identity) {
        Line& line = lines_[line_of(identity)];
        std::uint64_t left = identity.low;
        for (unsigned i = 0; i < bits_each; ++i, left >>= place_bits)
            line.words[word_of(left)] |= bit_of(left);
    }

    [[nodiscard]] bool may_have(CommandIdentity identity) const {
        const Line& line = lines_[line_of(identity)];
        std::uint64_t left = identity.low;
        for (unsigned i = 0; i < bits_each; ++i, left >>= place_bits)
            if ((line.words[word_of(left)] & bit_of(left)) == 0) return false;
        return true;
    }

    // Asks the memory for what may_have() will look at.
    void prefetch(CommandIdentity identity) const {
        __builtin_prefetch(&lines_[line_of(identity)]);
    }

    [[nodiscard]] events::BytesView bytes() const { return std::as_bytes(std::span(lines_)); }

private:
    static constexpr std::size_t bytes_each = 2;
    static constexpr unsigned bits_each = 7;
    static constexpr unsigned place_bits = 9;  // 2^9 bits a line

    struct alignas(64) Line {
        std::array<std::uint64_t, 8> words{};
    };

    // Both words of an identity are evenly spread; pages of segments take the other one.
    [[nodiscard]] std::size_t line_of(CommandIdentity identity) const {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::size_t>((Wide{identity.high} * lines_.size()) >> 64U);
    }
    [[nodiscard]] static std::size_t word_of(std::uint64_t place) { return (place >> 6U) & 7U; }
    [[nodiscard]] static std::uint64_t bit_of(std::uint64_t place) {
        return std::uint64_t{1} << (place & 63U);
    }

    std::vector<Line> lines_;
};

}  // namespace leadline::engine
