// A data folder that holds a copy of a log in Kafka, an engine's or an analyst's: how it is opened,
// and what a reader of it must know. A partition that was never brought there is empty in it, which
// says nothing of the partition. One thread.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "connectors/kafka/topics.hpp"

namespace leadline::connectors {

// Opens the copy in the folder, or makes it there and marks the folder. `facts`: with the log's
// topic, which is there. `configuration` when the folder holds another log, or has another number
// of partitions.
[[nodiscard]] events::Result<std::unique_ptr<EmbeddedLog>> open_kafka_copy(
    const DataFolder& folder, const config::Options& options, const kafka::ClusterFacts& facts);

// Those of a copy that were never brought there; none of a folder whose log is its own.
[[nodiscard]] events::Result<std::vector<engine::Partition>> absent_partitions(
    const DataFolder& folder, const engine::LogReader& log);

// Says on `err` which those are, since an answer that is empty could be taken for the truth.
[[nodiscard]] events::Result<void> tell_absent(std::ostream& err, const DataFolder& folder,
                                               const engine::LogReader& log);

// What to tell somebody who asks for a program in such a partition; empty: it is not in one.
[[nodiscard]] events::Result<std::string> why_absent(const DataFolder& folder,
                                                     const engine::LogReader& log,
                                                     const std::string& program);

}  // namespace leadline::connectors
