// See allocations.hpp.
#include "bench/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

// Of this thread: an atomic one would cost as much as the allocation.
thread_local std::uint64_t counted = 0;

}  // namespace

void* operator new(std::size_t bytes) {
    ++counted;
    if (void* memory = std::malloc(bytes)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, std::align_val_t line) {
    ++counted;
    const auto at = static_cast<std::size_t>(line);
    if (void* memory = std::aligned_alloc(at, (bytes + at - 1) / at * at)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace leadline::bench {

std::uint64_t allocations() { return counted; }

}  // namespace leadline::bench
