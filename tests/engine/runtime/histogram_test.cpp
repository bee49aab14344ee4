// The histogram against a sorted list, and the meter's minute.
#include "engine/runtime/histogram.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/runtime/meter.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {
namespace {

using engine::Histogram;
using engine::Meter;
using std::chrono::milliseconds;
using std::chrono::seconds;

const Meter::Clock::time_point start{std::chrono::hours(100)};

// An epoch of so many commands, each of which left two events, begun so long before it was told.
engine::Epoch epoch(std::size_t commands, Meter::Clock::time_point begun) {
    engine::Epoch epoch;
    epoch.answers.resize(commands);
    epoch.first = {101};
    epoch.last = {100 + 2 * commands};
    epoch.begun = begun;
    return epoch;
}

}  // namespace

TEST_CASE("Histogram: quantiles are those of the sorted numbers, to 1 part in 32", "[engine]") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Histogram histogram;
        std::vector<std::uint64_t> numbers;
        for (int i = 0; i < 1'000; ++i) {
            const std::uint64_t number = random.below(std::uint64_t{1} << random.below(37));
            numbers.push_back(number);
            histogram.add(number);
        }
        std::sort(numbers.begin(), numbers.end());
        for (const std::uint32_t of_thousand : {1U, 10U, 500U, 900U, 990U, 999U, 1'000U}) {
            CAPTURE(of_thousand);
            const std::uint64_t exact = numbers[of_thousand - 1];
            const std::uint64_t told = histogram.quantile(of_thousand);
            CHECK(told >= exact);
            CHECK(told <= exact + exact / 32);
        }
        CHECK(histogram.quantile(1'000) == numbers.back());
        CHECK(histogram.max() == numbers.back());
    }
}

TEST_CASE("Histogram: small numbers are exact, and numbers beyond its range count as the largest",
          "[engine]") {
    Histogram histogram;
    CHECK(histogram.quantile(990) == 0);
    histogram.add(3, 99);
    histogram.add(31);
    CHECK(histogram.quantile(990) == 3);
    CHECK(histogram.quantile(991) == 31);
    Histogram more;
    more.add(~std::uint64_t{0}, 900);
    more.add(histogram);
    CHECK(more.count() == 1'000);
    CHECK(more.quantile(100) == 31);
    CHECK(more.quantile(500) >= (std::uint64_t{1} << 37U) - 1);
}

TEST_CASE("Meter: rates, sizes and times are those of the last minute", "[engine]") {
    Meter meter(start);
    CHECK(meter.read(start).commands_per_s == 0);
    CHECK(meter.read(start).answer_us_p99 == 0);
    for (int i = 0; i < 20; ++i) {
        const auto now = start + milliseconds(500 * i + 10);
        meter.add(epoch(10, now - milliseconds(2)), now);
    }
    meter.add(epoch(300, start), start + seconds(10));
    const auto after_ten = meter.read(start + seconds(10));
    CHECK(after_ten.commands_per_s == Approx(50));
    CHECK(after_ten.events_per_s == Approx(100));
    CHECK(after_ten.epochs == 21);
    CHECK(after_ten.epoch_commands_p50 == 10);
    CHECK(after_ten.epoch_commands_max == 300);
    CHECK(after_ten.answer_us_p99 ==
          Approx(10'000'000).epsilon(0.04));  // 300 of 500 waited so long
    CHECK(meter.read(start + seconds(50)).commands_per_s == Approx(10));
    const auto much_later = meter.read(start + seconds(600));
    CHECK(much_later.commands_per_s == 0);
    CHECK(much_later.epochs == 0);
    CHECK(much_later.answer_us_p50 == 0);
}

TEST_CASE("Meter: an epoch of a tick counts its events and answers nobody", "[engine]") {
    Meter meter(start);
    engine::Epoch tick = epoch(0, start);
    tick.last = {105};
    meter.add(tick, start + seconds(1));
    const auto reading = meter.read(start + seconds(1));
    CHECK(reading.events_per_s == Approx(5));
    CHECK(reading.commands_per_s == 0);
    CHECK(reading.epochs == 0);
}

}  // namespace leadline::tests
