// `log verify`: proves the chain of every partition, reads all table files and dead letters, folds
// the events anew and compares with the state that is stored. Where nobody else has the folder, it
// keeps the lock meanwhile; beside a running engine the stored state moves and is not compared.
#include <fmt/format.h>

#include <ostream>

#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/things.hpp"
#include "connectors/cli/read/verify.hpp"
#include "engine/runtime/rocks_state_store.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::Error;
using events::Result;

namespace {

// What is verified, and what keeps it still.
struct Subject {
    std::optional<DataFolder> lock;  // none: an engine runs, or the folder cannot be written
    std::string why_no_state;        // is compared, without the lock
    OpenLog log;
};

Result<Subject> open_subject(const Context& context) {
    auto seen = DataFolder::look(context.line.data);
    if (!seen) return tl::unexpected(std::move(seen).error());
    std::optional<DataFolder> lock;
    std::string why;
    if (auto taken = DataFolder::open(context.line.data)) {
        lock.emplace(*std::move(taken));
    } else {
        why = seen->in_use() ? "an engine runs" : "the folder cannot be written";
    }
    const bool engine_runs = !lock && seen->in_use();
    auto reader = EmbeddedReader::open(seen->log(), engine_runs ? Beside::engine : Beside::nobody);
    if (!reader) return tl::unexpected(std::move(reader).error());
    TRY(tell_absent(context.console.err, *seen, **reader));
    return Subject{std::move(lock), why, {*std::move(seen), engine_runs, *std::move(reader)}};
}

struct PartitionReport {
    Partition partition;
    std::optional<Verified> verified;
    std::string log = "whole";
    std::string state;  // what became of the comparison
    std::optional<Error> error;
    bool state_differs = false;
};

class Verifier {
public:
    Verifier(Context& context, const Subject& subject, const StopSignals& signals)
        : subject_(subject),
          signals_(signals),
          progress_(context.console.err, progress_style(context)) {}

    [[nodiscard]] Result<void> count_all() {
        const auto ends = subject_.log.ends();
        if (!ends) return tl::unexpected(ends.error());
        for (const Place& end : *ends) total_ += end.position;
        return {};
    }

    [[nodiscard]] PartitionReport verify(Partition partition) {
        PartitionReport report;
        report.partition = partition;
        std::unique_ptr<engine::RocksStateStore> store;
        if (subject_.lock) store = engine::RocksStateStore::open(subject_.lock->state(partition));
        const auto stored = store ? store->position() : std::optional<engine::StatePosition>();
        Result<void> tables;
        Result<std::optional<StoredState>> loaded;
        const bool is_first = partition.number == 0;
        auto verified =
            verify_partition({*subject_.log.reader, partition, stored ? *stored : std::nullopt,
                              [this](engine::Position at) {
                                  progress_.at({"verified", "events", done_ + at.number,
                                                share_of(done_ + at.number, total_)});
                                  return !signals_.stopped();
                              },
                              [&] {
                                  if (is_first) tables = subject_.log.reader->check_tables();
                                  if (!store || !stored || !*stored) return;
                                  loaded = store->hash_of_entries().map([&](engine::Hash128 hash) {
                                      return std::optional(StoredState{**stored, hash});
                                  });
                              }});
        if (!verified) {
            report.error = std::move(verified).error();
            report.log = "cannot be read";
            return report;
        }
        done_ += verified->end.last_position.number;
        report.verified = *std::move(verified);
        if (!stored) loaded = tl::unexpected(stored.error());
        compare(loaded, report);
        if (!tables) {
            report.log = "has a damaged table file";
            report.error = tables.error();
        }
        return report;
    }

private:
    struct StoredState {
        engine::StatePosition at;
        engine::Hash128 hash_of_entries = 0;
    };

    void compare(const Result<std::optional<StoredState>>& loaded, PartitionReport& report) const {
        if (!subject_.lock) {
            report.state = "not compared: " + subject_.why_no_state;
        } else if (!loaded) {
            report.state = "cannot be read, and will be made again from the log";
            report.error = Error{
                loaded.error().failure,
                fmt::format("partition {}: {}", report.partition.number, loaded.error().message)};
        } else if (!*loaded) {
            report.state = "none is stored";
        } else if (report.verified->hash_at_stored == (*loaded)->at.state_hash &&
                   report.verified->hash_at_stored == (*loaded)->hash_of_entries) {
            report.state = fmt::format("equal at {}", (*loaded)->at.position.number);
        } else {
            report.state = fmt::format("differs at {}", (*loaded)->at.position.number);
            report.state_differs = true;
        }
    }

    const Subject& subject_;
    const StopSignals& signals_;
    Progress progress_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

void add_row(Table& table, const PartitionReport& report) {
    if (!report.verified) {
        table.add({report.partition.number, report.log, Cell(), Cell(), Cell(), Cell(), Cell(),
                   Cell(report.state)});
        return;
    }
    const engine::LogEnd& end = report.verified->end;
    std::string hash;
    events::append_hex(hash, end.hash);
    table.add({report.partition.number, report.log, end.last_position.number, end.block,
               end.last_time, hash, engine::hash_text(report.verified->state_hash), report.state});
}

Result<std::uint64_t> read_dead_letters(const EmbeddedReader& reader) {
    std::uint64_t count = 0;
    TRY(reader.dead_letters([&count](const engine::DeadLetter&) {
        ++count;
        return true;
    }));
    return count;
}

// All that was found, in one message; the first failure decides the exit code.
Result<ExitCode> sum_up(const std::vector<PartitionReport>& reports, std::ostream& err) {
    std::optional<Error> failed;
    bool differs = false;
    for (const PartitionReport& report : reports) {
        differs |= report.state_differs;
        if (report.state_differs)
            err << fmt::format("partition {}: the stored state is not what its events fold to\n",
                               report.partition.number);
        if (!report.error) continue;
        if (failed)
            failed->message += "\n" + report.error->message;
        else
            failed = report.error;
    }
    if (failed) return tl::unexpected(*failed);
    return differs ? ExitCode::no : ExitCode::done;
}

}  // namespace

Answered log_verify(Context& context, const LogArgs&) {
    const StopSignals signals;
    const auto subject = open_subject(context);
    if (!subject) return tl::unexpected(subject.error());
    const EmbeddedReader& reader = *subject->log.reader;
    std::vector<PartitionReport> reports;
    Table partitions("partitions", {{"partition"},
                                    {"log"},
                                    {"events"},
                                    {"blocks"},
                                    {"last_time"},
                                    {"chain_hash"},
                                    {"state_hash"},
                                    {"stored_state"}});
    {
        Verifier verifier(context, *subject, signals);
        TRY(verifier.count_all());
        for (Partition partition; partition.number < reader.partitions(); ++partition.number) {
            reports.push_back(verifier.verify(partition));
            TRY(go_on(signals));
            add_row(partitions, reports.back());
        }
    }
    const auto dead_letters = read_dead_letters(reader);
    if (!dead_letters) return tl::unexpected(dead_letters.error());
    const auto ends = subject->log.ends();
    if (!ends) return tl::unexpected(ends.error());
    std::string log;
    events::append_hex(log, reader.id());
    Record record;
    record.add("log", log).add("dead_letters", *dead_letters).add_answer(std::move(partitions));
    TRY(show(answering(context), record, *ends));
    return sum_up(reports, context.console.err);
}

}  // namespace leadline::connectors
