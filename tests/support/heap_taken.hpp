// How much a test takes from the heap: a binary that links heap_taken.cpp has its `operator new`
// count. What is given back is not taken off, so that the sum bounds both size and work. Each
// thread counts for itself.
#pragma once

#include <cstddef>

namespace leadline::tests {

// Bytes that this thread has asked for since it began.
[[nodiscard]] std::size_t heap_taken() noexcept;

}  // namespace leadline::tests
