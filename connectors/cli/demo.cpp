// See demo.hpp.
#include "connectors/cli/demo.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <fstream>

#include "config/plan.hpp"
#include "connectors/cli/demo_people.hpp"
#include "connectors/cli/demo_report.hpp"
#include "connectors/cli/logging.hpp"
#include "connectors/cli/submit.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

// Its people live in a year of their own, so the door must not find them ahead of the wall clock.
const FixedClock end_of_time{events::time_max};

Result<std::filesystem::path> make_folder(const std::filesystem::path& keep) {
    std::error_code error;
    if (!keep.empty()) {
        std::filesystem::create_directories(keep, error);
        if (!error && std::filesystem::is_empty(keep, error)) return keep;
        return fail(Failure::usage, fmt::format("{} is not an empty folder", keep.string()));
    }
    std::string name = (std::filesystem::temp_directory_path() / "leadline-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return fail(Failure::io, fmt::format("{} cannot be made", name));
    return std::filesystem::path(name);
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) return fail(Failure::io, fmt::format("{} cannot be written", path.string()));
    return {};
}

// Somebody who runs the demo wants its text, not the engine's; unless they say so.
void log_warnings_only(const Context& context) {
    if (context.configuration.is_set("log.level")) return;
    config::Options::Log log = context.configuration.options.log;
    log.level = config::LogLevel::warning;
    start_logging(log);
}

class Demo {
public:
    Demo(const DemoRequest& request, Context& context)
        : request_(request),
          context_(context),
          progress_(context.console.err, progress_style(context)) {}

    Result<ExitCode> run();

private:
    Result<void> open();
    Result<void> set_up();
    Result<void> live();
    Result<void> report();
    Result<Submitted> decide(std::string_view lines, OutcomeWriter& outcomes);
    Result<void> say(std::string_view text) { return context_.console.out.write(text); }

    DemoRequest request_;
    Context& context_;
    Progress progress_;
    std::filesystem::path folder_;
    config::ProgramFile file_;
    std::unique_ptr<EngineHost> host_;
    std::unique_ptr<DemoPeople> people_;
    OutcomeCounts counts_;
};

Result<ExitCode> Demo::run() {
    TRY(open());
    TRY(set_up());
    TRY(live());
    TRY(report());
    return ExitCode::done;
}

Result<void> Demo::open() {
    auto folder = make_folder(request_.keep);
    if (!folder) return tl::unexpected(std::move(folder).error());
    folder_ = *std::move(folder);
    const std::span<const DemoFile> files = demo_files(request_.sample);
    for (const DemoFile& each : files) TRY(write_file(folder_ / each.name, each.text));
    config::Diagnostics diagnostics;
    auto file = config::load_program_file(folder_ / files[0].name, diagnostics);
    if (!file) return tl::unexpected(std::move(file).error());
    file_ = *std::move(file);
    context_.line.data = folder_ / "data";
    HostSetup setup = host_setup(context_, progress_);
    setup.options.disk.free_min = 0;  // it writes little, and shall run on any disk
    auto host = EngineHost::open(std::move(setup));
    if (!host) return tl::unexpected(std::move(host).error());
    host_ = *std::move(host);
    return say(fmt::format("Leadline demo: an embedded log in {}\n\n", folder_.string()));
}

Result<Submitted> Demo::decide(std::string_view lines, OutcomeWriter& outcomes) {
    auto done = submit_lines({*host_, outcomes, end_of_time, progress_}, LineReader::of(lines));
    if (!done) return done;
    if (done->end == RunEnd::interrupted) return fail(Failure::interrupted, "interrupted");
    if (outcomes.failure()) return tl::unexpected(*outcomes.failure());
    return done;
}

Result<void> Demo::set_up() {
    std::size_t users = 0;
    for (const config::PartnerSpec& partner : file_.partners) users += partner.users.size();
    TRY(say(fmt::format("Setting up \"{}\": {} partners with {} people, {} queues, {} rules ...\n",
                        file_.title, file_.partners.size(), count_text(users), file_.queues.size(),
                        file_.ruleset.entries.size())));
    const auto plan = config::plan_program(file_, {});
    if (!plan) return tl::unexpected(plan.error());
    std::string lines;
    for (const std::string& command : plan->commands) lines.append(command).append("\n");
    OutcomeWriter outcomes([](std::string_view) { return Result<void>{}; }, OutcomeFormat::jsonl);
    const auto done = decide(lines, outcomes);
    if (!done) return tl::unexpected(done.error());
    people_ = std::make_unique<DemoPeople>(file_);
    people_->set_up(plan->commands);
    return say(fmt::format("  {} commands, now at {}\n\n", done->lines, host_->position_text()));
}

Result<void> Demo::live() {
    people_->live_through(request_.leads);
    TRY(write_file(folder_ / "commands.jsonl", people_->lines()));
    TRY(
        say(fmt::format("{} leads arrive; their people race for them, work, forget, convert and "
                        "register deals ...\n",
                        count_text(request_.leads))));
    std::ofstream told(folder_ / "outcomes.jsonl", std::ios::binary);
    OutcomeWriter outcomes(
        [&told](std::string_view text) {
            told.write(text.data(), static_cast<std::streamsize>(text.size()));
            return told ? Result<void>{} : fail(Failure::io, "outcomes.jsonl cannot be written");
        },
        OutcomeFormat::jsonl);
    const auto done = decide(people_->lines(), outcomes);
    if (!done) return tl::unexpected(done.error());
    counts_ = outcomes.counts();
    return say(fmt::format(
        "  {} commands in {}, {}/s, every one durable and in the views; now at {}\n\n",
        count_text(done->lines), span_text(done->seconds),
        count_text(static_cast<std::uint64_t>(static_cast<double>(done->lines) / done->seconds)),
        host_->position_text()));
}

Result<void> Demo::report() {
    const std::vector<const projections::ViewStore*> views = host_->views();
    if (views.empty())
        return say(
            fmt::format("Views are off (views.enabled), so there is nothing to show.\n"
                        "Everything is left in {}\n",
                        folder_.string()));
    const projections::Query query(views);
    const DemoResult result{query, host_->state_of({file_.id}), {file_.id}, counts_};
    const auto totals = demo_totals(result);
    if (!totals) return tl::unexpected(totals.error());
    TRY(say("What came of it\n" + *totals));
    const auto race = demo_race(result);
    if (!race) return tl::unexpected(race.error());
    TRY(say("\nA race\n" + *race));
    const std::string lead =
        people_->busiest_lead().empty() ? "lead-00001" : people_->busiest_lead();
    if (request_.leads > 0) {
        const auto story = demo_story(result, lead);
        if (!story) return tl::unexpected(story.error());
        TRY(say("\nWhy did " + lead + " go where it went?\n" + *story));
    }
    const auto names = demo_names(result, lead);
    if (!names) return tl::unexpected(names.error());
    const std::string program = (folder_ / demo_files(request_.sample)[0].name).string();
    return say(fmt::format("\nEverything is left in {}. Try next:\n{}", folder_.string(),
                           demo_next_steps(context_.line.program, folder_, program, *names)));
}

}  // namespace

Result<ExitCode> demo(const DemoRequest& request, Context& context) {
    log_warnings_only(context);
    return Demo(request, context).run();
}

}  // namespace leadline::connectors
