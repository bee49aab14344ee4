// PartitionNotifier: tells people and systems what one partition's log owes them, as long as this
// engine decides the partition. What became of it goes to the topic of commands, since on Kafka
// that is the only door; the engine that decides the partition by then puts it on record. Made and
// ended by the partition's thread; counts() is anybody's.
#pragma once

#include <deque>

#include "connectors/cli/host_setup.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "connectors/kafka/publisher.hpp"
#include "connectors/notify/notifier.hpp"
#include "connectors/notify/one_partition.hpp"

namespace leadline::connectors {

class PartitionNotifier {
public:
    // Null when nobody is to be told anything. Log and setup must outlive it.
    [[nodiscard]] static events::Result<std::unique_ptr<PartitionNotifier>> start(
        const HostSetup& setup, const DataFolder& folder, const engine::LogReader& log,
        engine::Partition partition);
    // What is being sent ends; it is tried again by whoever has the partition next.
    ~PartitionNotifier();
    PartitionNotifier(const PartitionNotifier&) = delete;
    PartitionNotifier& operator=(const PartitionNotifier&) = delete;

    [[nodiscard]] notify::Outbox::Counts counts() const { return notifier_->counts(); }

private:
    PartitionNotifier(const HostSetup& setup, const engine::LogReader& log,
                      engine::Partition partition);
    void publish(std::vector<notify::OwnLine> lines);
    [[nodiscard]] events::Result<void> publish_some();

    const config::Options::Kafka& options_;
    notify::OnePartition log_;
    engine::Partition partition_;
    // Lines are kept until all are acknowledged: a client that failed has lost the rest of its
    // own, and to publish one twice is a repeat. Of the notifier's thread, like all below.
    std::deque<notify::OwnLine> lines_;
    std::size_t put_ = 0;  // of those
    std::unique_ptr<kafka::Publisher> publisher_;
    std::string told_;                            // the failure that stands: said once
    std::unique_ptr<notify::Notifier> notifier_;  // ends first
};

}  // namespace leadline::connectors
