// `state check`: folds the log's events anew, up to where the stored state stands, and compares:
// with the hash that was stored, with what the stored entries make, and what lies beside these:
// places, timers, lists, decided commands. Beside a running engine it
// asks for a copy, as `backup` does, and reads that.
#include <fmt/format.h>

#include <ostream>
#include <thread>

#include "connectors/backup/still_folder.hpp"
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/read_session.hpp"
#include "connectors/cli/read/state_beside.hpp"
#include "connectors/cli/read/state_difference.hpp"
#include "connectors/cli/read/verb.hpp"
#include "connectors/cli/read/verify.hpp"
#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

struct StateArgs {};

constexpr std::chrono::milliseconds look_every{50};
constexpr std::chrono::seconds answered_within{30};

struct Checked {
    Partition partition;
    std::uint64_t position = 0;
    std::string hash;
    std::string result;
    std::string difference;  // empty: it does not differ
};

class StateChecker {
public:
    StateChecker(Context& context, const EmbeddedReader& log, const StopSignals& signals)
        : log_(log), signals_(signals), progress_(context.console.err, progress_style(context)) {}

    // The error is that of a log or a state that cannot be read, or that do not belong together.
    [[nodiscard]] Result<Checked> check(Partition partition, const std::filesystem::path& folder) {
        const auto store = engine::RocksStateStore::open(folder);
        const auto at = store->position();
        if (!at) return cannot_be_read(partition, at.error());
        Checked checked{partition, 0, {}, "none is stored", {}};
        if (!*at) return checked;
        checked.position = (*at)->position.number;
        checked.hash = engine::hash_text((*at)->state_hash);
        progress_.restart();
        Result<engine::Hash128> entries;
        Result<std::optional<std::string>> beside;
        const LogUntil log(log_, (*at)->block);
        const auto folded =
            verify_partition({log, partition, *at,
                              [&](engine::Position position) {
                                  progress_.at({"folded", "events", position.number,
                                                share_of(position.number, checked.position)});
                                  return !signals_.stopped();
                              },
                              [&] { entries = store->hash_of_entries(); },
                              [&](engine::State& state) -> Result<void> {
                                  beside = first_difference_beside(state, *store);
                                  return {};
                              }});
        if (!folded) return tl::unexpected(folded.error());
        if (!entries) return cannot_be_read(partition, entries.error());
        if (!beside) return cannot_be_read(partition, beside.error());
        const bool are_entries_equal =
            folded->hash_at_stored == (*at)->state_hash && *entries == (*at)->state_hash;
        checked.result = are_entries_equal && !*beside ? "equal" : "differs";
        if (are_entries_equal) {
            checked.difference = beside->value_or("");
            return checked;
        }
        const auto first = first_difference(log, partition, *store->stored());
        if (!first) return tl::unexpected(first.error());
        checked.difference = first->value_or("no entry differs: the hash beside them is wrong");
        return checked;
    }

private:
    [[nodiscard]] static tl::unexpected<events::Error> cannot_be_read(Partition partition,
                                                                      const events::Error& why) {
        return fail(why.failure,
                    fmt::format("partition {}: the stored state cannot be read: {}; the next start "
                                "of an engine makes it again from the log",
                                partition.number, why.message));
    }

    const EmbeddedReader& log_;
    const StopSignals& signals_;
    Progress progress_;
};

Result<StillFolder> open_subject(const Context& context, const StopSignals& signals) {
    const auto begun = std::chrono::steady_clock::now();
    auto still = open_still(context.line.data, [&] {
        std::this_thread::sleep_for(look_every);
        return !signals.stopped() && std::chrono::steady_clock::now() - begun < answered_within;
    });
    TRY(go_on(signals));
    if (!still || still->lock || still->staged) return still;
    return fail(Failure::io,
                fmt::format("{} cannot be written, which opening its state takes: check a copy",
                            context.line.data.string()));
}

Answered state_check(Context& context, const StateArgs&) {
    const StopSignals signals;
    const auto still = open_subject(context, signals);
    if (!still) return tl::unexpected(still.error());
    const auto reader = EmbeddedReader::open(still->path / "log", Beside::nobody);
    if (!reader) return tl::unexpected(reader.error());
    const auto seen = DataFolder::look(context.line.data);
    if (!seen) return tl::unexpected(seen.error());
    TRY(tell_absent(context.console.err, *seen, **reader));
    Table partitions("partitions",
                     {{"partition"}, {"position"}, {"state_hash"}, {"result"}, {"difference"}});
    bool differs = false;
    StateChecker checker(context, **reader, signals);
    for (Partition partition; partition.number < (*reader)->partitions(); ++partition.number) {
        const auto place = state_folder(still->path, partition);
        const auto checked = checker.check(partition, place);
        TRY(go_on(signals));
        if (!checked) return tl::unexpected(checked.error());
        const auto cell = [](const std::string& text) {
            return text.empty() ? Cell() : Cell(text);
        };
        partitions.add({partition.number, checked->position, cell(checked->hash), checked->result,
                        cell(checked->difference)});
        if (checked->difference.empty()) continue;
        differs = true;
        context.console.err << fmt::format(
            "partition {}: the stored state is not what its events fold to: {}\n", partition.number,
            checked->difference);
    }
    Record record;
    record.add("folder", context.line.data.string()).add_answer(std::move(partitions));
    TRY(show(answering(context), record, {}));
    return differs ? ExitCode::no : ExitCode::done;
}

}  // namespace

void register_state(CLI::App& app, Context& context) {
    CLI::App& state = noun(app, "state", "What commands are decided on: the fold of all events");
    add_verb<StateArgs>(state, context,
                        {"check", "Fold the log anew and compare with the stored state",
                         [](CLI::App&, StateArgs&) {}, state_check, true, true, true});
}

}  // namespace leadline::connectors
