// See submit.hpp.
#include "connectors/cli/submit.hpp"

#include <fmt/format.h>

#include <ostream>

#include "engine/log/placement.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

OutcomeFormat outcome_format(OutputFormat format) {
    switch (format) {
        case OutputFormat::text:
            return OutcomeFormat::text;
        case OutputFormat::json:
            return OutcomeFormat::json;
        case OutputFormat::jsonl:
            return OutcomeFormat::jsonl;
        case OutputFormat::csv:
            return OutcomeFormat::csv;
    }
    return OutcomeFormat::jsonl;
}

namespace {

void show_progress(const LineSource& source, Progress& progress) {
    const LineSource::Progress at = source.progress();
    std::optional<double> share;
    if (at.bytes_total && *at.bytes_total > 0)
        share = static_cast<double>(at.bytes) / static_cast<double>(*at.bytes_total);
    progress.at({"decided", "lines", at.lines, share});
}

}  // namespace

HostSetup host_setup(Context& context, Progress& progress) {
    std::ostream& err = context.console.err;
    const auto say = [&err, &progress](std::string_view line) {
        progress.clear();
        err << "leadline: " << line << std::endl;
    };
    HostSetup setup{context.line.data, context.configuration.options, false, say, &progress};
    setup.clock = &context.console.clock;
    if (context.configuration.is_set("embedded.partitions"))
        setup.partitions = context.configuration.options.embedded.partitions;
    return setup;
}

Result<ExitCode> submit(const SubmitRequest& request, Context& context) {
    auto lines = LineReader::open(request.files);
    if (!lines) return tl::unexpected(std::move(lines).error());
    Progress progress(context.console.err, progress_style(context));
    HostSetup setup = host_setup(context, progress);
    setup.accept_loss = request.accept_loss;
    setup.command = "submit";
    const auto host = EngineHost::open(std::move(setup));
    if (!host) return tl::unexpected(host.error());
    OutcomeWriter outcomes(
        [&context](std::string_view text) { return context.console.out.write(text); },
        outcome_format(context.format_or(OutputFormat::jsonl)));
    const auto done =
        submit_lines({**host, outcomes, context.console.clock, progress}, *std::move(lines));
    if (!done) return tl::unexpected(done.error());
    context.console.err << summary(*done, outcomes.counts(), (*host)->position_text()) << std::endl;
    return exit_of(*done, outcomes, request.strict);
}

Result<Submitted> submit_lines(const Submission& to, LineReader lines) {
    auto earlier = earlier_dead_letters(to.host.log());
    if (!earlier) return tl::unexpected(std::move(earlier).error());
    lines.wake_by(to.host.signals().wake_descriptor());
    const auto last_event = [times = to.host.last_times()](events::ProgramId program) {
        const auto partitions = static_cast<std::uint32_t>(times.size());
        return times[engine::partition_of(program, partitions).number];
    };
    LineSource source(std::move(lines), {to.clock, last_event}, *std::move(earlier));
    to.outcomes.when_closed([&to] { to.host.stop(); });
    const auto begun = std::chrono::steady_clock::now();
    const auto end =
        to.host.run({source, to.outcomes, [&source, &to] { show_progress(source, to.progress); }});
    to.progress.clear();
    if (!end) return tl::unexpected(end.error());
    to.outcomes.finish();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return Submitted{*end, source.progress().lines, took.count()};
}

std::string summary(const Submitted& submitted, const OutcomeCounts& counts,
                    const std::string& position) {
    const double rate = static_cast<double>(submitted.lines) / std::max(submitted.seconds, 1e-6);
    std::string text = fmt::format(
        "{} in {} ({}/s): {} accepted, {} rejected, {}", counted_text(counts.total(), "lines"),
        span_text(submitted.seconds), count_text(static_cast<std::uint64_t>(rate)),
        count_text(counts.accepted), count_text(counts.rejected),
        counted_text(counts.dead_lettered, "dead letters"));
    if (counts.repeated > 0)
        text += fmt::format("; {} of them repeats", count_text(counts.repeated));
    return text + "; " + position;
}

Result<ExitCode> exit_of(const Submitted& submitted, const OutcomeWriter& outcomes, bool strict) {
    if (submitted.end == RunEnd::interrupted) {
        return fail(
            Failure::interrupted,
            "interrupted; what was decided is durable: the same command goes on from there");
    }
    if (outcomes.failure()) return tl::unexpected(*outcomes.failure());
    if (!strict) return ExitCode::done;
    if (outcomes.counts().dead_lettered > 0) return ExitCode::bad_input;
    return outcomes.counts().rejected > 0 ? ExitCode::no : ExitCode::done;
}

}  // namespace leadline::connectors
