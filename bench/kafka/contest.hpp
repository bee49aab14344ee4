// Contest: one contestant, a process of its own, takes the whole fill from the first command to the
// last; what it took is told. Throws std::runtime_error when it ends too soon, or says less than it
// was asked.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "config/options.hpp"
#include "tests/support/child.hpp"
#include "tests/support/kafka_broker.hpp"

namespace leadline::bench {

// What is on the topic of commands.
struct Fill {
    std::string topic;
    std::uint32_t partitions = 0;
    std::uint64_t commands = 0;
};

struct Contestant {
    enum class Kind : std::uint8_t { leadline, null, streams };

    std::string name;
    Kind kind = Kind::leadline;
    // --set of Leadline, the variant of the null pipeline, properties of Kafka Streams.
    std::vector<std::string> settings;
    bool outcome_each = true;  // a record on `outcomes` for each command
    std::string label = {};    // what it is called when it is told of
};

struct Took {
    double per_s = 0;        // commands, from the first record out to the last
    double per_s_whole = 0;  // from the start of the process
    double per_s_half = 0;   // of the second half of the commands: nothing warms up any more
    double cpu_us = 0;       // of the process per command, in the second half
    double cpu_us_whole = 0;
    double broker_us = 0;       // of the broker per command, in the second half
    std::uint64_t records = 0;  // on outcomes and events
    std::uint64_t bytes = 0;
};

// Topics for one run, on that fill; `name` begins their names.
[[nodiscard]] config::Options::Kafka make_topics(const tests::KafkaBroker& broker,
                                                 const std::string& name, const Fill& fill);

// A contestant's process; `folder` is its own.
[[nodiscard]] std::unique_ptr<tests::Child> started(const Contestant& contestant,
                                                    const config::Options::Kafka& options,
                                                    const std::filesystem::path& folder);

// User and system time of a process that runs.
[[nodiscard]] double processor_s(pid_t pid);

[[nodiscard]] Took run(const tests::KafkaBroker& broker, const Contestant& contestant,
                       const Fill& fill);

}  // namespace leadline::bench
