// How the embedded log uses RocksDB: names of column families, keys, options.
// The only place that knows them. Pure but for Chains (chains.hpp).
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/log/log.hpp"
#include "engine/rocks/rocks.hpp"

namespace leadline::connectors {

// Opening replays the write-ahead log into table files: at most this much of it. Measured: 8 MiB
// open in 50 ms, 16 in 75, 64 in 350; throughput is the same from 8 to 64; half the size is twice
// as many files.
inline constexpr std::size_t log_write_buffer_bytes = 16U << 20U;
inline constexpr std::size_t log_wal_bytes_max = 32U << 20U;

// Tables of a partition that wait to be moved; 16 GiB of events before they are compressed. A
// process may have 1,024 files open, of which the log takes half at most.
inline constexpr int log_files_waiting_max = 1'024;

enum class Access : std::uint8_t {
    write,               // the one engine
    write_what_is_left,  // the same, cutting the log off at the first damage: --accept-loss
    follow,              // another process beside the engine: a RocksDB secondary instance
    at_rest,             // no engine runs; nothing in the folder is touched
    diagnose,            // as at_rest, reading up to the first damage instead of refusing
    diagnose_tables      // the same where table files are missing too
};

// How table files are written from now on; what is there is read whatever it is.
enum class LogCompression : std::uint8_t { none, zstd };

[[nodiscard]] rocksdb::DBOptions log_db_options(Access access, rocksdb::Env* env);
// zstd: where the RocksDB of this machine was built without it, the same as none.
[[nodiscard]] rocksdb::ColumnFamilyOptions log_family_options(
    LogCompression compression = LogCompression::none);

// "default" (which log this is), "dead_letters", then "p0", "p1", ...
[[nodiscard]] std::vector<rocksdb::ColumnFamilyDescriptor> log_families(
    std::uint32_t partitions, LogCompression compression = LogCompression::none);
inline constexpr std::size_t meta_family = 0;
inline constexpr std::size_t dead_letter_family = 1;
inline constexpr std::size_t first_partition_family = 2;

// A block's key: its number, big-endian, so that keys ascend as blocks do.
using BlockKey = std::array<char, 8>;
[[nodiscard]] BlockKey block_key(std::uint64_t block);
[[nodiscard]] std::uint64_t block_number(const rocksdb::Slice& key);  // 0: not such a key

[[nodiscard]] inline rocksdb::Slice as_slice(const BlockKey& key) {
    return {key.data(), key.size()};
}
[[nodiscard]] inline rocksdb::Slice as_slice(events::BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline events::BytesView as_view(const rocksdb::Slice& slice) {
    return events::as_bytes({slice.data(), slice.size()});
}

using engine::to_error;  // what a failed status means

}  // namespace leadline::connectors
