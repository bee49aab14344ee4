// See rocks.hpp.
#include "connectors/embedded/rocks.hpp"

#include <fmt/format.h>
#include <rocksdb/convenience.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/table.h>

#include <algorithm>

namespace leadline::connectors {
namespace {

bool has_zstd() {
    const auto all = rocksdb::GetSupportedCompressions();
    return std::find(all.begin(), all.end(), rocksdb::CompressionType::kZSTD) != all.end();
}

}  // namespace

rocksdb::DBOptions log_db_options(Access access, rocksdb::Env* env) {
    rocksdb::DBOptions options;
    if (env != nullptr) options.env = env;
    // Whoever waits for an answer goes first: compactions take what is left. Flushes do not, since
    // appends wait for them when memtables are full.
    if (access == Access::write)
        options.env->LowerThreadPoolCPUPriority(rocksdb::Env::Priority::LOW);
    // What this mode overlooks, a flipped length that reads as a torn tail, `acked` finds.
    const bool up_to_damage = access == Access::diagnose || access == Access::diagnose_tables ||
                              access == Access::write_what_is_left;
    options.wal_recovery_mode = up_to_damage
                                    ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                    : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.max_total_wal_size = log_wal_bytes_max;
    // Without these RocksDB opens though table files are missing; but then it does not stop before
    // damage in the write-ahead log either, and refuses all of that.
    options.paranoid_checks = access != Access::diagnose_tables;
    // Table files of blocks are moved, never rewritten, so a follower need not hold them all open:
    // a log of 16 GB would already use up the usual 1,024 descriptors.
    options.max_open_files = 512;
    // For check_tables: a sum over every byte, those between and after RocksDB's blocks too.
    options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    options.skip_stats_update_on_db_open = true;
    options.stats_dump_period_sec = 0;
    options.stats_persist_period_sec = 0;
    options.bytes_per_sync = 256U << 10U;  // a flush must not pile up work for the next sync
    options.info_log = engine::no_info_log();
    options.max_bgerror_resume_count = 0;
    options.listeners.push_back(engine::no_recovery());
    return options;
}

// A block is compressed once, when it leaves memory for a table file: from then on its file is only
// moved, so that nothing is rewritten and no file goes away under a follower. RocksDB keeps a block
// as it is where zstd gains less than an eighth.
rocksdb::ColumnFamilyOptions log_family_options(LogCompression compression) {
    rocksdb::ColumnFamilyOptions options;
    options.write_buffer_size = log_write_buffer_bytes;
    options.max_write_buffer_number = 4;
    options.compression = compression == LogCompression::zstd && has_zstd()
                              ? rocksdb::CompressionType::kZSTD
                              : rocksdb::CompressionType::kNoCompression;
    options.level_compaction_dynamic_level_bytes = false;
    // Files that wait to be moved down lie one behind the other, whatever their number, and cost no
    // more to look into than when they are moved. They may have to wait for minutes: all databases
    // of a process share the threads that merge, and those of a large state take as long. RocksDB
    // would slow appends down at twenty of them, and further and further (to seconds an epoch).
    options.level0_slowdown_writes_trigger = log_files_waiting_max;
    options.level0_stop_writes_trigger = log_files_waiting_max;
    rocksdb::BlockBasedTableOptions table;
    table.no_block_cache = true;  // blocks are read in order, and the page cache has them
    // A look-up reads a block only when its key lies in it, by the first keys in the index.
    table.index_type = rocksdb::BlockBasedTableOptions::kBinarySearchWithFirstKey;
    table.checksum = rocksdb::ChecksumType::kXXH3;
    table.block_size = 16U << 10U;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> log_families(std::uint32_t partitions,
                                                          LogCompression compression) {
    const rocksdb::ColumnFamilyOptions options = log_family_options(compression);
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.emplace_back(rocksdb::kDefaultColumnFamilyName, options);
    families.emplace_back("dead_letters", options);
    for (std::uint32_t partition = 0; partition < partitions; ++partition) {
        families.emplace_back(fmt::format("p{}", partition), options);
    }
    return families;
}

BlockKey block_key(std::uint64_t block) {
    BlockKey key;
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = static_cast<char>((block >> (8U * (key.size() - 1 - i))) & 0xFFU);
    }
    return key;
}

std::uint64_t block_number(const rocksdb::Slice& key) {
    if (key.size() != sizeof(BlockKey)) return 0;
    std::uint64_t block = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
        block = block << 8U | static_cast<unsigned char>(key[i]);
    }
    return block;
}

}  // namespace leadline::connectors
