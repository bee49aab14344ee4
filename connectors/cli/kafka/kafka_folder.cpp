// See kafka_folder.hpp.
#include "connectors/cli/kafka/kafka_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "config/yaml/names.hpp"
#include "connectors/kafka/mirror.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

bool holds_nothing(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::is_empty(folder, ignored);
}

}  // namespace

Result<std::unique_ptr<EmbeddedLog>> open_kafka_copy(const DataFolder& folder,
                                                     const config::Options& options,
                                                     const kafka::ClusterFacts& facts) {
    const std::string& topic = options.kafka.log;
    const std::string name = fmt::format("{} of the cluster {}", topic, facts.id);
    EmbeddedOptions copy;
    copy.partitions = facts.of(kafka::TopicUse::log).partitions;
    copy.id = kafka::log_id(facts.id, topic);
    copy.is_copy = true;
    if (options.disk.compression == config::Compression::none)
        copy.compression = LogCompression::none;
    // Before there is a log that somebody could take for the folder's own.
    if (holds_nothing(folder.log())) TRY(folder.mark_copy_of(name));
    auto log = EmbeddedLog::open(folder.log(), copy);
    if (!log) return tl::unexpected(std::move(log).error());
    if ((*log)->id() != *copy.id)
        return fail(Failure::configuration,
                    fmt::format("{} holds another log than {}: each log needs a folder of its own",
                                folder.root().string(), name));
    if ((*log)->partitions() != copy.partitions)
        return fail(
            Failure::configuration,
            fmt::format("{} has {} partitions now, and had {} when {} was made: their number is "
                        "fixed for a log's life",
                        topic, copy.partitions, (*log)->partitions(), folder.root().string()));
    TRY(folder.mark_copy_of(name));
    return log;
}

Result<std::vector<Partition>> absent_partitions(const DataFolder& folder,
                                                 const engine::LogReader& log) {
    std::vector<Partition> absent;
    if (folder.copy_of().empty()) return absent;
    for (Partition partition; partition.number < log.partitions(); ++partition.number) {
        const auto end = log.end(partition);
        if (!end) return tl::unexpected(end.error());
        if (end->block == 0 && !kafka::has_place(folder.log(), partition))
            absent.push_back(partition);
    }
    return absent;
}

Result<void> tell_absent(std::ostream& err, const DataFolder& folder,
                         const engine::LogReader& log) {
    const auto absent = absent_partitions(folder, log);
    if (!absent) return tl::unexpected(absent.error());
    if (absent->empty()) return {};
    std::string numbers;
    for (const Partition partition : *absent)
        numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", partition.number);
    err << fmt::format("partition{} {} of {} {} not in this copy: nothing of {} is told\n",
                       absent->size() == 1 ? "" : "s", numbers, folder.copy_of(),
                       absent->size() == 1 ? "is" : "are", absent->size() == 1 ? "it" : "them");
    return {};
}

Result<std::string> why_absent(const DataFolder& folder, const engine::LogReader& log,
                               const std::string& program) {
    const auto absent = absent_partitions(folder, log);
    if (!absent) return tl::unexpected(absent.error());
    const Partition in = engine::partition_of({program}, log.partitions());
    if (std::find(absent->begin(), absent->end(), in) == absent->end()) return std::string();
    return fmt::format(
        "the program {} would lie in partition {} of {}, which is not in this copy: `leadline log "
        "copy --from kafka --partition {} --to {}` brings it",
        config::shown(program), in.number, folder.copy_of(), in.number, folder.root().string());
}

}  // namespace leadline::connectors
