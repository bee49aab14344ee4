// KafkaPartition: one partition of a Kafka log while this process is in the group, on a thread of
// its own. Each time it is held: fence whoever had it, bring the copy to the log's end, open state
// and views, decide. A commit in doubt begins all of it again; fencing ends it, since only the
// group may give it back. Made and ended by KafkaHost, whose thread calls what is public.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "connectors/cli/engine_gauge.hpp"
#include "connectors/cli/free_space.hpp"
#include "connectors/cli/kafka/partition_notifier.hpp"
#include "connectors/cli/partition_host.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "connectors/kafka/command_source.hpp"
#include "connectors/kafka/kafka_log.hpp"
#include "engine/runtime/epoch_loop.hpp"

namespace leadline::connectors {

struct KafkaPartitionParts {
    const HostSetup& setup;
    const DataFolder& folder;
    EmbeddedLog& copy;
    engine::Partition partition;
    EngineGauge& gauge;
    FreeSpace& space;
    std::uint64_t batch_bytes;                       // that the topics take
    const std::atomic<std::uint32_t>& commands_max;  // per epoch, as it is now
    // Something that only a person can mend: no partition can go on. Any thread.
    std::function<void(events::Error)> failed;
    // This partition alone cannot. Any thread; once for each time it is held.
    std::function<void(engine::Partition, events::Error)> stopped;
    // A thread was left in a call that hangs. False: it is one too many, and all ends. Any thread.
    std::function<bool()> hung;
};

class KafkaPartition {
public:
    explicit KafkaPartition(KafkaPartitionParts parts);
    // Lets go of the partition first; waits for what is being committed.
    ~KafkaPartition();
    KafkaPartition(const KafkaPartition&) = delete;
    KafkaPartition& operator=(const KafkaPartition&) = delete;

    // It is ours from now on. Whoever held it here before ends first, on the partition's thread.
    void hold(kafka::Assignment group);
    // Asks it to end; returns at once.
    void let_go();
    // Whether nothing of it is held any more, within so long.
    [[nodiscard]] bool has_let_go(std::chrono::milliseconds within);

    // How far it is while it decides; nothing else.
    void fill(EngineStatus& status) const;

private:
    enum class End : std::uint8_t { let_go, again, fenced };
    struct Hold {  // one assignment
        std::uint64_t number = 0;
        kafka::Assignment group;
    };

    void run();
    void hold_until_let_go(const Hold& hold);
    [[nodiscard]] events::Result<End> hold_once(const Hold& hold);
    [[nodiscard]] events::Result<End> end_of(events::Result<void> decided,
                                             const kafka::Transactions& transactions);
    [[nodiscard]] events::Result<void> decide(const Hold& hold, kafka::KafkaLog& log,
                                              PartitionHost& host, kafka::OriginalLetters& letters);
    [[nodiscard]] events::Result<void> run_loop(const Hold& hold, engine::PipelinedLoop& loop,
                                                kafka::CommandSource& source, PartitionHost& host,
                                                const PartitionNotifier* notifier);
    // `interrupted` once the partition is let go of, or held anew.
    [[nodiscard]] events::Result<void> go_on(const Hold& hold) const;
    [[nodiscard]] OpeningTold told(const Hold& hold, events::Position end);
    void wait(const Hold& hold, std::chrono::milliseconds time);
    [[nodiscard]] std::chrono::milliseconds after_fencing() const;

    KafkaPartitionParts parts_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Hold wanted_;  // under mutex_, like all below; without a group: none
    bool is_holding_ = false;
    bool ends_ = false;
    std::function<void()> stop_loop_;  // while it decides
    PartitionHost* host_ = nullptr;    // the same
    kafka::CommandSource* source_ = nullptr;
    const PartitionNotifier* notifier_ = nullptr;  // the same; null as well when nobody is told
    std::thread thread_;
};

}  // namespace leadline::connectors
