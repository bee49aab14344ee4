// KafkaHost: an engine on Kafka in a data folder of its own: it takes its place in the group and
// decides whatever partitions the group gives it, each by a KafkaPartition, until a signal comes.
// The folder holds a copy of the log, the state and the views of the partitions that it has or had.
// Made and used by one thread.
#pragma once

#include <atomic>
#include <map>

#include "connectors/cli/engine_host.hpp"
#include "connectors/cli/kafka/kafka_partition.hpp"
#include "connectors/kafka/membership.hpp"

namespace leadline::connectors {

class KafkaHost {
public:
    // Waits for a broker as long as none answers. `refused` when topics are not as they have to be;
    // `configuration` when the folder holds another log.
    [[nodiscard]] static events::Result<std::unique_ptr<KafkaHost>> open(HostSetup setup);
    ~KafkaHost();
    KafkaHost(const KafkaHost&) = delete;
    KafkaHost& operator=(const KafkaHost&) = delete;

    // Until a signal stops it, or something that only a person can mend.
    [[nodiscard]] events::Result<RunEnd> run();
    // What the configuration that was read again says; any thread.
    void set_commands_max(std::uint32_t count) { commands_max_ = count; }

private:
    KafkaHost(HostSetup setup, DataFolder folder);

    [[nodiscard]] events::Result<void> open_copy();
    [[nodiscard]] events::Result<void> begin_gauge();
    [[nodiscard]] events::Result<void> wait_for_end();
    void fill(EngineStatus& status) const;
    void take(const std::vector<std::uint32_t>& partitions, kafka::Assignment group);
    void let_go();
    void stop_one(engine::Partition partition, const events::Error& error);
    [[nodiscard]] bool may_hang_once_more();
    [[nodiscard]] std::unique_ptr<KafkaPartition> make(engine::Partition partition);
    void fail(events::Error error);
    [[nodiscard]] std::optional<events::Error> error() const;

    HostSetup setup_;
    DataFolder folder_;
    std::unique_ptr<EmbeddedLog> copy_;
    std::uint64_t batch_bytes_ = 0;
    std::unique_ptr<EngineGauge> gauge_;
    std::unique_ptr<FreeSpace> space_;
    std::atomic<std::uint32_t> commands_max_;
    std::atomic<int> hung_ = 0;  // threads left in a call of the client library
    // The membership's thread adds to it; each one stays until the end.
    mutable std::mutex mutex_;
    std::map<std::uint32_t, std::unique_ptr<KafkaPartition>> partitions_;  // under mutex_
    // A lock of its own, since partitions tell while others wait for them.
    mutable std::mutex told_mutex_;
    std::optional<events::Error> error_;              // the first; under told_mutex_
    std::size_t held_ = 0;                            // partitions that are ours; the same
    std::map<std::uint32_t, std::string> stopped_{};  // of those, and why; the same
};

}  // namespace leadline::connectors
