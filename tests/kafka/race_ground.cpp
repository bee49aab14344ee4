// See race_ground.hpp.
#include "tests/kafka/race_ground.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <random>
#include <stdexcept>
#include <thread>

namespace leadline::tests {

using namespace std::chrono_literals;

namespace {

std::vector<std::string> lines_of_two(std::uint64_t commands, std::uint64_t seed) {
    RaceSize size;
    size.commands = commands / 2;
    size.seed = seed;
    std::vector<std::string> lines = race_lines(size);
    size.program = "bolt";
    for (std::string& line : race_lines(size)) lines.push_back(std::move(line));
    return lines;
}

}  // namespace

RaceGround::RaceGround(const std::string& name, std::uint64_t commands, std::uint64_t seed,
                       KafkaBroker& broker, std::uint32_t partitions)
    : ground(name, partitions, broker), lines(lines_of_two(commands, seed)) {}

std::vector<std::string> RaceGround::serve(const std::string& instance) const {
    std::vector<std::string> words = ground.serve(instance, data(instance));
    for (const std::string& set :
         {fmt::format("kafka.properties.session.timeout.ms={}", session.count()),
          std::string("kafka.properties.heartbeat.interval.ms=300")}) {
        words.emplace_back("--set");
        words.push_back(set);
    }
    return words;
}

void RaceGround::publish_part(std::size_t from, std::size_t to) const {
    const auto at = [this](std::size_t line) {
        return lines.begin() + static_cast<std::ptrdiff_t>(std::min(line, lines.size()));
    };
    publish(ground.options, {at(from), at(to)}, ground.partitions);
}

std::vector<std::string> RaceGround::judge() const {
    const Verdicts said = ground.wait_for(lines.size());
    std::vector<std::string> complaints = judge_race(ground.options);
    if (said.first.size() != lines.size())
        complaints.push_back(
            fmt::format("of {} commands {} were decided in time", lines.size(), said.first.size()));
    return complaints;
}

Publisher::Publisher(const RaceGround& race, std::size_t from, std::chrono::milliseconds over)
    : thread_([&race, from, over] {
          constexpr std::size_t portions = 40;
          const std::size_t size = (race.lines.size() - from) / portions + 1;
          for (std::size_t at = from; at < race.lines.size(); at += size) {
              race.publish_part(at, at + size);
              std::this_thread::sleep_for(over / portions);
          }
      }) {}

void kill_at_random(const RaceGround& race, std::size_t times, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int> moment(150, 900);
    for (std::size_t kill = 0; kill < times; ++kill) {
        Child engine(race.serve("a"));
        if (engine.ends_within(std::chrono::milliseconds(moment(random))))
            throw std::runtime_error("the engine has ended by itself: " + engine.wait().err);
        ::kill(engine.pid(), SIGKILL);
        static_cast<void>(engine.wait());
    }
}

}  // namespace leadline::tests
