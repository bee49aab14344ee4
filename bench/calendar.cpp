// What a call of the calendar and of the places costs: a time's window, working time added, a
// distance, and the territories that cover an address, against how many there are.
//   bench_calendar [--benchmark_filter=REGEX]
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "engine/core/calendar/opening_hours.hpp"
#include "engine/core/calendar/window.hpp"
#include "engine/core/places/centroids.hpp"
#include "engine/core/places/territory.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using engine::TimeZone;
using engine::WindowUnit;
using events::Time;

// Berlin: two changes listed, then two every year.
TimeZone berlin() {
    const std::vector<events::ZoneChange> changes{{{796'179'600'000'000}, 7'200},
                                                  {{811'904'400'000'000}, 3'600}};
    const std::vector<events::YearlyChange> yearly{{3, 5, 7, 7'200, 7'200},
                                                   {10, 5, 7, 10'800, 3'600}};
    auto zone = TimeZone::make({"Europe/Berlin", 3'600, changes, 1996, yearly});
    ENSURE(zone.has_value());
    return *zone;
}

// Instants of 2026, all over the year, the same each time.
Time next_time(std::uint64_t& state) {
    state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    constexpr std::uint64_t year_us = 31'536'000'000'000U;
    return {1'767'225'600'000'000 + static_cast<std::int64_t>((state >> 8U) % year_us)};
}

void window_of(benchmark::State& state) {
    const TimeZone zone = berlin();
    const auto unit = static_cast<WindowUnit>(state.range(0));
    std::uint64_t seed = 1;
    for (auto _ : state) benchmark::DoNotOptimize(engine::window_of(zone, unit, next_time(seed)));
}
BENCHMARK(window_of)->ArgName("unit")->DenseRange(1, 4);

void add_working_time(benchmark::State& state) {
    const TimeZone zone = berlin();
    std::vector<events::OpenSpan> week;
    for (std::uint8_t day = 1; day <= 5; ++day) week.push_back({day, 540, 1'020});
    std::vector<std::string> dates;
    for (int month = 1; month <= 12; ++month)
        dates.push_back("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month) +
                        "-06");
    const std::vector<events::Text> holidays(dates.begin(), dates.end());
    const auto open = engine::OpeningHours::make(zone, {week, holidays, {}});
    ENSURE(open.has_value());
    const events::Duration hours{state.range(0) * events::hour.us};
    std::uint64_t seed = 1;
    for (auto _ : state) benchmark::DoNotOptimize(open->after(next_time(seed), hours));
}
BENCHMARK(add_working_time)->ArgName("hours")->Arg(4)->Arg(40)->Arg(2'000)->Arg(2'000'000);

void working_time(benchmark::State& state) {
    const TimeZone zone = berlin();
    const std::vector<events::OpenSpan> week{{1, 540, 1'020}, {3, 540, 1'020}};
    const auto open = engine::OpeningHours::make(zone, {week, {}, {}});
    ENSURE(open.has_value());
    const events::Duration length{state.range(0) * events::day.us};
    std::uint64_t seed = 1;
    for (auto _ : state) {
        const Time from = next_time(seed);
        benchmark::DoNotOptimize(open->working_time(from, from + length));
    }
}
BENCHMARK(working_time)->ArgName("days")->Arg(1)->Arg(365)->Arg(365'000);

void distance(benchmark::State& state) {
    std::vector<engine::Point> points;
    for (std::int32_t i = 0; i < 1'024; ++i)
        points.emplace_back(events::Coordinates{i * 87'000, i * 171'000});
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(distance_m(points[i & 1'023U], points[(i * 7) & 1'023U]));
        ++i;
    }
}
BENCHMARK(distance);

void place_of(benchmark::State& state) {
    const std::vector<events::Text> codes{"80331", "10115", "01067", "99099"};
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(engine::place_of("DE", codes[i++ & 3U]));
}
BENCHMARK(place_of);

// A partner for each postal prefix of one to five digits, so that five cover every address.
void territories(benchmark::State& state) {
    engine::TerritoryIndex index;
    const auto count = static_cast<std::uint32_t>(state.range(0));
    for (std::uint32_t i = 0; i < count; ++i)
        ENSURE(index.add({"DE", "", std::to_string(i * 99'991 / count)}, i));
    engine::TerritoryIndex::Found found;
    std::uint32_t i = 0;
    for (auto _ : state) {
        const std::string code = std::to_string(10'000 + i++ * 7 % 89'999);
        index.find({"DE", "Bayern", "", code}, found);
        benchmark::DoNotOptimize(found.data());
    }
}
BENCHMARK(territories)->ArgName("all")->RangeMultiplier(10)->Range(10, 100'000);

}  // namespace
}  // namespace leadline::bench

BENCHMARK_MAIN();
