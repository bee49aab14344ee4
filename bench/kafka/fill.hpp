// Fill: the commands that every contestant gets, on a topic: for each partition one program, its
// set-up, and then leads and claims by turns, a fifth of the claims for a lead that is gone. The
// same bytes each time. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/workload.hpp"
#include "config/options.hpp"
#include "connectors/kafka/produce.hpp"

namespace leadline::bench {

struct FillSize {
    std::uint64_t commands = 500'000;  // of all partitions
    std::uint32_t partitions = 2;
    bool claims = true;  // false: leads alone
};

// The program of one partition, command by command; never ends.
class ProgramLines {
public:
    // `number`: of the partition that the program is to lie in.
    ProgramLines(const FillSize& size, std::uint32_t number);

    [[nodiscard]] const std::string& program() const { return size_.program; }
    [[nodiscard]] std::string next();

private:
    WorkloadSize size_;
    std::unique_ptr<Workload> workload_;
    bool claims_;
    std::uint64_t made_ = 0;
    std::uint64_t claimed_ = 0;
};

// A producer as an upstream system would have: large batches, acks of all.
class Publisher {
public:
    // `linger_ms`: how long a record may wait for others.
    Publisher(const config::Options::Kafka& options, const char* linger_ms);

    void publish(std::uint32_t partition, std::string_view key, std::string_view line);
    void serve();  // delivery reports; never waits
    void flush();  // until all is acknowledged

private:
    std::unique_ptr<connectors::kafka::Handle> client_;
    connectors::kafka::Topic topic_;
};

// How many commands each partition got.
std::vector<std::uint64_t> fill(const config::Options::Kafka& options, const FillSize& size);

}  // namespace leadline::bench
