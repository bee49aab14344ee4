// PartitionHost: one partition of a data folder with its engine on it: state, decider, views. It
// says in one line each what was mended while opening, and brings its views to the log's end. Made
// and ended by EngineHost.
#pragma once

#include "connectors/cli/engine_host_views.hpp"
#include "connectors/cli/host_setup.hpp"
#include "connectors/cli/told_state_store.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "engine/runtime/partition_engine.hpp"
#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::connectors {

class PartitionHost {
public:
    // What the folder's options allow to all partitions together is shared evenly. `setup` and the
    // log must outlive it; `opening` hears what there is to tell. Any thread; `loss` when durable
    // events are gone.
    [[nodiscard]] static events::Result<std::unique_ptr<PartitionHost>> open(
        const HostSetup& setup, const DataFolder& folder, engine::Log& log,
        engine::Partition partition, const OpeningTold& opening);

    [[nodiscard]] engine::PartitionEngine& engine() { return *engine_; }
    [[nodiscard]] engine::StateStore& store() { return *told_; }
    // Makes `folder`, a state as of the last checkpoint. Any thread.
    [[nodiscard]] events::Result<void> copy_state_to(const std::filesystem::path& folder) const {
        return store_->copy_to(folder);
    }
    [[nodiscard]] const engine::State& state() const { return engine_->state(); }
    // Null when views are off.
    [[nodiscard]] ViewThread* views() { return views_.get(); }
    [[nodiscard]] const ViewThread* views() const { return views_.get(); }

    // Without the views' thread; `progress` may be null, and `give_up` ends it early.
    [[nodiscard]] events::Result<void> finish_views(Progress* progress,
                                                    const std::function<bool()>& give_up);

private:
    PartitionHost(const HostSetup& setup, engine::Log& log, engine::Partition partition)
        : setup_(setup), log_(log), partition_(partition) {}

    [[nodiscard]] events::Result<void> open_engine(const std::filesystem::path& folder,
                                                   const OpeningTold& opening);
    [[nodiscard]] events::Result<std::unique_ptr<engine::PartitionEngine>> recover(
        const OpeningTold& opening);
    [[nodiscard]] events::Result<void> open_views(const std::filesystem::path& folder,
                                                  const OpeningTold& opening);
    [[nodiscard]] engine::StateLimits limits() const;
    void say(const OpeningTold& opening, std::string_view line) const;
    void tell_mended(const engine::RecoveryReport& report, const OpeningTold& opening) const;

    const HostSetup& setup_;
    engine::Log& log_;
    engine::Partition partition_;
    std::unique_ptr<engine::RocksStateStore> store_;
    std::unique_ptr<ToldStateStore> told_;  // the same, for who writes
    std::unique_ptr<engine::PartitionEngine> engine_;
    std::unique_ptr<ViewThread> views_;
};

}  // namespace leadline::connectors
