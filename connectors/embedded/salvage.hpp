// Reading past damage. RocksDB's iterators stop, and its look-ups fail, at damage in any table file
// that they touch, also in one that holds quite other blocks. Here each table file is opened alone,
// so that the first block that cannot be read is found exactly. Slow; any thread; changes nothing.
#pragma once

#include "connectors/embedded/chains.hpp"

namespace leadline::connectors {

// As LogReader::scan over `range`, table file by table file. The error names the first block that
// cannot be read, and its first position.
[[nodiscard]] engine::Result<void> read_table_by_table(const Chains& chains,
                                                       engine::Partition partition,
                                                       BlockRange range,
                                                       const engine::LogReader::Visit& visit);

}  // namespace leadline::connectors
