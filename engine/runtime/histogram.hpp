// Histogram: how often which whole numbers came (microseconds, sizes), in 9 KiB whatever comes.
// Numbers below 32 are kept exactly, larger ones to 1 part in 32, as HdrHistogram does (which is no
// package of Debian 12). One thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace leadline::engine {

class Histogram {
public:
    // `times` the number; one beyond 2^37 (38 hours in microseconds) counts as that.
    void add(std::uint64_t number, std::uint64_t times = 1);
    void add(const Histogram& other);
    void clear() { *this = {}; }

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] std::uint64_t max() const { return max_; }
    // The smallest number that at least so many of a thousand do not exceed, 1 to 1000; told as the
    // largest of its bucket, never more than max(). 0 when there is none.
    [[nodiscard]] std::uint64_t quantile(std::uint32_t per_thousand) const;

private:
    static constexpr unsigned exact_bits = 5;  // 32 buckets for each doubling
    static constexpr unsigned number_bits = 37;
    static constexpr std::size_t buckets = std::size_t{number_bits - exact_bits + 1} << exact_bits;

    [[nodiscard]] static std::size_t bucket_of(std::uint64_t number);
    [[nodiscard]] static std::uint64_t largest_in(std::size_t bucket);

    std::array<std::uint64_t, buckets> counts_{};
    std::uint64_t count_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace leadline::engine
