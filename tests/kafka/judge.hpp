// Judge: who looks at a Kafka engine from outside: publishes command lines, and reads what became
// of them with kcat, which shares no line of code with the engine, committed records only. One
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/options.hpp"

namespace leadline::tests {

// Each line to the partition of its program, in order, acknowledged when it returns. `wrong`: to
// the next partition instead.
void publish(const config::Options::Kafka& options, const std::vector<std::string>& lines,
             std::uint32_t partitions, bool wrong = false);

// A record as nobody but its sender wants it.
struct Published {
    using Headers = std::vector<std::pair<std::string, std::string>>;

    std::uint32_t partition = 0;
    std::string key;                   // "": none
    std::optional<std::string> value;  // none: a tombstone
    Headers headers;
};

// In order, acknowledged when it returns.
void publish_records(const config::Options::Kafka& options, const std::vector<Published>& records);

struct Consumed {
    std::uint32_t partition = 0;
    std::uint64_t offset = 0;
    std::string key;
    bool has_value = true;  // false: a tombstone
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
    // Outcomes, of repeats too.
    [[nodiscard]] std::size_t all() const;
};
[[nodiscard]] Verdicts verdicts(const std::vector<Consumed>& outcomes);

// The text of a JSON member that holds a string; "" when there is none.
[[nodiscard]] std::string member(const std::string& json, const std::string& name);
// The number of one that holds a number; 0 when there is none.
[[nodiscard]] std::uint64_t number_member(const std::string& json, const std::string& name);
// Program, source and id of the command that a line, a record or an outcome is of.
[[nodiscard]] std::string command_of(const std::string& json);

}  // namespace leadline::tests
