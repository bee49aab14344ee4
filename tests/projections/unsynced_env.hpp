// A RocksDB environment on the real file system that syncs nothing: for tests that make many stores
// and cut no power. Any thread.
#pragma once

#include <rocksdb/env.h>

namespace leadline::tests {

[[nodiscard]] rocksdb::Env* unsynced_env();

}  // namespace leadline::tests
