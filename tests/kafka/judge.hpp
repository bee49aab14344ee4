// Judge: who looks at a Kafka engine from outside: publishes command lines, and reads what became
// of them with kcat, which shares no line of code with the engine, committed records only. One
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/options.hpp"

namespace leadline::tests {

// Each line to the partition of its program, in order, acknowledged when it returns. `wrong`: to
// the next partition instead.
void publish(const config::Options::Kafka& options, const std::vector<std::string>& lines,
             std::uint32_t partitions, bool wrong = false);

struct Consumed {
    std::uint32_t partition = 0;
    std::uint64_t offset = 0;
    std::string key;
    std::string value;
    std::string headers;  // "name=value,name=value"
};

// All committed records of a topic, as they are now.
[[nodiscard]] std::vector<Consumed> consume(const config::Options::Kafka& options,
                                            const std::string& topic);

// What the outcomes say of each command that was understood, by program, source and id.
struct Verdicts {
    std::map<std::string, int> first;  // outcomes that are not marked repeated
    std::map<std::string, int> repeated;

    // Commands with more than one first outcome.
    [[nodiscard]] std::size_t decided_twice() const;
};
[[nodiscard]] Verdicts verdicts(const std::vector<Consumed>& outcomes);

// The text of a JSON member that holds a string; "" when there is none.
[[nodiscard]] std::string member(const std::string& json, const std::string& name);

}  // namespace leadline::tests
