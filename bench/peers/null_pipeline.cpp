// What does exactly-once on Kafka cost by itself? A pipeline with the engine's own clients,
// settings and order of calls, and no logic: commands come in, an epoch at a time, and go out as
// they are. Whatever an engine decides comes on top of this. Runs until SIGTERM; kafka_compare
// starts it.
//   null_pipeline BROKERS GROUP COMMANDS OUT EVENTS record|epoch|headers|feed [commands per epoch]
// `record`: a record out per command; `epoch`: the same bytes in blocks, as the log has them;
// `headers`: a record per command, with the headers that the feed has on request; `feed`: as many
// records and bytes as the engine with its feed on, on the same topics.
#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#include "config/options.hpp"
#include "connectors/kafka/membership.hpp"
#include "connectors/kafka/transactions.hpp"

namespace leadline::bench {
namespace {

using namespace connectors::kafka;
using events::Result;

// As the engine's source has it, and a block's size.
constexpr std::chrono::milliseconds wait{20};
constexpr std::size_t block_bytes = 900U << 10U;

std::atomic<bool> stops = false;

// Of the fill: an outcome, and an event; three events for two commands.
constexpr std::size_t outcome_bytes = 155;
constexpr std::size_t event_bytes = 590;
constexpr std::size_t log_bytes = 200;

enum class Variant : std::uint8_t { record, epoch, headers, feed };

struct Plan {
    config::Options::Kafka options;
    std::string out;
    std::string events;
    Variant variant = Variant::record;
    std::size_t epoch = 5'000;
};

// One partition, from its first command on, on the thread that calls.
class Pipeline {
public:
    Pipeline(const Plan& plan, std::uint32_t partition, Assignment group)
        : plan_(plan),
          partition_(static_cast<std::int32_t>(partition)),
          group_(std::move(group)),
          messages_(plan.epoch) {}

    [[nodiscard]] Result<void> run() {
        auto transactions =
            Transactions::open({plan_.options, fmt::format("null/{}/{}", plan_.out, partition_),
                                batch_bytes_max - 1'024});
        if (!transactions) return tl::unexpected(std::move(transactions).error());
        const auto topic = (*transactions)->topic(plan_.out);
        if (!topic) return tl::unexpected(topic.error());
        to_ = {*topic, partition_};
        const auto events = (*transactions)->topic(plan_.events);
        if (!events) return tl::unexpected(events.error());
        events_ = {*events, partition_};
        auto config = ClientConfig::make(plan_.options, Role::data);
        if (!config) return tl::unexpected(std::move(config).error());
        const auto client = Handle::consumer(*std::move(config));
        if (!client) return tl::unexpected(client.error());
        const PartitionList list(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(list.get(), plan_.options.commands.c_str(), partition_)
            ->offset = 0;
        if (const auto code = rd_kafka_assign(client->get(), list.get()))
            return tl::unexpected(to_error(code, "assign"));
        const Queue queue(rd_kafka_queue_get_consumer(client->get()));
        while (!stops) {
            const std::size_t count = consume(queue.get(), messages_, wait);
            if (count == 0) continue;
            auto done = epoch(**transactions, count);
            for (std::size_t i = 0; i < count; ++i) rd_kafka_message_destroy(messages_[i]);
            if (!done) return done;
        }
        return {};
    }

private:
    [[nodiscard]] Result<void> epoch(Transactions& transactions, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            if (messages_[i]->err != 0)
                return tl::unexpected(to_error(messages_[i]->err, "reading commands"));
        const auto next = static_cast<std::uint64_t>(messages_[count - 1]->offset) + 1;
        TRY(transactions.begin());
        TRY(transactions.send_offset(plan_.options.commands, partition_, next, group_));
        switch (plan_.variant) {
            case Variant::record:
                TRY(records(transactions, count));
                break;
            case Variant::epoch:
                TRY(blocks(transactions, count));
                break;
            case Variant::headers:
                TRY(headed(transactions, count));
                break;
            case Variant::feed:
                TRY(feed(transactions, count));
                break;
        }
        return transactions.commit();
    }

    static std::string_view value_of(const rd_kafka_message_t& m) {
        return {static_cast<const char*>(m.payload), m.len};
    }
    static std::string_view key_of(const rd_kafka_message_t& m) {
        return {static_cast<const char*>(m.key), m.key_len};
    }

    [[nodiscard]] Result<void> records(Transactions& transactions, std::size_t count) {
        batch_.clear();
        for (std::size_t i = 0; i < count; ++i) {
            batch_.open(key_of(*messages_[i]));
            batch_.bytes() += value_of(*messages_[i]);
            batch_.close();
        }
        return transactions.produce(to_, batch_);
    }

    [[nodiscard]] Result<void> blocks(Transactions& transactions, std::size_t count) {
        block_.clear();
        for (std::size_t i = 0; i < count; ++i) {
            block_ += value_of(*messages_[i]);
            if (block_.size() < block_bytes && i + 1 < count) continue;
            TRY(transactions.produce(to_, "block", events::as_bytes(std::string_view(block_))));
            block_.clear();
        }
        return {};
    }

    [[nodiscard]] Result<void> headed(Transactions& transactions, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            Headers headers(rd_kafka_headers_new(2));
            add_header(headers, "ce_type", "LeadClaimed");
            add_header(headers, "ce_id", fmt::format("{}/{}", partition_, messages_[i]->offset));
            TRY(transactions.produce(
                to_, {key_of(*messages_[i]), events::as_bytes(value_of(*messages_[i])),
                      std::move(headers)}));
        }
        return {};
    }

    // A block goes to the topic of events: there is no other for it.
    [[nodiscard]] Result<void> feed(Transactions& transactions, std::size_t count) {
        batch_.clear();
        events_batch_.clear();
        block_.clear();
        for (std::size_t i = 0; i < count; ++i) {
            const std::string_view value = value_of(*messages_[i]);
            batch_.open("bench");
            batch_.bytes() += value.substr(0, outcome_bytes);
            batch_.close();
            block_ += value.substr(0, log_bytes);
            for (std::size_t event = 0; event < 1 + i % 2; ++event) {
                events_batch_.open(key_of(*messages_[i]));
                const std::size_t begin = events_batch_.bytes().size();
                events_batch_.bytes() += value;
                events_batch_.bytes() += value;
                events_batch_.bytes().resize(begin + event_bytes, ' ');
                events_batch_.close();
            }
            if (block_.size() < block_bytes && i + 1 < count) continue;
            TRY(transactions.produce(events_, "block", events::as_bytes(std::string_view(block_))));
            block_.clear();
        }
        TRY(transactions.produce(events_, events_batch_));
        return transactions.produce(to_, batch_);
    }

    const Plan& plan_;
    std::int32_t partition_;
    Assignment group_;
    std::vector<rd_kafka_message_t*> messages_;
    Target to_;
    Target events_;
    RecordBatch batch_;
    RecordBatch events_batch_;
    std::string block_;
};

// A thread for each partition that the group gives us, until SIGTERM.
int run(const Plan& plan) {
    Assignment group;
    std::vector<std::thread> threads;
    std::atomic<int> code = 0;
    const auto fail = [&code](const events::Error& error) {
        fmt::print(stderr, "null_pipeline: {}\n", error.message);
        code = 1;
        stops = true;
    };
    auto membership = Membership::join(
        plan.options, {[&](const std::vector<std::uint32_t>& partitions, Assignment metadata) {
                           if (!threads.empty()) return;  // one assignment is all it is made for
                           group = std::move(metadata);
                           for (const std::uint32_t partition : partitions)
                               threads.emplace_back([&, partition] {
                                   Pipeline pipeline(plan, partition, group);
                                   if (auto ran = pipeline.run(); !ran) fail(ran.error());
                               });
                       },
                       [] { stops = true; }, [&](const events::Error& error) { fail(error); }});
    if (!membership) fail(membership.error());
    while (!stops) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (membership) membership->reset();
    for (std::thread& thread : threads) thread.join();
    return code;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    using leadline::bench::Variant;
    if (argc < 7) {
        fmt::print(stderr,
                   "usage: null_pipeline BROKERS GROUP COMMANDS OUT EVENTS "
                   "record|epoch|headers|feed [commands per epoch]\n");
        return 64;
    }
    leadline::bench::Plan plan;
    plan.options = leadline::config::default_options().kafka;
    plan.options.brokers = argv[1];
    plan.options.group = argv[2];
    plan.options.instance = "null";
    plan.options.commands = argv[3];
    plan.out = argv[4];
    plan.events = argv[5];
    const std::string_view variant = argv[6];
    if (variant == "epoch") plan.variant = Variant::epoch;
    if (variant == "headers") plan.variant = Variant::headers;
    if (variant == "feed") plan.variant = Variant::feed;
    if (argc > 7) plan.epoch = std::strtoull(argv[7], nullptr, 10);
    struct sigaction action {};
    action.sa_handler = [](int) { leadline::bench::stops = true; };
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    return leadline::bench::run(plan);
}
