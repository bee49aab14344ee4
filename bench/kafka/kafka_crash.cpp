// How many kill -9 does an engine on Kafka take? Any number of them, at random moments while claims
// race, with the broker killed beside it now and then; then the judge of the tests looks at the
// topics (tests/kafka/race.hpp).
//   kafka_crash [kills] [commands] [seed]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>

#include "tests/kafka/race_ground.hpp"

namespace leadline::bench {
namespace {

constexpr std::size_t kills_between = 30;  // two kills of the broker

// What is wrong in the end, a sentence each.
std::vector<std::string> crash(std::size_t kills, std::uint64_t commands, std::uint64_t seed) {
    tests::KafkaBroker& broker = tests::KafkaBroker::shared();
    const tests::RaceGround race("crash", commands, seed);
    {
        // About as long as so many kills take.
        const tests::Publisher publisher(race, 0, std::chrono::milliseconds(900) * kills);
        for (std::size_t done = 0; done < kills;) {
            const std::size_t now = std::min(kills_between, kills - done);
            const std::size_t lives = tests::kill_at_random(race, now, seed + done);
            done += now;
            fmt::print("{} kills; in {} of the last {} lives something was committed\n", done,
                       lives, now);
            if (done == kills) break;
            broker.kill();
            broker.start();
            broker.wait();
        }
    }
    tests::Child engine(race.serve("a"));
    std::vector<std::string> complaints = race.judge();
    const tests::Ended ended = tests::stopped(engine);
    if (ended.exit_code != 0) complaints.push_back(ended.err);
    return complaints;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    const std::uint64_t kills = number(1, 100);
    const std::uint64_t commands = number(2, 100'000);
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    const std::uint64_t seed = number(3, static_cast<std::uint64_t>(now) % 1'000'000);
    fmt::print("seed {}\n", seed);
    try {
        const auto complaints = leadline::bench::crash(kills, commands, seed);
        for (const std::string& complaint : complaints) fmt::print("FAILED: {}\n", complaint);
        if (!complaints.empty()) return 1;
    } catch (const std::exception& wrong) {
        fmt::print("FAILED: {}\n", wrong.what());
        return 1;
    }
    fmt::print("{} kills: each of {} commands was decided once, and the right claims won\n", kills,
               commands);
    return 0;
}
