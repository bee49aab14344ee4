// RecyclingAllocator: for trees whose nodes come and go with every claim; FreedNodes is for
// whatever else does. What is freed is kept for the next of its size, up to a bound, so that a
// steady state asks the heap for nothing. Each thread keeps its own.
#pragma once

#include <sanitizer/asan_interface.h>

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace leadline::engine {

class FreedNodes {
public:
    FreedNodes() = default;
    FreedNodes(const FreedNodes&) = delete;
    FreedNodes& operator=(const FreedNodes&) = delete;
    ~FreedNodes() {
        for (Node* node : first_)
            while (node != nullptr) ::operator delete(std::exchange(node, node->next));
    }

    [[nodiscard]] static void* take(std::size_t bytes) {
        FreedNodes& freed = of_this_thread();
        const std::size_t size = size_of(bytes);
        if (size >= sizes || freed.first_[size] == nullptr)
            return ::operator new(size >= sizes ? bytes : bytes_of(size));
        freed.kept_ -= bytes_of(size);
        Node* const node = std::exchange(freed.first_[size], freed.first_[size]->next);
        ASAN_UNPOISON_MEMORY_REGION(node, bytes_of(size));
        return node;
    }
    static void give(void* memory, std::size_t bytes) {
        FreedNodes& freed = of_this_thread();
        const std::size_t size = size_of(bytes);
        if (size >= sizes || freed.kept_ >= kept_max) return ::operator delete(memory);
        freed.kept_ += bytes_of(size);
        // Whoever uses it after that is found, as with the heap; and a tree leaves parts of its
        // nodes poisoned, which the next owner of the memory must not meet.
        ASAN_UNPOISON_MEMORY_REGION(memory, bytes_of(size));
        freed.first_[size] = new (memory) Node{freed.first_[size]};
        ASAN_POISON_MEMORY_REGION(freed.first_[size] + 1, bytes_of(size) - sizeof(Node));
    }

private:
    struct Node {
        Node* next;
    };

    // 8, 24, 40 bytes and so on: glibc's own sizes, so that none is wasted.
    static constexpr std::size_t step = 16;
    static constexpr std::size_t sizes = 33;                         // up to 520 bytes
    static constexpr std::size_t kept_max = std::size_t{32} << 20U;  // bytes

    [[nodiscard]] static FreedNodes& of_this_thread() {
        thread_local FreedNodes freed;
        return freed;
    }
    [[nodiscard]] static std::size_t size_of(std::size_t bytes) { return (bytes + 7) / step; }
    [[nodiscard]] static std::size_t bytes_of(std::size_t size) { return size * step + 8; }

    std::array<Node*, sizes> first_{};
    std::size_t kept_ = 0;
};

template <class T>
class RecyclingAllocator {
public:
    using value_type = T;

    RecyclingAllocator() = default;
    template <class Other>
    RecyclingAllocator(const RecyclingAllocator<Other>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
        return static_cast<T*>(FreedNodes::take(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) { FreedNodes::give(memory, count * sizeof(T)); }

    friend bool operator==(const RecyclingAllocator&, const RecyclingAllocator&) { return true; }
};

}  // namespace leadline::engine
