// See kafka_partition.hpp.
#include "connectors/cli/kafka/kafka_partition.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "config/yaml/names.hpp"
#include "connectors/cli/notifications.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Position;
using events::Result;

namespace {

constexpr std::chrono::milliseconds between_tries{1'000};
// Beyond the session's timeout, for a callback that is on its way.
constexpr std::chrono::milliseconds after_session{500};
// Every commit may be in doubt for a while; reading the end again and again would be a load by
// itself.
constexpr std::chrono::milliseconds after_doubt{200};

// Outcomes go with the epoch's transaction.
class ToldInKafka final : public engine::OutcomeSink {
public:
    [[nodiscard]] Result<void> tell(const engine::Epoch&) override { return {}; }
};

// From the log's topic and the partition alone, never from an option: two names for one partition
// would fence nobody.
std::string transactional_id(const config::Options::Kafka& options, engine::Partition partition) {
    return fmt::format("{}/{}", options.log, partition.number);
}

// Long work of a partition tells in the log how far it is: several may be at it at once.
class LongWork {
public:
    LongWork(engine::Partition partition, std::string_view words)
        : partition_(partition), words_(words) {}
    void at(std::uint64_t done, std::uint64_t whole) {
        const auto now = std::chrono::steady_clock::now();
        if (whole == 0 || now < next_) return;
        next_ = now + std::chrono::seconds(5);
        spdlog::info("partition {}: {}, {} %", partition_.number, words_,
                     std::min<std::uint64_t>(done * 100 / whole, 100));
    }

private:
    engine::Partition partition_;
    std::string_view words_;
    std::chrono::steady_clock::time_point next_ =
        std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

// Others go on, and an engine elsewhere would meet the same.
bool is_of_one_partition(const events::Error& error) {
    return error.failure == Failure::corrupt || error.failure == Failure::loss ||
           error.failure == Failure::passing;
}

// Who added partitions to the topics has moved the programs: their new partitions know nothing of
// them. The group says so at the start (check_partitions), unless the brokers have forgotten it.
Result<void> check_programs(const engine::State& state, engine::Partition partition,
                            std::uint32_t partitions, const std::string& topic) {
    for (const auto& program : state.programs()) {
        const engine::Partition right = engine::partition_of({program->id}, partitions);
        if (right == partition) continue;
        return fail(Failure::configuration,
                    fmt::format("partition {} of {} holds the program {}, which belongs into {} of "
                                "the {} that there are: their number is fixed for a log's life",
                                partition.number, topic, config::shown(program->id), right.number,
                                partitions));
    }
    return {};
}

}  // namespace

KafkaPartition::KafkaPartition(KafkaPartitionParts parts) : parts_(std::move(parts)) {
    thread_ = std::thread([this] { run(); });
}

KafkaPartition::~KafkaPartition() {
    let_go();
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
        changed_.notify_all();
    }
    thread_.join();
}

void KafkaPartition::hold(kafka::Assignment group) {
    const std::lock_guard lock(mutex_);
    wanted_ = {wanted_.number + 1, std::move(group)};
    if (stop_loop_) stop_loop_();
    changed_.notify_all();
}

void KafkaPartition::let_go() { hold({}); }

bool KafkaPartition::has_let_go(std::chrono::milliseconds within) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, within, [this] { return !is_holding_; });
}

void KafkaPartition::fill(EngineStatus& status) const {
    const std::lock_guard lock(mutex_);
    parts_.gauge.fill_views(status, parts_.partition, host_ == nullptr ? nullptr : host_->views());
    if (notifier_ != nullptr) add(status, notifier_->counts());
    if (source_ == nullptr) return;
    const kafka::CommandCounts counts = source_->counts();
    status.kafka.push_back(
        {parts_.partition.number, counts.next, counts.behind, counts.forwarded, counts.dropped});
}

Result<void> KafkaPartition::go_on(const Hold& hold) const {
    const std::lock_guard lock(mutex_);
    if (wanted_.number != hold.number) return fail(Failure::interrupted, "");
    return {};
}

void KafkaPartition::wait(const Hold& hold, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this, &hold] { return wanted_.number != hold.number; });
}

void KafkaPartition::run() {
    Hold held;
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return ends_ || wanted_.number != held.number; });
        held = wanted_;
        if (held.group == nullptr && ends_) return;
        if (held.group == nullptr) continue;
        is_holding_ = true;
        lock.unlock();
        hold_until_let_go(held);
        lock.lock();
        is_holding_ = false;
        changed_.notify_all();
    }
}

// Fenced, and yet not revoked: the group would have taken the partition away by then if it were
// another's. The coordinator's own timeout fences, too.
std::chrono::milliseconds KafkaPartition::after_fencing() const {
    return kafka::session_timeout(parts_.setup.options.kafka) + after_session;
}

// What passes is tried again for as long as the partition is ours.
void KafkaPartition::hold_until_let_go(const Hold& hold) {
    for (;;) {
        const auto end = hold_once(hold);
        if (end && *end == End::let_go) return;
        if (end) wait(hold, *end == End::fenced ? after_fencing() : after_doubt);
        if (!go_on(hold)) return;
        if (end) continue;
        if (is_of_one_partition(end.error())) return parts_.stopped(parts_.partition, end.error());
        if (end.error().failure != Failure::unavailable) return parts_.failed(end.error());
        spdlog::warn("partition {}: {}", parts_.partition.number, end.error().message);
        wait(hold, between_tries);
    }
}

OpeningTold KafkaPartition::told(const Hold& hold, Position end) {
    const auto work = std::make_shared<LongWork>(parts_.partition, "the log is read into state");
    return {[](std::string_view line) { spdlog::info("{}", line); },
            [work, end](Position at) { work->at(at.number, end.number); },
            [this, &hold] { return go_on(hold); }};
}

Result<KafkaPartition::End> KafkaPartition::hold_once(const Hold& hold) {
    const config::Options::Kafka& options = parts_.setup.options.kafka;
    const engine::Partition partition = parts_.partition;
    const auto goes_on = [this, &hold] { return go_on(hold); };
    auto transactions = kafka::Transactions::open(
        {options, transactional_id(options, partition), parts_.batch_bytes, goes_on});
    if (!transactions) return tl::unexpected(std::move(transactions).error());
    if ((*transactions)->trouble() != kafka::Trouble::none) return end_of({}, **transactions);
    auto reader = kafka::TopicReader::open(options, options.log, partition.number);
    if (!reader) return tl::unexpected(std::move(reader).error());
    LongWork work(partition, "the log is copied from Kafka");
    const auto tell = [&work](std::int64_t at, std::int64_t end) {
        work.at(static_cast<std::uint64_t>(at), static_cast<std::uint64_t>(end));
    };
    const auto caught_up =
        kafka::catch_up(*reader, parts_.copy, parts_.folder.log(), partition, tell, goes_on);
    if (!caught_up) return tl::unexpected(caught_up.error());
    spdlog::info("partition {}: {} blocks were read from {}", partition.number, caught_up->blocks,
                 options.log);
    kafka::OriginalLetters letters;
    const auto log = kafka::KafkaLog::open({parts_.copy, parts_.folder.log(), partition, options,
                                            **transactions, hold.group, letters});
    if (!log) return tl::unexpected(log.error());
    const auto end = (*log)->end(partition);
    if (!end) return tl::unexpected(end.error());
    parts_.gauge.move_to(partition, end->last_position, end->last_time);
    const auto host = PartitionHost::open(parts_.setup, parts_.folder, **log, partition,
                                          told(hold, end->last_position));
    if (!host) return tl::unexpected(host.error());
    TRY(check_programs((*host)->state(), partition, (*log)->partitions(), options.log));
    auto decided = decide(hold, **log, **host, letters);
    if ((*log)->last_place().block != 0)
        static_cast<void>(kafka::write_place(parts_.folder.log(), partition, (*log)->last_place()));
    return end_of(std::move(decided), **transactions);
}

Result<KafkaPartition::End> KafkaPartition::end_of(Result<void> decided,
                                                   const kafka::Transactions& transactions) {
    const std::uint32_t number = parts_.partition.number;
    switch (transactions.trouble()) {
        case kafka::Trouble::hung:
            if (!parts_.hung()) return End::let_go;
            [[fallthrough]];
        case kafka::Trouble::doubt:
            spdlog::warn("partition {}: {}; the log's end is read again", number,
                         decided ? "a commit is in doubt" : decided.error().message);
            return End::again;
        case kafka::Trouble::fenced:
            spdlog::warn("partition {}: another engine has it, or the broker ended our transaction",
                         number);
            return End::fenced;
        case kafka::Trouble::none:
        case kafka::Trouble::refused:
            break;
    }
    if (!decided) return tl::unexpected(std::move(decided).error());
    return End::let_go;
}

Result<void> KafkaPartition::decide(const Hold& hold, kafka::KafkaLog& log, PartitionHost& host,
                                    kafka::OriginalLetters& letters) {
    const config::Options::Kafka& options = parts_.setup.options.kafka;
    auto sender = kafka::Sender::open(options);
    if (!sender) return tl::unexpected(std::move(sender).error());
    const auto end = log.end(parts_.partition);
    if (!end) return tl::unexpected(end.error());
    auto source = kafka::CommandSource::open(
        {options, parts_.partition.number, log.partitions(), end->next_input_offset, end->last_time,
         *parts_.setup.clock, **sender, letters, parts_.commands_max,
         [&host] { return host.engine().next_due(); }});
    if (!source) return tl::unexpected(std::move(source).error());
    ToldInKafka told;
    GaugedSink sink(told, host.views(), parts_.gauge);
    const auto before_poll = [this, &host, &hold](Position position) {
        while (!parts_.space.has_room() && go_on(hold)) wait(hold, FreeSpace::look_every);
        if (host.views() != nullptr) host.views()->wait_for(position);
    };
    engine::PipelinedLoop loop(
        {host.engine(), host.store(), **source, sink, engine::epoch_commands_limit, before_poll,
         [&source] { (*source)->stop(); },
         [&log](const engine::Epoch& epoch) { return log.prepare(epoch); },
         [this](std::size_t inputs) { return inputs >= parts_.commands_max; }});
    spdlog::info("partition {}: decides from position {}, offset {} on", parts_.partition.number,
                 host.state().position.number, end->next_input_offset);
    const auto notifier =
        PartitionNotifier::start(parts_.setup, parts_.folder, parts_.copy, parts_.partition);
    if (!notifier) return tl::unexpected(notifier.error());
    return run_loop(hold, loop, **source, host, notifier->get());
}

Result<void> KafkaPartition::run_loop(const Hold& hold, engine::PipelinedLoop& loop,
                                      kafka::CommandSource& source, PartitionHost& host,
                                      const PartitionNotifier* notifier) {
    {
        const std::lock_guard lock(mutex_);
        host_ = &host;
        source_ = &source;
        notifier_ = notifier;
        stop_loop_ = [&loop, &source, &host] {
            loop.stop();
            source.stop();
            if (host.views() != nullptr) host.views()->stop_waiting();
        };
        if (wanted_.number != hold.number) stop_loop_();
    }
    if (host.views() != nullptr) host.views()->start();
    auto ran = loop.run();
    {
        const std::lock_guard lock(mutex_);
        host_ = nullptr;
        source_ = nullptr;
        notifier_ = nullptr;
        stop_loop_ = {};
    }
    if (host.views() != nullptr)
        if (auto viewed = host.views()->stop(); !viewed && ran) return viewed;
    return ran;
}

}  // namespace leadline::connectors
