// How RocksDB is told to keep state: for look-ups by key, sorted runs that come whole, and a disk
// that the log's syncs share. Each choice was measured; bench/README.md has the figures.
#pragma once

#include <rocksdb/options.h>

namespace leadline::engine {

[[nodiscard]] rocksdb::Options rocks_state_options();

}  // namespace leadline::engine
