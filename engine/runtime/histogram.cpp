// See histogram.hpp. Bucket numbers: the exact ones first, then 32 for each power of two.
#include "engine/runtime/histogram.hpp"

#include <algorithm>
#include <bit>

namespace leadline::engine {

std::size_t Histogram::bucket_of(std::uint64_t number) {
    constexpr std::uint64_t exact = std::uint64_t{1} << exact_bits;
    number = std::min(number, (std::uint64_t{1} << number_bits) - 1);
    if (number < exact) return number;
    const auto doublings = static_cast<unsigned>(std::bit_width(number)) - exact_bits - 1;
    return ((doublings + 1U) << exact_bits) + ((number >> doublings) - exact);
}

std::uint64_t Histogram::largest_in(std::size_t bucket) {
    constexpr std::uint64_t exact = std::uint64_t{1} << exact_bits;
    if (bucket < exact) return bucket;
    const std::size_t doublings = (bucket >> exact_bits) - 1;
    const std::uint64_t first = (exact + (bucket & (exact - 1))) << doublings;
    return first + (std::uint64_t{1} << doublings) - 1;
}

void Histogram::add(std::uint64_t number, std::uint64_t times) {
    if (times == 0) return;
    counts_[bucket_of(number)] += times;
    count_ += times;
    max_ = std::max(max_, number);
}

void Histogram::add(const Histogram& other) {
    for (std::size_t bucket = 0; bucket < buckets; ++bucket)
        counts_[bucket] += other.counts_[bucket];
    count_ += other.count_;
    max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::quantile(std::uint32_t per_thousand) const {
    if (count_ == 0) return 0;
    const std::uint64_t whole = count_ / 1'000 * per_thousand;
    const std::uint64_t wanted = whole + (count_ % 1'000 * per_thousand + 999) / 1'000;
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        seen += counts_[bucket];
        if (seen >= wanted) return std::min(largest_in(bucket), max_);
    }
    return max_;
}

}  // namespace leadline::engine
