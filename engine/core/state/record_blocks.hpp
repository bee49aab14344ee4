// Records: things in the order in which they came, which never move, in blocks large enough that a
// million of them are not a million allocations; when there are many, on large pages. The library's
// deques find the i-th with a division or a branch more, and every look-up here ends in one. One
// thread.
#pragma once

#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

#include "events/memory/large_pages.hpp"

namespace leadline::engine {

// Record: default constructible. Those of the last block that are not in use yet are made, too.
template <class Record>
class Records {
public:
    static constexpr std::size_t block_bytes = 65'536;
    static constexpr std::size_t in_block = std::bit_floor(block_bytes / sizeof(Record));
    static_assert(in_block > 0);

    Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;
    ~Records() {
        for (Record* block : blocks_) std::destroy_n(block, in_block);
        for (std::size_t i = 0; i < blocks_.size(); i += of_slab(i))
            Memory().deallocate(blocks_[i], of_slab(i) * in_block);
    }

    [[nodiscard]] Record& operator[](std::size_t i) { return blocks_[i / in_block][i % in_block]; }
    [[nodiscard]] const Record& operator[](std::size_t i) const {
        return blocks_[i / in_block][i % in_block];
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] Record& back() { return (*this)[size_ - 1]; }

    // What is new has its default value, unless clear() came before: then who adds it sets it.
    Record& add() {
        if (size_ == blocks_.size() * in_block) add_block();
        return (*this)[size_++];
    }

    // Keeps the memory for records to come.
    void clear() requires std::is_trivially_destructible_v<Record> { size_ = 0; }

    // visit(record) for each from the i-th on.
    template <class Visit>
    void for_each_from(std::size_t i, Visit&& visit) const {
        for (; i < size_; ++i) visit((*this)[i]);
    }

    template <class Of, class R>
    class Iterator {
    public:
        Iterator(Of& of, std::size_t at) : of_(&of), at_(at) {}
        R& operator*() const { return (*of_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        Of* of_;
        std::size_t at_;
    };
    [[nodiscard]] auto begin() { return Iterator<Records, Record>(*this, 0); }
    [[nodiscard]] auto end() { return Iterator<Records, Record>(*this, size_); }
    [[nodiscard]] auto begin() const { return Iterator<const Records, const Record>(*this, 0); }
    [[nodiscard]] auto end() const { return Iterator<const Records, const Record>(*this, size_); }

private:
    using Memory = events::LargePages<Record>;

    // Blocks are allocated one by one, from the 257th on 256 at a time: some large pages.
    static constexpr std::size_t slab_blocks = 256;
    [[nodiscard]] static constexpr std::size_t of_slab(std::size_t block) {
        return block < slab_blocks ? 1 : slab_blocks;
    }

    void add_block() {
        const bool begins_slab = blocks_.size() < slab_blocks || blocks_.size() % slab_blocks == 0;
        Record* block = begins_slab ? Memory().allocate(of_slab(blocks_.size()) * in_block)
                                    : blocks_.back() + in_block;
        std::uninitialized_value_construct_n(block, in_block);
        blocks_.push_back(block);
    }

    std::vector<Record*> blocks_;
    std::size_t size_ = 0;
};

}  // namespace leadline::engine
