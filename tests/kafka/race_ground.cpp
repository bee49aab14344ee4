// See race_ground.hpp.
#include "tests/kafka/race_ground.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <random>
#include <stdexcept>
#include <thread>

#include "connectors/kafka/topic_reader.hpp"
#include "tests/kafka/story.hpp"

namespace leadline::tests {

using namespace std::chrono_literals;

namespace {

// One line in twenty comes again, somewhere behind.
std::vector<std::string> with_repeats(const std::vector<std::string>& lines, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<std::string> all;
    for (const std::string& line : lines) {
        all.push_back(line);
        if (random() % 20 == 0) all.push_back(all[random() % all.size()]);
    }
    return all;
}

std::vector<std::string> lines_of_two(std::uint64_t commands, std::uint64_t seed) {
    RaceSize size;
    size.commands = commands / 2;
    size.seed = seed;
    const std::vector<std::string> acme = race_lines(size);
    size.program = "bolt";
    const std::vector<std::string> bolt = race_lines(size);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < std::max(acme.size(), bolt.size()); ++i) {
        if (i < acme.size()) lines.push_back(acme[i]);
        if (i < bolt.size()) lines.push_back(bolt[i]);
    }
    return with_repeats(lines, seed);
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

std::size_t RaceGround::wait_for(std::size_t published) const {
    return ground.wait_until([published](const Verdicts& said) { return said.all() >= published; })
        .all();
}

std::vector<std::int64_t> RaceGround::told() const {
    std::vector<std::int64_t> ends;
    for (std::uint32_t partition = 0; partition < ground.partitions; ++partition) {
        const auto reader = connectors::kafka::TopicReader::open(
            ground.options, ground.options.outcomes, partition);
        // A broker that has just come up, or a topic that is new, has no leader for a moment.
        const auto until = std::chrono::steady_clock::now() + 30s;
        auto end = reader ? reader->ends() : tl::unexpected(reader.error());
        while (reader && !end && std::chrono::steady_clock::now() < until) end = reader->ends();
        if (!end) throw std::runtime_error(end.error().message);
        ends.push_back(end->stable);
    }
    return ends;
}

std::vector<std::string> RaceGround::judge() const {
    const std::size_t said = wait_for(lines.size());
    std::vector<std::string> complaints = judge_race(ground.options);
    for (std::string& complaint : judge_story(ground)) complaints.push_back(std::move(complaint));
    if (said != lines.size())
        complaints.push_back(
            fmt::format("{} lines were published, and {} answered in time", lines.size(), said));
    return complaints;
}

Publisher::Publisher(const RaceGround& race, std::size_t from, std::chrono::milliseconds over,
                     std::size_t to)
    : thread_([&race, from, over, end = std::min(to, race.lines.size())] {
          constexpr std::size_t portions = 120;
          const std::size_t size = (end - from) / portions + 1;
          for (std::size_t at = from; at < end; at += size) {
              race.publish_part(at, std::min(at + size, end));
              std::this_thread::sleep_for(over / portions);
          }
      }) {}

std::size_t kill_at_random(const RaceGround& race, std::size_t times, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int> at_start(150, 900);
    std::uniform_int_distribution<int> at_work(0, 400);
    std::size_t lives = 0;
    for (std::size_t kill = 0; kill < times; ++kill) {
        const std::vector<std::int64_t> before = race.told();
        Child engine(race.serve("a"));
        const bool is_at_work = kill % 2 == 0;
        const auto until = std::chrono::steady_clock::now() + 3s;
        while (is_at_work && race.told() == before && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(10ms);
        const int moment = is_at_work ? at_work(random) : at_start(random);
        if (engine.ends_within(std::chrono::milliseconds(moment)))
            throw std::runtime_error("the engine has ended by itself: " + engine.wait().err);
        ::kill(engine.pid(), SIGKILL);
        static_cast<void>(engine.wait());
        if (race.told() != before) ++lives;
    }
    return lives;
}

}  // namespace leadline::tests
