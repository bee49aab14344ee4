// What all that lies in RocksDB shares, the log, the state and the views: what its failures mean to
// a person, and that it keeps no log of its own. Pure; any thread.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/status.h>

#include <filesystem>
#include <memory>

#include "events/base/result.hpp"

namespace leadline::engine {

// For `info_log`: one that keeps nothing. RocksDB would write into the folder, which readers must
// leave alone; and on a disk that is full RocksDB 7.8 aborts the process when it writes there a
// second time. Its failures are told as ours.
[[nodiscard]] std::shared_ptr<rocksdb::Logger> no_info_log();

// A failed status as an Error: `corrupt`, `unavailable` (another process has the lock) or `io`.
[[nodiscard]] events::Error to_error(const rocksdb::Status& status,
                                     const std::filesystem::path& folder);

}  // namespace leadline::engine
