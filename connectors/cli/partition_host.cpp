// See partition_host.hpp.
#include "connectors/cli/partition_host.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "connectors/cli/stoppable_log.hpp"

namespace leadline::connectors {

using engine::Partition;
using engine::PartitionEngine;
using events::Failure;
using events::Position;
using events::Result;

Result<std::unique_ptr<PartitionHost>> PartitionHost::open(const HostSetup& setup,
                                                           const DataFolder& folder,
                                                           engine::Log& log, Partition partition,
                                                           const OpeningTold& opening) {
    std::unique_ptr<PartitionHost> host(new PartitionHost(setup, log, partition));
    TRY(host->open_engine(folder.state(partition), opening));
    TRY(host->open_views(folder.views(partition), opening));
    return host;
}

// Of the only partition everybody knows which it is.
void PartitionHost::say(const OpeningTold& opening, std::string_view line) const {
    if (log_.partitions() == 1) return opening.say(line);
    opening.say(fmt::format("partition {}: {}", partition_.number, line));
}

Result<void> PartitionHost::open_engine(const std::filesystem::path& folder,
                                        const OpeningTold& opening) {
    store_ = engine::RocksStateStore::open(folder);
    told_ = std::make_unique<ToldStateStore>(*store_);
    auto engine = recover(opening);
    if (!engine && engine.error().failure == Failure::loss && setup_.accept_loss) {
        opening.say(fmt::format("going on without what is lost: {}", engine.error().message));
        TRY(store_->set_aside());
        engine = recover(opening);
    }
    if (!engine) return tl::unexpected(std::move(engine).error());
    engine_ = *std::move(engine);
    tell_mended(engine_->report(), opening);
    return {};
}

Result<std::unique_ptr<PartitionEngine>> PartitionHost::recover(const OpeningTold& opening) {
    const auto tell = [&](Position at, Position) { opening.at(at); };
    const StoppableLog log(log_, opening.go_on);
    return PartitionEngine::open(log_, {log, *told_, partition_, tell, limits()});
}

// `state.memory` is for all of state: the things in memory, the store's indexes, and what
// is gathered for a checkpoint and written. All of it, and what a crash lets us replay, is for all
// partitions together.
engine::StateLimits PartitionHost::limits() const {
    const auto& state = setup_.options.state;
    const std::uint64_t shares = log_.partitions();
    return {state.memory / shares / 8 * 5,
            {std::max<std::uint64_t>(state.checkpoint_events / shares, 1),
             state.checkpoint_bytes / shares}};
}

void PartitionHost::tell_mended(const engine::RecoveryReport& report,
                                const OpeningTold& opening) const {
    if (report.rebuilt) {
        say(opening,
            fmt::format("state was {}: rebuilt from the log, {} events{}",
                        report.why_rebuilt.empty() ? "missing" : "damaged", report.events,
                        report.why_rebuilt.empty() ? "" : " (" + report.why_rebuilt + ")"));
    } else if (report.events > 0) {
        spdlog::info("state: {} events after the checkpoint at position {} were read from the log",
                     report.events, report.from.number);
    }
}

Result<void> PartitionHost::open_views(const std::filesystem::path& folder,
                                       const OpeningTold& opening) {
    if (!setup_.options.views.enabled) return {};
    auto views = ViewThread::open(log_, folder, partition_, setup_.options.views);
    if (!views) return tl::unexpected(std::move(views).error());
    views_ = *std::move(views);
    if (!views_->was_emptied().empty())
        say(opening, fmt::format("views are made again from the log: {}", views_->was_emptied()));
    for (const projections::StoppedView& stopped : views_->stopped())
        say(opening, stopped.error.message);
    return {};
}

// The rest of the way, once nothing is decided any more.
Result<void> PartitionHost::finish_views(Progress* progress, const std::function<bool()>& give_up) {
    if (views_ == nullptr) return {};
    if (progress != nullptr) progress->restart();
    const Position end = state().position;
    TRY(views_->catch_up(
        [progress, end](Position at) {
            if (progress == nullptr || end.number == 0) return;
            progress->at({"views: at position", "of the log", at.number,
                          static_cast<double>(at.number) / static_cast<double>(end.number)});
        },
        give_up));
    if (progress != nullptr) progress->clear();
    return {};
}

}  // namespace leadline::connectors
