// See program_command.hpp.
#include "connectors/cli/program_command.hpp"

#include <fmt/format.h>

#include <ostream>

#include "config/plan.hpp"
#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/output.hpp"
#include "connectors/cli/program_in_force.hpp"
#include "connectors/cli/stoppable_log.hpp"
#include "connectors/cli/submit.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using events::Failure;
using events::Result;

namespace {

// Nothing is kept, and nothing was: state is read from the log.
class NoStore final : public engine::StateStore {
public:
    Result<std::optional<engine::StatePosition>> position() const override { return std::nullopt; }
    Result<void> load(engine::State&) override { return {}; }
    const engine::Stored* stored() const override { return nullptr; }
    Result<void> write(engine::Checkpoint&) override { return {}; }
    Result<void> set_aside() override { return {}; }
};

struct InForce {
    engine::Partition partition;  // that holds the program, or would
    config::ProgramInForce program;
};

struct Watching {
    Progress& progress;
    const StopSignals& signals;
};

Result<InForce> in_force_in(const std::filesystem::path& data, events::ProgramId id,
                            Watching watching) {
    Progress& progress = watching.progress;
    const auto folder = DataFolder::look(data);
    if (!folder && folder.error().failure == Failure::not_found) return InForce{};
    if (!folder) return tl::unexpected(folder.error());
    const Beside beside = folder->in_use() ? Beside::engine : Beside::nobody;
    const auto log = EmbeddedReader::open(folder->log(), beside);
    if (!log && log.error().failure == Failure::not_found) return InForce{};
    if (!log) return tl::unexpected(log.error());
    const auto absent = why_absent(*folder, **log, std::string(id.text));
    if (!absent) return tl::unexpected(absent.error());
    if (!absent->empty()) return fail(Failure::unavailable, *absent);
    const StoppableLog stoppable(**log, watching.signals);
    NoStore store;
    std::unique_ptr<engine::State> state;
    const auto tell = [&progress](events::Position at, events::Position end) {
        progress.at({"read", "events of the log", at.number,
                     static_cast<double>(at.number) / static_cast<double>(end.number)});
    };
    const auto partition = engine::partition_of(id, (*log)->partitions());
    const auto report = engine::recover({stoppable, store, partition, tell}, state);
    progress.clear();
    if (!report) return tl::unexpected(report.error());
    return InForce{partition, program_in_force(*state, id)};
}

std::string_view word_of(config::ChangeKind kind) {
    switch (kind) {
        case config::ChangeKind::create:
            return "create";
        case config::ChangeKind::change:
            return "change";
        case config::ChangeKind::same:
            return "same";
        case config::ChangeKind::differs:
            return "differs";
        case config::ChangeKind::not_in_file:
            return "not_in_file";
    }
    return {};
}

Result<void> print(const config::Plan& plan, const InForce& in_force, Context& context) {
    const Answering to = answering(context);
    if (to.format == OutputFormat::text) return to.out.write(config::to_text(plan));
    ListAnswer changes(to, "changes", {{"change"}, {"thing"}, {"detail", true}});
    for (const config::Change& change : plan.changes)
        TRY(changes.row({word_of(change.kind), change.thing, change.detail}));
    Places at;
    const events::Position position = in_force.program.position;
    if (position.number > 0) at.push_back({in_force.partition.number, position.number, {}});
    return changes.finish(at);
}

Result<config::Plan> plan_of(const config::ProgramFile& file,
                             const config::ProgramInForce& in_force, const Context& context) {
    return config::plan_program(file, in_force, context.console.clock.now());
}

// What was not accepted, in words: there should be nothing.
Result<ExitCode> tell_refused(const OutcomeWriter& outcomes, const std::string& lines,
                              Context& context) {
    const OutcomeCounts& counts = outcomes.counts();
    if (counts.rejected + counts.dead_lettered == 0) return ExitCode::done;
    std::string_view rest = lines;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!line.starts_with("accepted")) context.console.err << line << '\n';
    }
    return counts.dead_lettered > 0 ? ExitCode::bad_input : ExitCode::no;
}

Result<ExitCode> apply_plan(const config::Plan& plan, EngineHost& host, Progress& progress,
                            Context& context) {
    std::string lines;
    for (const std::string& command : plan.commands) lines.append(command).append("\n");
    std::string told;
    OutcomeWriter outcomes(
        [&told](std::string_view text) {
            told += text;
            return Result<void>{};
        },
        OutcomeFormat::text);
    const auto done =
        submit_lines({host, outcomes, context.console.clock, progress}, LineReader::of(lines));
    if (!done) return tl::unexpected(done.error());
    context.console.err << summary(*done, outcomes.counts(), host.position_text()) << std::endl;
    const auto end = exit_of(*done, outcomes, false);
    return end ? tell_refused(outcomes, told, context) : end;
}

}  // namespace

Result<ExitCode> program_plan(const ProgramRequest& request, Context& context) {
    const StopSignals signals;
    config::Diagnostics diagnostics;
    const auto file = config::load_program_file(request.file, diagnostics);
    if (!file) return tl::unexpected(file.error());
    Progress progress(context.console.err, progress_style(context));
    const auto in_force = in_force_in(context.line.data, {file->id}, {progress, signals});
    if (!in_force) return tl::unexpected(in_force.error());
    const auto plan = plan_of(*file, in_force->program, context);
    if (!plan) return tl::unexpected(plan.error());
    TRY(go_on(signals));
    if (request.as_commands) {
        for (const std::string& command : plan->commands)
            TRY(context.console.out.write(command + '\n'));
        return ExitCode::done;
    }
    TRY(print(*plan, *in_force, context));
    return ExitCode::done;
}

Result<ExitCode> program_apply(const ProgramRequest& request, Context& context) {
    StopSignals signals;
    config::Diagnostics diagnostics;
    const auto file = config::load_program_file(request.file, diagnostics);
    if (!file) return tl::unexpected(file.error());
    TRY(go_on(signals));
    Progress progress(context.console.err, progress_style(context));
    HostSetup setup = host_setup(context, progress);
    setup.accept_loss = request.accept_loss;
    setup.signals = &signals;
    const auto host = EngineHost::open(std::move(setup));
    if (!host) return tl::unexpected(host.error());
    const InForce in_force{engine::partition_of({file->id}, (*host)->partitions()),
                           program_in_force((*host)->state_of({file->id}), {file->id})};
    const auto plan = plan_of(*file, in_force.program, context);
    if (!plan) return tl::unexpected(plan.error());
    TRY(go_on(signals));
    TRY(print(*plan, in_force, context));
    if (plan->commands.empty()) return ExitCode::done;
    return apply_plan(*plan, **host, progress, context);
}

}  // namespace leadline::connectors
