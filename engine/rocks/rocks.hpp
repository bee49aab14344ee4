// What all that lies in RocksDB shares, the log, the state and the views: what its failures mean to
// a person, and that it keeps no log of its own. Pure; any thread.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/status.h>

#include <filesystem>
#include <memory>

#include "events/base/result.hpp"

namespace rocksdb {
class DB;
}

namespace leadline::engine {

// For `info_log`: one that keeps nothing. RocksDB would write into the folder, which readers must
// leave alone; and on a disk that is full RocksDB 7.8 aborts the process when it writes there a
// second time. Its failures are told as ours.
[[nodiscard]] std::shared_ptr<rocksdb::Logger> no_info_log();

// For `listeners`: a database that could not write stays as it is until it is opened anew. What
// RocksDB 7.8 does by itself when a disk has room again, on a thread of its own, was seen to abort
// the process (an assertion in TableFileName), or leaves a database that refuses every write
// (facebook/rocksdb, issues 11643 and 12998).
[[nodiscard]] std::shared_ptr<rocksdb::EventListener> no_recovery();

// Brings a follower (a secondary instance) to where its primary is. RocksDB reads the list of
// tables and then the write-ahead logs; when the primary writes a table and removes its log in
// between, what was in that log is missing, and no failure says so. A second look has the table.
[[nodiscard]] rocksdb::Status catch_up_with_primary(rocksdb::DB& follower);

// A failed status as an Error: `corrupt`, `unavailable` (another process has the lock) or `io`.
[[nodiscard]] events::Error to_error(const rocksdb::Status& status,
                                     const std::filesystem::path& folder);

}  // namespace leadline::engine
