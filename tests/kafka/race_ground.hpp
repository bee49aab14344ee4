// RaceGround: a race on a ground of its own: its lines, how to publish them while others do what
// they like with the engines, how to kill those, and the judge's word in the end. Throws
// std::runtime_error when the ground itself gives way. One thread; a Publisher has its own.
#pragma once

#include <limits>
#include <thread>

#include "tests/kafka/ground.hpp"
#include "tests/kafka/race.hpp"

namespace leadline::tests {

struct RaceGround {
    // Two programs, which lie in the two partitions; or in one.
    RaceGround(const std::string& name, std::uint64_t commands, std::uint64_t seed,
               KafkaBroker& broker = KafkaBroker::shared(), std::uint32_t partitions = 2);

    [[nodiscard]] std::filesystem::path data(const std::string& name) const {
        return ground.folder.path() / name;
    }
    // The words that run an engine of that name, in the folder data(instance). Its session is
    // short, so that partitions move within a test's patience.
    [[nodiscard]] std::vector<std::string> serve(const std::string& instance) const;
    static constexpr std::chrono::milliseconds session{1'500};

    void publish_part(std::size_t from, std::size_t to) const;

    // Waits until so many outcomes are told, those of repeats too, or for a minute. How many are.
    [[nodiscard]] std::size_t wait_for(std::size_t published) const;

    // Where the outcomes end in each partition: behind the last one that is committed.
    [[nodiscard]] std::vector<std::int64_t> told() const;

    // Waits until all is decided. What is wrong then by the race's rules and as a story, a sentence
    // each; empty: nothing.
    [[nodiscard]] std::vector<std::string> judge() const;

    Ground ground;
    std::vector<std::string> lines;  // some of them twice
};

// Publishes the lines from `from` on, up to `to`, in portions over that time; without a time, one
// after the other.
class Publisher {
public:
    Publisher(const RaceGround& race, std::size_t from, std::chrono::milliseconds over,
              std::size_t to = std::numeric_limits<std::size_t>::max());
    ~Publisher() { thread_.join(); }
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

private:
    std::thread thread_;
};

// Starts the engine "a" and kills it at a random moment, so many times: by turns of its first
// second and of the time from its first commit on, which needs somebody who publishes meanwhile,
// for about a second a kill. In how many of its lives it committed something: kills of an engine
// that does nothing yet show little. Throws when it ends by itself.
[[nodiscard]] std::size_t kill_at_random(const RaceGround& race, std::size_t times,
                                         std::uint64_t seed);

}  // namespace leadline::tests
