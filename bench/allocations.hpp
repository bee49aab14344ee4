// Counts what this program allocates: whoever links this file has its `new`.
#pragma once

#include <cstdint>

namespace leadline::bench {

// By this thread, so far.
[[nodiscard]] std::uint64_t allocations();

}  // namespace leadline::bench
