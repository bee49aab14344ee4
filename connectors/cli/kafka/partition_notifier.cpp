// See partition_notifier.hpp.
#include "connectors/cli/kafka/partition_notifier.hpp"

#include <spdlog/spdlog.h>

namespace leadline::connectors {

using engine::Partition;
using events::Result;

PartitionNotifier::PartitionNotifier(const HostSetup& setup, const engine::LogReader& log,
                                     Partition partition)
    : options_(setup.options.kafka), log_(log, partition), partition_(partition) {}

PartitionNotifier::~PartitionNotifier() { notifier_.reset(); }

Result<std::unique_ptr<PartitionNotifier>> PartitionNotifier::start(const HostSetup& setup,
                                                                    const DataFolder& folder,
                                                                    const engine::LogReader& log,
                                                                    Partition partition) {
    if (!setup.notifications) return nullptr;
    auto rows = notify::open_rows(folder.notifications(partition));
    if (!rows) return tl::unexpected(std::move(rows).error());
    std::unique_ptr<PartitionNotifier> made(new PartitionNotifier(setup, log, partition));
    PartitionNotifier* const self = made.get();
    auto notifier = notify::Notifier::open(
        {made->log_, *std::move(rows), *setup.notifications, *setup.clock,
         notify::real_channels(*setup.clock),
         [self](std::vector<notify::OwnLine> lines) { self->publish(std::move(lines)); },
         [partition](std::string_view line) {
             spdlog::warn("partition {}: {}", partition.number, line);
         }});
    if (!notifier) return tl::unexpected(std::move(notifier).error());
    made->notifier_ = *std::move(notifier);
    made->notifier_->start();
    return made;
}

void PartitionNotifier::publish(std::vector<notify::OwnLine> lines) {
    for (notify::OwnLine& line : lines) lines_.push_back(std::move(line));
    if (lines_.empty()) return;
    const auto published = publish_some();
    if (published) return told_.clear();
    if (published.error().message != told_) {
        told_ = published.error().message;
        spdlog::warn("partition {}: what became of notifications is not on record yet: {}",
                     partition_.number, told_);
    }
    publisher_.reset();
    put_ = 0;
}

// Does not wait: what is under way is heard of by a later call.
Result<void> PartitionNotifier::publish_some() {
    if (publisher_ == nullptr) {
        auto opened = kafka::Publisher::open(options_);
        if (!opened) return tl::unexpected(std::move(opened).error());
        publisher_ = *std::move(opened);
    }
    for (; put_ < lines_.size(); ++put_) {
        const notify::OwnLine& line = lines_[put_];
        const auto is_put =
            publisher_->put({partition_.number, line.program, events::as_bytes(line.text), false});
        if (!is_put) return tl::unexpected(is_put.error());
        if (!*is_put) break;  // no room now
    }
    TRY(publisher_->serve({}));
    if (put_ == lines_.size() && publisher_->unacknowledged() == 0) {
        lines_.clear();
        put_ = 0;
    }
    return {};
}

}  // namespace leadline::connectors
