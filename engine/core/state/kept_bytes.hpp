// What a record or a tree keeps when there are millions of it, in eight bytes of it where the
// libraries' vectors and strings take 24 and 32. With them a lead is two lines of the processor's
// cache; without, it lay in three or four. One thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>

#include "engine/core/state/recycling_allocator.hpp"
#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

// Memory of its own for each, from the heap.
struct OnHeap {
    [[nodiscard]] static void* take(std::size_t bytes) { return ::operator new(bytes); }
    static void give(void* memory, std::size_t) { ::operator delete(memory); }
};

// Bytes that are replaced as a whole, with their length and nothing to spare. Length: an unsigned
// type that holds theirs. Memory: where they lie; FreedNodes for what comes and goes with a claim.
template <class Length, class Memory>
class Kept {
public:
    Kept() = default;
    explicit Kept(events::BytesView bytes) {
        ENSURE(bytes.size() <= std::numeric_limits<Length>::max());
        if (bytes.empty()) return;
        const auto length = static_cast<Length>(bytes.size());
        block_.reset(static_cast<std::byte*>(Memory::take(sizeof length + length)));
        std::memcpy(block_.get(), &length, sizeof length);
        std::memcpy(block_.get() + sizeof length, bytes.data(), length);
    }

    Kept(const Kept& other) : Kept(other.view()) {}
    Kept(Kept&&) noexcept = default;
    Kept& operator=(const Kept& other) { return *this = Kept(other); }
    Kept& operator=(Kept&&) noexcept = default;
    ~Kept() = default;

    [[nodiscard]] events::BytesView view() const {
        if (block_ == nullptr) return {};
        return {block_.get() + sizeof(Length), length_of(block_.get())};
    }

private:
    [[nodiscard]] static Length length_of(const std::byte* block) {
        Length length = 0;
        std::memcpy(&length, block, sizeof length);
        return length;
    }
    struct Free {
        void operator()(std::byte* block) const {
            Memory::give(block, sizeof(Length) + length_of(block));
        }
    };

    std::unique_ptr<std::byte, Free> block_;
};

using KeptBytes = Kept<std::uint32_t, OnHeap>;

// What an order, a timer or a list has of a thing's id, or with it: it goes when the thing is
// claimed. Ids have at most 128 bytes; 255 is the most it holds.
class KeptId {
public:
    KeptId() = default;
    explicit KeptId(events::Text id) : bytes_(events::as_bytes(id)) {}

    [[nodiscard]] events::Text text() const { return events::as_text(bytes_.view()); }

private:
    Kept<std::uint8_t, FreedNodes> bytes_;
};

// A list, or what has empty() as lists do, of which nearly every record's is empty.
template <class List>
class Rare {
public:
    [[nodiscard]] const List& operator*() const {
        static const List none;
        return list_ == nullptr ? none : *list_;
    }
    [[nodiscard]] bool empty() const { return list_ == nullptr || list_->empty(); }

    [[nodiscard]] const List* operator->() const { return &**this; }

    // To be changed.
    [[nodiscard]] List& own() {
        if (list_ == nullptr) list_ = std::make_unique<List>();
        return *list_;
    }
    void clear() { list_.reset(); }

private:
    std::unique_ptr<List> list_;
};

}  // namespace leadline::engine
