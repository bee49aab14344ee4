// LargePages: an allocator for tables of many megabytes, of which every look-up reads another
// place. On pages of 4 KiB the processor waits as long for a page's address as for the data, and an
// address that was asked for ahead has to be found first; on large ones it knows them all. What is
// smaller than a large page comes from the heap, at the begin of a line of the processor's cache.
// Where the system has none to give, all goes on as it would without.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace leadline::events {

template <class T>
class LargePages {
public:
    using value_type = T;
    static constexpr std::size_t page_bytes = std::size_t{2} << 20U;
    static constexpr std::align_val_t line{64};

    LargePages() = default;
    template <class Other>
    LargePages(const LargePages<Other>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < page_bytes) return static_cast<T*>(::operator new(bytes, line));
        const std::size_t rounded = (bytes + page_bytes - 1) / page_bytes * page_bytes;
        void* memory = std::aligned_alloc(page_bytes, rounded);
        if (memory == nullptr) throw std::bad_alloc();
        static_cast<void>(::madvise(memory, rounded, MADV_HUGEPAGE));  // a hint
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) {
        if (count * sizeof(T) < page_bytes) return ::operator delete(memory, line);
        std::free(memory);
    }

    friend bool operator==(const LargePages&, const LargePages&) { return true; }
};

}  // namespace leadline::events
