// See log_copy_kafka.hpp.
#include "connectors/cli/kafka/log_copy_kafka.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/output.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/signals.hpp"
#include "connectors/kafka/admin.hpp"
#include "connectors/kafka/mirror.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

template <std::size_t size>
std::string hex(const std::array<std::byte, size>& bytes) {
    std::string text;
    events::append_hex(text, bytes);
    return text;
}

Result<std::vector<Partition>> partitions_of(const CopyArgs& args, const std::string& topic,
                                             std::uint32_t count) {
    std::vector<Partition> all;
    for (const std::uint32_t number : args.only) {
        if (number >= count)
            return fail(Failure::usage, fmt::format("{} has no partition {}: its partitions are 0 "
                                                    "to {}",
                                                    topic, number, count - 1));
        all.push_back({number});
    }
    if (args.only.empty())
        for (Partition each; each.number < count; ++each.number) all.push_back(each);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Result<kafka::ClusterFacts> facts_of(const config::Options::Kafka& options) {
    auto admin = kafka::Admin::open(options);
    if (!admin) return tl::unexpected(std::move(admin).error());
    auto facts = admin->describe();
    if (!facts) return facts;
    if (facts->of(kafka::TopicUse::log).is_there) return facts;
    return fail(Failure::refused,
                fmt::format("there is no topic {} at {}: kafka.log names the log's, and "
                            "`leadline kafka check` says what is there",
                            options.log, options.brokers));
}

// One partition after the other: each is bound by the disk and by one thread that checks it.
class Bringing {
public:
    Bringing(Context& context, const StopSignals& signals, const DataFolder& folder,
             EmbeddedLog& copy)
        : options_(context.configuration.options.kafka),
          signals_(signals),
          folder_(folder),
          copy_(copy),
          progress_(context.console.err, progress_style(context)) {}

    [[nodiscard]] Result<void> bring(const std::vector<Partition>& partitions, Table& table) {
        for (std::size_t i = 0; i < partitions.size(); ++i) {
            const auto blocks = bring_one(partitions[i], {i, partitions.size()});
            if (!blocks) return tl::unexpected(blocks.error());
            const auto end = copy_.end(partitions[i]);
            if (!end) return tl::unexpected(end.error());
            table.add({partitions[i].number, end->last_position.number, end->block, *blocks,
                       end->last_time, hex(end->hash)});
        }
        return {};
    }

private:
    struct Turn {
        std::size_t number, of;
    };

    // How many blocks were new.
    [[nodiscard]] Result<std::uint64_t> bring_one(Partition partition, const Turn& turn) {
        auto reader = kafka::TopicReader::open(options_, options_.log, partition.number);
        if (!reader) return tl::unexpected(std::move(reader).error());
        std::optional<std::int64_t> first;
        const auto tell = [&](std::int64_t offset, std::int64_t end) {
            if (!first) first = offset;
            const auto part =
                share_of(static_cast<std::uint64_t>(offset - *first),
                         static_cast<std::uint64_t>(std::max<std::int64_t>(end - *first, 1)));
            progress_.at({"copied", "blocks", ++blocks_,
                          (static_cast<double>(turn.number) + part.value_or(0)) /
                              static_cast<double>(turn.of)});
        };
        const auto caught_up = kafka::copy_committed(*reader, copy_, folder_.log(), partition, tell,
                                                     [this] { return go_on(signals_); });
        if (!caught_up) return tl::unexpected(caught_up.error());
        return caught_up->blocks;
    }

    const config::Options::Kafka& options_;
    const StopSignals& signals_;
    const DataFolder& folder_;
    EmbeddedLog& copy_;
    Progress progress_;
    std::uint64_t blocks_ = 0;
};

}  // namespace

Answered log_copy_from_kafka(Context& context, const CopyArgs& args) {
    const StopSignals signals;
    const config::Options& options = context.configuration.options;
    const auto facts = facts_of(options.kafka);
    if (!facts) return tl::unexpected(facts.error());
    const auto partitions =
        partitions_of(args, options.kafka.log, facts->of(kafka::TopicUse::log).partitions);
    if (!partitions) return tl::unexpected(partitions.error());
    TRY(go_on(signals));
    const auto folder = DataFolder::open(args.folder);
    if (!folder) return tl::unexpected(folder.error());
    const auto copy = open_kafka_copy(*folder, options, *facts);
    if (!copy) return tl::unexpected(copy.error());
    Table table(
        "partitions",
        {{"partition"}, {"events"}, {"blocks"}, {"new_blocks"}, {"last_time"}, {"chain_hash"}});
    TRY(Bringing(context, signals, *folder, **copy).bring(*partitions, table));
    Record record;
    record.add("folder", args.folder)
        .add("log", hex((*copy)->id()))
        .add("copied_from", folder->copy_of())
        .add_answer(std::move(table));
    Places ends;
    for (Partition each; each.number < (*copy)->partitions(); ++each.number) {
        const auto end = (*copy)->end(each);
        if (!end) return tl::unexpected(end.error());
        ends.push_back({each.number, end->last_position.number, end->last_time});
    }
    TRY(show(answering(context), record, ends));
    TRY(tell_absent(context.console.err, *folder, **copy));
    return ExitCode::done;
}

}  // namespace leadline::connectors
