// Arena: bump memory for one epoch's commands and events, and List<T>, a view of items in it.
// Commands and events are views: whoever decoded them owns the bytes, and reset() ends them all at
// once. After the first epochs an arena has found its size and allocates no more. One thread.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadline::events {

using Text = std::string_view;

class Arena {
public:
    explicit Arena(std::size_t chunk_bytes = 1U << 16U) : chunk_bytes_(chunk_bytes) {}
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&&) noexcept = default;
    Arena& operator=(Arena&&) noexcept = default;

    // Memory that lives until reset(). `align` is a power of two, at most 16.
    [[nodiscard]] std::byte* allocate(std::size_t bytes, std::size_t align) {
        std::size_t start = (used_ + align - 1) & ~(align - 1);
        if (chunk_ >= chunks_.size() || start + bytes > chunks_[chunk_].size) {
            next_chunk(bytes);
            start = 0;
        }
        used_ = start + bytes;
        return chunks_[chunk_].memory.get() + start;
    }

    [[nodiscard]] Text copy(Text text) {
        if (text.empty()) return {};
        std::byte* to = allocate(text.size(), 1);
        std::memcpy(to, text.data(), text.size());
        return {reinterpret_cast<const char*>(to), text.size()};
    }

    // `count` value-initialised items.
    template <class T>
    [[nodiscard]] std::span<T> make(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 16);
        if (count == 0) return {};
        T* items = reinterpret_cast<T*>(allocate(count * sizeof(T), alignof(T)));
        std::uninitialized_value_construct_n(items, count);
        return {items, count};
    }

    // Keeps the memory, forgets its contents: every view into it ends here.
    void reset() noexcept {
        chunk_ = 0;
        used_ = 0;
    }

private:
    struct Chunk {
        std::unique_ptr<std::byte[]> memory;
        std::size_t size;
    };

    void next_chunk(std::size_t bytes) {
        std::size_t next = chunks_.empty() ? 0 : chunk_ + 1;
        while (next < chunks_.size() && chunks_[next].size < bytes) ++next;
        if (next >= chunks_.size()) {
            const std::size_t size = bytes > chunk_bytes_ ? bytes : chunk_bytes_;
            chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
            next = chunks_.size() - 1;
        }
        chunk_ = next;
        used_ = 0;
    }

    std::size_t chunk_bytes_;
    std::vector<Chunk> chunks_;
    std::size_t chunk_ = 0;
    std::size_t used_ = 0;
};

// A read-only view of items that stand in an Arena (or any other memory that outlives it).
template <class T>
class List {
public:
    constexpr List() = default;
    constexpr List(std::span<const T> items) : items_(items) {}
    constexpr List(std::span<T> items) : items_(items) {}
    List(const std::vector<T>& items) : items_(items) {}

    [[nodiscard]] constexpr auto begin() const { return items_.begin(); }
    [[nodiscard]] constexpr auto end() const { return items_.end(); }
    [[nodiscard]] constexpr std::size_t size() const { return items_.size(); }
    [[nodiscard]] constexpr bool empty() const { return items_.empty(); }
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const { return items_[i]; }

    friend bool operator==(const List& a, const List& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (!(a[i] == b[i])) return false;
        return true;
    }

private:
    std::span<const T> items_{};
};

}  // namespace leadline::events
