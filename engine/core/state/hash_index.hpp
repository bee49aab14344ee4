// HashIndex: from the hash of a key to the number of the record that has it. The records, and the
// keys in them, are the caller's. Made for tables larger than the processor's cache, where a
// look-up costs as much as it waits for memory: an entry is eight bytes in a line that the caller
// can ask for ahead (which maps of the libraries cannot promise), a record is read only when 32
// bits of its hash agree, and growing reads no record. Linear probing; one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "events/base/ensure.hpp"
#include "events/memory/large_pages.hpp"

namespace leadline::engine {

class HashIndex {
public:
    // 0 to number_max, and no others.
    using Number = std::uint32_t;
    static constexpr Number number_max = 0xFFFF'FFFE;
    static constexpr Number none = 0xFFFF'FFFF;

    // The number under this hash for which is_it(number) holds; `none` when there is none.
    template <class IsIt>
    [[nodiscard]] Number find(std::uint64_t hash, IsIt&& is_it) const {
        const std::uint32_t mark = mark_of(hash);
        for (std::size_t at = home(mark); cells_[at].taken != 0; at = after(at))
            if (cells_[at].mark == mark && is_it(cells_[at].taken - 1)) return cells_[at].taken - 1;
        return none;
    }
    // The first number under this hash, unchecked: good enough to ask for its record's memory.
    [[nodiscard]] Number guess(std::uint64_t hash) const {
        return find(hash, [](Number) { return true; });
    }
    // Asks the memory for what find() will look at.
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&cells_[home(mark_of(hash))]); }

    // The key must not be there.
    void add(std::uint64_t hash, Number number) {
        if (is_full()) grow();
        put({mark_of(hash), number + 1});
        ++size_;
    }

    // Gives the key this number, whether it had one (is_it, as for find) or not.
    template <class IsIt>
    void set(std::uint64_t hash, Number number, IsIt&& is_it) {
        if (is_full()) grow();
        const std::uint32_t mark = mark_of(hash);
        std::size_t at = home(mark);
        while (cells_[at].taken != 0 && !(cells_[at].mark == mark && is_it(cells_[at].taken - 1)))
            at = after(at);
        if (cells_[at].taken == 0) ++size_;
        cells_[at] = {mark, number + 1};
    }

    // False: there is no such number under this hash.
    bool remove(std::uint64_t hash, Number number) {
        const std::size_t at = cell_of(hash, number);
        if (cells_[at].taken == 0) return false;
        close_gap(at);
        --size_;
        return true;
    }

    // Keeps its memory, unless that was far more than it needed: a few keys that lie far apart are
    // a wait for memory each.
    void clear() {
        const std::size_t used = size_;
        size_ = 0;
        if (used * 16 >= cells_.size() || bits_ == bits_min)
            return std::fill(cells_.begin(), cells_.end(), Cell{});
        for (bits_ = bits_min; (std::size_t{1} << bits_) < used * 2;) ++bits_;
        cells_ = Cells(std::size_t{1} << bits_);
    }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    // A cell's home is given by the highest bits of its mark, so that the order of cells is nearly
    // that of marks, whatever the size: growing reads and writes from one end to the other.
    struct Cell {
        std::uint32_t mark = 0;
        std::uint32_t taken = 0;  // the number + 1; 0: the cell is free
    };

    using Cells = std::vector<Cell, events::LargePages<Cell>>;

    [[nodiscard]] bool is_full() const { return (size_ + 1) * 8 > cells_.size() * 5; }
    [[nodiscard]] static std::uint32_t mark_of(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32U);
    }
    [[nodiscard]] std::size_t home(std::uint32_t mark) const { return mark >> (32U - bits_); }
    [[nodiscard]] std::size_t after(std::size_t at) const { return (at + 1) & (cells_.size() - 1); }

    void put(Cell cell) {
        std::size_t at = home(cell.mark);
        while (cells_[at].taken != 0) at = after(at);
        cells_[at] = cell;
    }

    // Where the number stands, or the free cell where looking for it ended.
    [[nodiscard]] std::size_t cell_of(std::uint64_t hash, Number number) const {
        std::size_t at = home(mark_of(hash));
        while (cells_[at].taken != 0 && cells_[at].taken != number + 1) at = after(at);
        return at;
    }

    // Frees the cell, and moves back what stands behind it only because it was taken.
    void close_gap(std::size_t gap) {
        const std::size_t mask = cells_.size() - 1;
        for (std::size_t at = after(gap); cells_[at].taken != 0; at = after(at)) {
            const std::size_t way = (at - home(cells_[at].mark)) & mask;
            if (way < ((at - gap) & mask)) continue;  // its home lies behind the gap
            cells_[gap] = cells_[at];
            gap = at;
        }
        cells_[gap] = {};
    }

    void grow() {
        ENSURE(bits_ < 32);
        ++bits_;
        Cells smaller(std::size_t{1} << bits_);
        std::swap(smaller, cells_);
        for (const Cell& cell : smaller)
            if (cell.taken != 0) put(cell);
    }

    static constexpr unsigned bits_min = 3;

    unsigned bits_ = bits_min;
    Cells cells_{std::size_t{1} << bits_};
    std::size_t size_ = 0;
};

}  // namespace leadline::engine
