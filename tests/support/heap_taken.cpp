// See heap_taken.hpp. Every form of new and delete is replaced, since a sanitizer answers those
// that are not with its own, and finds it odd that one half is ours.
#include "tests/support/heap_taken.hpp"

#include <cstdlib>
#include <new>

namespace leadline::tests {
namespace {

thread_local std::size_t taken = 0;

void* take(std::size_t bytes, std::size_t align) noexcept {
    taken += bytes;
    if (align <= alignof(std::max_align_t)) return std::malloc(bytes == 0 ? 1 : bytes);
    return std::aligned_alloc(align, (bytes + align - 1) / align * align);
}

void* take_or_throw(std::size_t bytes, std::size_t align) {
    void* memory = take(bytes, align);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

std::size_t heap_taken() noexcept { return taken; }

}  // namespace leadline::tests

using leadline::tests::take;
using leadline::tests::take_or_throw;
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

void* operator new(size_t bytes) { return take_or_throw(bytes, 1); }
void* operator new[](size_t bytes) { return take_or_throw(bytes, 1); }
void* operator new(size_t bytes, align_val_t align) { return take_or_throw(bytes, size_t(align)); }
void* operator new[](size_t bytes, align_val_t align) {
    return take_or_throw(bytes, size_t(align));
}
void* operator new(size_t bytes, const nothrow_t&) noexcept { return take(bytes, 1); }
void* operator new[](size_t bytes, const nothrow_t&) noexcept { return take(bytes, 1); }
void* operator new(size_t bytes, align_val_t align, const nothrow_t&) noexcept {
    return take(bytes, size_t(align));
}
void* operator new[](size_t bytes, align_val_t align, const nothrow_t&) noexcept {
    return take(bytes, size_t(align));
}

void operator delete(void* at) noexcept { std::free(at); }
void operator delete[](void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }
void operator delete[](void* at, size_t) noexcept { std::free(at); }
void operator delete(void* at, align_val_t) noexcept { std::free(at); }
void operator delete[](void* at, align_val_t) noexcept { std::free(at); }
void operator delete(void* at, size_t, align_val_t) noexcept { std::free(at); }
void operator delete[](void* at, size_t, align_val_t) noexcept { std::free(at); }
void operator delete(void* at, const nothrow_t&) noexcept { std::free(at); }
void operator delete[](void* at, const nothrow_t&) noexcept { std::free(at); }
void operator delete(void* at, align_val_t, const nothrow_t&) noexcept { std::free(at); }
void operator delete[](void* at, align_val_t, const nothrow_t&) noexcept { std::free(at); }
