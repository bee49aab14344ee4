// OutcomeWatch: reads a topic of outcomes, committed ones only, as they come, and notes when each
// was read: a command is known by its partition and the number in its id. A thread of its own; any
// may ask.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "config/options.hpp"

namespace leadline::bench {

class OutcomeWatch {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Of ids up to `ids` in each partition.
    OutcomeWatch(const config::Options::Kafka& options, std::uint32_t partitions, std::size_t ids);
    ~OutcomeWatch();
    OutcomeWatch(const OutcomeWatch&) = delete;
    OutcomeWatch& operator=(const OutcomeWatch&) = delete;

    [[nodiscard]] std::uint64_t count() const { return count_; }
    // False when it took longer.
    [[nodiscard]] bool wait_for(std::uint64_t count, std::chrono::milliseconds limit) const;
    // When it was read; once count() says that it must have been.
    [[nodiscard]] Time at(std::uint32_t partition, std::size_t id) const {
        return read_at_[partition][id];
    }

private:
    void run(const config::Options::Kafka& options, std::uint32_t partitions);

    std::vector<std::vector<Time>> read_at_;
    std::atomic<std::uint64_t> count_ = 0;
    std::atomic<bool> stops_ = false;
    std::thread thread_;
};

// The number in `"id":"c-00000123"`, the first in the text.
[[nodiscard]] std::size_t number_of_id(std::string_view json);

}  // namespace leadline::bench
