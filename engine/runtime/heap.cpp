// See heap.hpp.
#include "engine/runtime/heap.hpp"

#include <cstdlib>  // for __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace leadline::engine {

namespace {

// To set either keeps the allocator from raising both by itself: it does when a buffer of up to
// 32 MiB is freed, and takes that size from its heaps from then on.
void keep([[maybe_unused]] int large_bytes, [[maybe_unused]] int kept_bytes) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, large_bytes);
    mallopt(M_TRIM_THRESHOLD, kept_bytes);
#endif
}

constexpr int mib = 1 << 20;

}  // namespace

void give_back_freed_memory() { keep(mib, 8 * mib); }

void keep_buffers() { keep(16 * mib, 64 * mib); }

}  // namespace leadline::engine
