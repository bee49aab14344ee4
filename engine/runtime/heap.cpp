// See heap.hpp.
#include "engine/runtime/heap.hpp"

#include <cstdlib>  // for __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace leadline::engine {

// To set either keeps the allocator from raising both by itself: it does when a buffer of up to
// 32 MiB is freed, and takes that size from its heaps from then on.
void give_back_freed_memory() {
#ifdef __GLIBC__
    constexpr int large_bytes = 1 << 20;
    constexpr int kept_bytes = 8 << 20;
    mallopt(M_MMAP_THRESHOLD, large_bytes);
    mallopt(M_TRIM_THRESHOLD, kept_bytes);
#endif
}

}  // namespace leadline::engine
