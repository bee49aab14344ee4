// A log of the workload on the embedded log, decided beforehand, and its raw scan: every block read
// in order with RocksDB's checksums, CRC32C and SHA-256, no event decoded. What reads logs is
// measured against it.
#pragma once

#include <filesystem>
#include <functional>

#include "bench/recorder.hpp"
#include "bench/workload.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/core/state/state.hpp"

namespace leadline::bench {

// Decides the workload into a new log in `folder`; the hash of the state it ends in.
[[nodiscard]] engine::Hash128 record_log(const std::filesystem::path& folder,
                                         const WorkloadSize& size);

// Seconds; `bytes` gets those of all blocks.
[[nodiscard]] double raw_scan(const connectors::EmbeddedReader& log, std::uint64_t& bytes);

[[nodiscard]] double seconds_of(const std::function<void()>& work);

// One line: median, least and most of the times, and what they make of so many events and MiB.
void report_times(const char* what, std::vector<double> took, std::uint64_t events, double mib);
[[nodiscard]] double median_of(std::vector<double> values);

}  // namespace leadline::bench
