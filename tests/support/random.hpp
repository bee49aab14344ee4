// Numbers from a seed, the same on every machine. One thread.
#pragma once

#include <cstdint>

namespace leadline::tests {

// A small generator of numbers that is the same on every machine (an affine counter, mixed).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    // 0 to `end` - 1.
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    bool one_in(std::uint64_t times) { return below(times) == 0; }
    std::int64_t between(std::int64_t min, std::int64_t max);

private:
    std::uint64_t state_;
};

}  // namespace leadline::tests
