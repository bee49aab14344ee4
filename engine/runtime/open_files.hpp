// How many files the process may have open. A state store keeps each of its tables open, and a
// large state has more of them than the 1,024 that many systems give to begin with. Before other
// threads.
#pragma once

#include <cstdint>

namespace leadline::engine {

// As many as the system lets this process ask for; answers how many that are. What cannot be raised
// stays: RocksDB says so when it runs out.
std::uint64_t allow_open_files();

}  // namespace leadline::engine
