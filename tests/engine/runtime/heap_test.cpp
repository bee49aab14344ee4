// What stays with the process of the memory that it freed.
#include "engine/runtime/heap.hpp"

#include <malloc.h>

#include <catch2/catch.hpp>
#include <memory>
#include <thread>
#include <vector>

namespace leadline::tests {
namespace {

// Freed, and with the allocator.
std::size_t kept() { return mallinfo2().fordblks; }

void use_buffers(std::size_t bytes, std::size_t count) {
    std::vector<std::unique_ptr<char[]>> buffers;
    for (std::size_t i = 0; i < count; ++i) buffers.push_back(std::make_unique<char[]>(bytes));
}

}  // namespace

TEST_CASE("Heap: large buffers that a thread frees go back to the system", "[engine]") {
    constexpr std::size_t mib = std::size_t{1} << 20U;
    engine::give_back_freed_memory();
    const std::size_t before = kept();
    std::size_t after = 0;
    std::thread([&] {
        use_buffers(30 * mib, 1);  // after which such sizes would come from the thread's heap
        use_buffers(3 * mib, 16);
        use_buffers(mib / 4, 128);
        after = kept();
    }).join();
    CHECK(after < before + 20 * mib);
}

}  // namespace leadline::tests
