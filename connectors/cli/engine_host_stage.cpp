// See engine_host.hpp: a consistent copy of the folder while everything goes on. Each part stands
// on events that are durable in the log by then: the log is copied last, and whatever grows
// meanwhile cannot be ahead of it.
#include <spdlog/spdlog.h>

#include "connectors/backup/copy_file.hpp"
#include "connectors/cli/engine_host.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

// Where `of`, a folder of the data folder `root`, lies in `to`; its parent is made.
Result<std::filesystem::path> place_of(const std::filesystem::path& of,
                                       const std::filesystem::path& root,
                                       const std::filesystem::path& to) {
    auto place = to / of.lexically_relative(root);
    TRY(make_folder(place.parent_path()));
    return place;
}

}  // namespace

Result<void> EngineHost::stage(const std::filesystem::path& to) {
    const auto& root = folder_.root();
    for (Partition partition; partition.number < partitions(); ++partition.number) {
        PartitionHost& host = *hosts_[partition.number];
        if (host.views() != nullptr) {
            const auto place = place_of(folder_.views(partition), root, to);
            if (!place) return tl::unexpected(place.error());
            // Whoever opens the copy makes them again from its log.
            if (const auto copied = host.views()->copy_to(*place); !copied)
                spdlog::warn("a copy is made without views: {}", copied.error().message);
        }
        const auto place = place_of(folder_.state(partition), root, to);
        if (!place) return tl::unexpected(place.error());
        TRY(host.copy_state_to(*place));
    }
    TRY(log_->copy_to(to / "log"));
    spdlog::info("gave a copy of {} to whoever asked for one", root.string());
    return {};
}

// ---- The views' part is their thread's: between two steps nobody makes their store again.

Result<void> ViewThread::copy_to(const std::filesystem::path& folder) {
    Result<void> copied;
    bool is_done = false;
    std::unique_lock lock(mutex_);
    if (ends_ || error_ || !thread_.joinable()) return fail(Failure::passing, "views have stopped");
    errand_ = [&] { copied = store_->copy_to(folder); };
    changed_.notify_all();
    changed_.wait(lock, [&] {
        is_done = !errand_;
        return is_done || error_;
    });
    errand_ = nullptr;
    if (!is_done) return tl::unexpected(*error_);
    return copied;
}

void ViewThread::run_errand() {
    std::function<void()> errand;
    {
        const std::lock_guard lock(mutex_);
        errand = errand_;
    }
    if (!errand) return;
    errand();
    const std::lock_guard lock(mutex_);
    errand_ = nullptr;  // run() tells whoever waits
}

}  // namespace leadline::connectors
