// See fill.hpp.
#include "bench/kafka/fill.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/log/placement.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {

using namespace connectors::kafka;

namespace {

constexpr std::uint64_t setup_commands = 2'412;  // of 200 partners, before the first lead
constexpr std::uint64_t late_each = 5;

std::string program_of(std::uint32_t partition, std::uint32_t partitions) {
    for (int number = 0;; ++number) {
        std::string name = fmt::format("program-{}", number);
        if (engine::partition_of({name}, partitions).number == partition) return name;
    }
}

}  // namespace

ProgramLines::ProgramLines(const FillSize& size, std::uint32_t number) : claims_(size.claims) {
    size_.leads_live = UINT64_MAX;
    size_.seed = number + 1;
    size_.program = program_of(number, size.partitions);
    workload_ = std::make_unique<Workload>(size_);
}

std::string ProgramLines::next() {
    events::CommandHeader command;
    const std::uint64_t step = made_++;
    const bool is_claim = claims_ && step > setup_commands && step % 2 == 0;
    if (!is_claim) {
        ENSURE(workload_->next_setup(command));
        return json_line(command);
    }
    // Users by a stride that is no divisor of their number.
    const std::uint64_t user = step / 2 * 7'919;
    const bool is_late = claimed_ > 0 && step / 2 % late_each == 0;
    workload_->claim(command, is_late ? (step * 31) % claimed_ : claimed_++, user);
    return json_line(command);
}

Publisher::Publisher(const config::Options::Kafka& options, const char* linger_ms) {
    auto config = ClientConfig::make(options, Role::producer);
    ENSURE(config.has_value());
    ENSURE(config->set("linger.ms", linger_ms).has_value());
    auto client = Handle::producer(*std::move(config));
    ENSURE(client.has_value());
    client_ = std::make_unique<Handle>(*std::move(client));
    topic_.reset(rd_kafka_topic_new(client_->get(), options.commands.c_str(), nullptr));
}

void Publisher::publish(std::uint32_t partition, std::string_view key, std::string_view line) {
    while (rd_kafka_produce(topic_.get(), static_cast<std::int32_t>(partition), RD_KAFKA_MSG_F_COPY,
                            const_cast<char*>(line.data()), line.size(), key.data(), key.size(),
                            nullptr) != 0) {
        ENSURE(rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL);
        rd_kafka_poll(client_->get(), 10);
    }
}

void Publisher::serve() { rd_kafka_poll(client_->get(), 0); }

void Publisher::flush() {
    ENSURE(rd_kafka_flush(client_->get(), 120'000) == RD_KAFKA_RESP_ERR_NO_ERROR);
}

std::vector<std::uint64_t> fill(const config::Options::Kafka& options, const FillSize& size) {
    Publisher publisher(options, "50");
    std::vector<std::uint64_t> counts(size.partitions, size.commands / size.partitions);
    std::vector<ProgramLines> programs;
    for (std::uint32_t p = 0; p < size.partitions; ++p) programs.emplace_back(size, p);
    for (std::uint64_t i = 0; i < counts[0]; ++i) {
        for (std::uint32_t p = 0; p < size.partitions; ++p)
            publisher.publish(p, programs[p].program(), programs[p].next());
        if (i % 256 == 0) publisher.serve();
    }
    publisher.flush();
    return counts;
}

}  // namespace leadline::bench
