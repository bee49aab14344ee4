// See rocks_state_options.hpp.
#include "engine/runtime/rocks_state_options.hpp"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "engine/rocks/rocks.hpp"

namespace leadline::engine {

// Things are looked up by key, and what was read is then in the state's own memory: small blocks,
// and no cache of them; indexes, and filters for keys that are not there, are always at hand, since
// a look-up asks for those of every sorted run. An index of few restarts is smaller, so that a
// search in it waits for the processor's memory less often (a look-up is a quarter cheaper by
// both).
rocksdb::Options rocks_state_options() {
    rocksdb::Options made;
    made.max_background_jobs = 2;
    // A look-up asks the filter of every run, so each table is at hand: with fewer open, a state of
    // more tables than that would read indexes and filters anew all the time. They are opened by
    // several threads, too, before the first look (a start with 520 tables, 13 GB: 0.9 s in place
    // of 1.2 to 2.8).
    made.max_open_files = -1;
    made.compression = rocksdb::kNoCompression;
    // Little by little, so that an append of the log, whose sync waits for what else the disk has
    // to write, does not wait for a whole table file.
    made.bytes_per_sync = 512U << 10U;
    // Each checkpoint has keys from everywhere: with levels it would be merged with all of the
    // first one, again and again (measured with ten million leads: half as much processor time).
    made.compaction_style = rocksdb::kCompactionStyleUniversal;
    made.level0_file_num_compaction_trigger = 6;
    made.compaction_options_universal.size_ratio = 20;
    made.paranoid_checks = true;
    made.skip_stats_update_on_db_open = true;  // it would open up to twenty tables for them
    // What every checkpoint has, counters of claims say, lies in each sorted run. To step over all
    // of a key's old values takes less than to look for the next key in every run anew, which
    // RocksDB would do after eight (a start with 57 runs: a hundred milliseconds less).
    made.max_sequential_skip_in_iterations = 1'000;
    made.info_log = no_info_log();
    made.max_bgerror_resume_count = 0;
    made.listeners.push_back(no_recovery());
    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 2U << 10U;
    table.index_block_restart_interval = 16;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.no_block_cache = true;
    table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
    made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return made;
}

}  // namespace leadline::engine
