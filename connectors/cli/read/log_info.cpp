// `log info`: which log this is, and where each of its partitions ends.
#include "connectors/cli/read/things.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

namespace {

template <std::size_t size>
std::string hex(const std::array<std::byte, size>& bytes) {
    std::string text;
    events::append_hex(text, bytes);
    return text;
}

}  // namespace

Answered log_info(Context& context, const LogArgs&) {
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    const EmbeddedReader& reader = *log->reader;
    Table partitions(
        "partitions",
        {{"partition"}, {"blocks"}, {"epochs"}, {"events"}, {"last_time"}, {"chain_hash"}});
    for (engine::Partition partition; partition.number < reader.partitions(); ++partition.number) {
        const auto end = reader.end(partition);
        if (!end) return tl::unexpected(end.error());
        partitions.add({partition.number, end->block, end->epoch, end->last_position.number,
                        end->last_time, hex(end->hash)});
    }
    std::uint64_t dead_letters = 0;
    TRY(reader.dead_letters([&dead_letters](const engine::DeadLetter&) {
        ++dead_letters;
        return true;
    }));
    Record record;
    record.add("folder", log->folder.root().string())
        .add("log", hex(reader.id()))
        .add("engine_runs", log->engine_runs)
        .add("dead_letters", dead_letters)
        .add(std::move(partitions));
    const auto ends = log->ends();
    if (!ends) return tl::unexpected(ends.error());
    TRY(show(answering(context), record, *ends));
    return ExitCode::done;
}

}  // namespace leadline::connectors
