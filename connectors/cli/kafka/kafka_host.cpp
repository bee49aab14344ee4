// See kafka_host.hpp.
#include "connectors/cli/kafka/kafka_host.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/status_thread.hpp"
#include "connectors/kafka/admin.hpp"
#include "connectors/kafka/group_lag.hpp"
#include "connectors/serve/waiting.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::Failure;
using events::Result;

namespace {

constexpr events::Duration between_tries{1'000'000};
constexpr std::chrono::milliseconds let_go_max{2'000};
constexpr events::Duration look_every{100'000};
constexpr int hung_max = 2;

// What a person has to change before an engine may start on these topics.
std::optional<std::string> wrong_topics(const kafka::ClusterFacts& facts,
                                        const config::Options::Kafka& options) {
    std::string all;
    for (const kafka::Finding& finding : kafka::findings(facts, options))
        if (!finding.is_warning)
            all +=
                fmt::format("{}{}: {}", all.empty() ? "" : "\n", finding.about, finding.sentence);
    return all.empty() ? std::nullopt : std::optional(all);
}

}  // namespace

KafkaHost::KafkaHost(HostSetup setup, DataFolder folder)
    : setup_(std::move(setup)),
      folder_(std::move(folder)),
      commands_max_(setup_.options.epoch.commands_max) {}

KafkaHost::~KafkaHost() = default;

Result<std::unique_ptr<KafkaHost>> KafkaHost::open(HostSetup setup) {
    if (const auto records = kafka::EpochRecords::make_for(setup.options.kafka); !records)
        return tl::unexpected(records.error());
    auto folder = DataFolder::open(setup.folder);
    if (!folder) return tl::unexpected(std::move(folder).error());
    std::unique_ptr<KafkaHost> host(new KafkaHost(std::move(setup), *std::move(folder)));
    bool was_said = false;
    for (;;) {
        auto opened = host->open_copy();
        if (opened) return host;
        if (opened.error().failure != Failure::unavailable)
            return tl::unexpected(std::move(opened).error());
        if (!std::exchange(was_said, true))
            host->setup_.say(fmt::format("{}; trying until it does", opened.error().message));
        PollWaiting(host->setup_.signals->wake_descriptor()).wait(-1, between_tries);
        TRY(connectors::go_on(*host->setup_.signals));
    }
}

Result<void> KafkaHost::open_copy() {
    const config::Options::Kafka& options = setup_.options.kafka;
    auto admin = kafka::Admin::open(options);
    if (!admin) return tl::unexpected(std::move(admin).error());
    const auto facts = admin->describe();
    if (!facts) return tl::unexpected(facts.error());
    if (const auto wrong = wrong_topics(*facts, options))
        return events::fail(Failure::refused, *wrong);
    // Before there is a folder of that many.
    TRY(kafka::check_partitions(options, facts->of(kafka::TopicUse::log).partitions));
    auto copy = open_kafka_copy(folder_, setup_.options, *facts);
    if (!copy) return tl::unexpected(std::move(copy).error());
    copy_ = *std::move(copy);
    batch_bytes_ = kafka::batch_bytes(*facts);
    return {};
}

Result<void> KafkaHost::begin_gauge() {
    gauge_ = std::make_unique<EngineGauge>();
    for (Partition p; p.number < copy_->partitions(); ++p.number) {
        const auto end = copy_->end(p);
        if (!end) return tl::unexpected(end.error());
        gauge_->begin(p, end->last_position, end->last_time);
    }
    return {};
}

Result<RunEnd> KafkaHost::run() {
    space_ = std::make_unique<FreeSpace>(
        FreeSpaceSetup{{folder_.log(), folder_.root() / "state", folder_.root() / "views"},
                       setup_.options.disk.free_min,
                       [](std::string_view line) { spdlog::warn("{}", line); }});
    TRY(begin_gauge());
    StatusThread status(folder_.root(), *setup_.clock, [this](EngineStatus& to) { fill(to); });
    auto ended = wait_for_end();
    if (!ended) {
        status.end_with(ended.error().message);
        return tl::unexpected(std::move(ended).error());
    }
    return RunEnd::interrupted;
}

void KafkaHost::fill(EngineStatus& status) const {
    status.command = setup_.command;
    gauge_->fill(status);
    status.closed = space_->why_closed();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [number, partition] : partitions_) partition->fill(status);
    }
    const std::lock_guard lock(told_mutex_);
    for (const auto& [number, why] : stopped_) status.closed = why;
}

Result<void> KafkaHost::wait_for_end() {
    auto membership = kafka::Membership::join(
        setup_.options.kafka,
        {[this](const auto& partitions, kafka::Assignment group) {
             take(partitions, std::move(group));
         },
         [this] { let_go(); }, [this](events::Error error) { fail(std::move(error)); }});
    if (!membership) return tl::unexpected(std::move(membership).error());
    PollWaiting waiting(setup_.signals->wake_descriptor());
    while (!error() && !setup_.signals->stopped()) waiting.wait(-1, look_every);
    membership->reset();  // lets go of all partitions first
    {
        const std::lock_guard lock(mutex_);
        partitions_.clear();
    }
    if (auto failed = error()) return tl::unexpected(*std::move(failed));
    return {};
}

void KafkaHost::take(const std::vector<std::uint32_t>& partitions, kafka::Assignment group) {
    const std::lock_guard lock(mutex_);
    {
        const std::lock_guard told_lock(told_mutex_);
        held_ = partitions.size();
        stopped_.clear();
    }
    for (const std::uint32_t number : partitions) {
        if (number >= copy_->partitions())
            return fail({Failure::refused,
                         fmt::format("{} has more partitions now than the {} it had: their number "
                                     "is fixed for a log's life",
                                     setup_.options.kafka.commands, copy_->partitions())});
        std::unique_ptr<KafkaPartition>& partition = partitions_[number];
        if (partition == nullptr) partition = make(Partition{number});
        partition->hold(group);
    }
    spdlog::info("{} of {} partitions are ours", partitions.size(), copy_->partitions());
}

std::unique_ptr<KafkaPartition> KafkaHost::make(Partition partition) {
    return std::make_unique<KafkaPartition>(KafkaPartitionParts{
        setup_, folder_, *copy_, partition, *gauge_, *space_, batch_bytes_, commands_max_,
        [this](events::Error error) { fail(std::move(error)); },
        [this](Partition which, const events::Error& error) { stop_one(which, error); },
        [this] { return may_hang_once_more(); }});
}

// An epoch that takes longer is an orphan: fencing makes it harmless.
void KafkaHost::let_go() {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, partition] : partitions_) partition->let_go();
    const auto until = std::chrono::steady_clock::now() + let_go_max;
    for (const auto& [number, partition] : partitions_)
        static_cast<void>(
            partition->has_let_go(std::chrono::duration_cast<std::chrono::milliseconds>(
                std::max(until - std::chrono::steady_clock::now(),
                         std::chrono::steady_clock::duration::zero()))));
}

// The others go on; an engine that has nothing left to decide says so by its end.
void KafkaHost::stop_one(Partition partition, const events::Error& error) {
    spdlog::error("stopped: {}", error.message);
    const std::lock_guard lock(told_mutex_);
    stopped_[partition.number] = error.message;
    if (stopped_.size() == held_ && !error_) error_ = error;
}

bool KafkaHost::may_hang_once_more() {
    if (++hung_ < hung_max) return true;
    fail(
        {Failure::passing, "the Kafka client library hangs again and again; a new start may help"});
    return false;
}

void KafkaHost::fail(events::Error error) {
    const std::lock_guard lock(told_mutex_);
    if (!error_) error_ = std::move(error);
}

std::optional<events::Error> KafkaHost::error() const {
    const std::lock_guard lock(told_mutex_);
    return error_;
}

}  // namespace leadline::connectors
