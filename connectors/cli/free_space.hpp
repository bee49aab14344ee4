// FreeSpace: keeps an engine from filling its disk: below disk.free_min it takes no commands, which
// leaves RocksDB room for what it has taken already, and goes on by itself when there is more
// again. Says so in one line each way, and why it waits to whoever asks. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"

namespace leadline::connectors {

// Of the disk that holds `folder`, for whoever runs this process; `io` when the system does not
// say.
[[nodiscard]] events::Result<std::uint64_t> free_bytes(const std::filesystem::path& folder);

struct FreeSpaceSetup {
    std::vector<std::filesystem::path> folders;  // which may lie on several disks
    std::uint64_t at_least = 0;                  // bytes; 0: nothing is watched
    std::function<void(std::string_view)> say;   // one line for whoever runs the engine
    std::function<events::Result<std::uint64_t>(const std::filesystem::path&)> free = free_bytes;
};

class FreeSpace {
public:
    using Clock = std::chrono::steady_clock;

    explicit FreeSpace(FreeSpaceSetup setup) : setup_(std::move(setup)) {}

    // Whether commands may come in. Looks at the disks some times a second, and costs a clock's
    // reading else.
    [[nodiscard]] bool has_room(Clock::time_point now = Clock::now());

    // Why no commands come in; empty when they do.
    [[nodiscard]] std::string why_closed() const;

    static constexpr std::chrono::milliseconds look_every{100};

private:
    void look();

    FreeSpaceSetup setup_;
    std::atomic<bool> is_closed_ = false;
    mutable std::mutex mutex_;
    Clock::time_point looked_{};  // under mutex_, like all below
    std::string why_;
};

}  // namespace leadline::connectors
