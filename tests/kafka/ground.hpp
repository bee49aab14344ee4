// Ground: what a test of an engine on a broker stands on: topics with names of its own, a
// folder, and how an engine is run on them. One thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/kafka/judge.hpp"
#include "tests/support/child.hpp"
#include "tests/support/kafka_broker.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

using Words = std::vector<std::string>;  // of a command line

struct Ground {
    explicit Ground(const std::string& name, std::uint32_t count = 1,
                    KafkaBroker& broker = KafkaBroker::shared());

    // The words that say which topics these are: "--set", "kafka.log=..." and so on.
    [[nodiscard]] std::vector<std::string> settings() const;
    // The words that run an engine on them.
    [[nodiscard]] std::vector<std::string> serve(const std::string& instance,
                                                 const std::filesystem::path& data) const;

    // What the outcomes say once is_enough(verdicts), or after a minute.
    [[nodiscard]] Verdicts wait_until(const std::function<bool(const Verdicts&)>& is_enough) const;
    [[nodiscard]] Verdicts wait_for(std::size_t commands) const;

    std::uint32_t partitions;
    config::Options::Kafka options;
    TemporaryFolder folder;
};

[[nodiscard]] Words with(Words words, const Words& more);

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

// By SIGTERM.
[[nodiscard]] Ended stopped(Child& engine);

}  // namespace leadline::tests
