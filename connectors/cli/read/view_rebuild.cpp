// `view rebuild`: makes views again from the log, beside those that serve. Where an engine runs, it
// does it, and this waits until the new ones serve; where none runs, this does it.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/view_words.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;
using projections::ViewReport;
using projections::ViewState;

namespace {

using Clock = std::chrono::steady_clock;
using Names = std::vector<std::string>;

constexpr std::chrono::milliseconds look_every{200};
// An engine looks for requests many times a second, unless it keeps no views.
constexpr std::chrono::seconds taken_up_within{10};

std::string base_of(const std::string& name) {
    return std::string(projections::parse_view_name(name).base);
}

// Without versions.
Result<Names> wanted(const ViewArgs& args) {
    Names all;
    for (const projections::ViewMaker& maker : projections::current_views())
        all.push_back(base_of(maker.name));
    if (args.all == !args.names.empty())
        return fail(Failure::usage, "name the views to make again, or say --all");
    if (args.all) return all;
    const std::vector<std::string_view> known(all.begin(), all.end());
    Names chosen;
    for (const std::string& name : args.names) {
        chosen.push_back(base_of(name));
        if (std::find(all.begin(), all.end(), chosen.back()) == all.end())
            return fail(Failure::usage, config::unknown_name("view", chosen.back(), known));
    }
    return chosen;
}

bool is_one_of(const Names& names, const ViewReport& view) {
    return std::find(names.begin(), names.end(), base_of(view.name)) != names.end();
}

Result<void> request(const OpenLog& log, const Names& names) {
    for (Partition partition; partition.number < log.reader->partitions(); ++partition.number) {
        const auto folder = log.folder.views(partition);
        if (!std::filesystem::exists(folder)) continue;  // whoever makes it makes all views
        for (const std::string& name : names) TRY(projections::request_again(folder, name));
    }
    return {};
}

struct Way {
    bool is_done = true;
    bool is_begun = true;  // every request has been taken up
    std::uint64_t at = 0;  // of the copy that is furthest behind
    std::string error;     // why a copy stopped
};

Result<Way> way_of(const OpenLog& log, const Names& names) {
    Way way;
    for (Partition partition; partition.number < log.reader->partitions(); ++partition.number) {
        const auto views = look_at_views(log, partition);
        if (!views) return tl::unexpected(views.error());
        for (const ViewReport& view : *views) {
            if (!is_one_of(names, view)) continue;
            if (view.is_copy && view.state == ViewState::stopped) way.error = view.error;
            way.is_begun &= view.state != ViewState::asked;
            if (view.state != ViewState::making && view.state != ViewState::asked &&
                view.state != ViewState::missing)
                continue;
            const std::uint64_t at = view.standing.position.number;
            way.at = way.is_done ? at : std::min(way.at, at);
            way.is_done = false;
        }
    }
    return way;
}

// False: the engine has gone, and the rest is ours.
Result<bool> wait_for_engine(const Context& context, const OpenLog& log, const Names& names,
                             const StopSignals& signals) {
    const auto ends = log.ends();
    if (!ends) return tl::unexpected(ends.error());
    std::uint64_t end = 0;
    for (const Place& place : *ends) end = std::max(end, place.position);
    Progress progress(context.console.err, progress_style(context));
    const Clock::time_point begun = Clock::now();
    for (;;) {
        const auto way = way_of(log, names);
        const bool is_passing = !way && way.error().failure != Failure::corrupt;
        if (!way && !is_passing) return tl::unexpected(way.error());
        if (way && !way->error.empty()) return fail(Failure::io, way->error);
        if (way && way->is_done) return true;
        if (!log.folder.in_use()) return false;
        if (way && !way->is_begun && Clock::now() - begun > taken_up_within) {
            return fail(Failure::passing,
                        "the engine that runs here has not begun; it may keep no views "
                        "(views.enabled): whoever next does makes them again");
        }
        if (way)
            progress.at(
                {"made again beside what serves", "events", way->at, share_of(way->at, end)});
        TRY(go_on(signals));
        std::this_thread::sleep_for(look_every);
    }
}

}  // namespace

Answered view_rebuild(Context& context, const ViewArgs& args) {
    const auto names = wanted(args);
    if (!names) return tl::unexpected(names.error());
    auto signals = std::make_unique<StopSignals>();
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    TRY(request(*log, *names));
    if (!args.waits) return ExitCode::done;
    bool is_done = false;
    if (log->engine_runs) {
        const auto waited = wait_for_engine(context, *log, *names, *signals);
        if (!waited) return tl::unexpected(waited.error());
        is_done = *waited;
    }
    std::unique_ptr<ReadSession> session;
    if (!is_done) {
        auto opened = ReadSession::open(context, std::move(signals));  // makes what is unfinished
        if (!opened) return tl::unexpected(std::move(opened).error());
        session = *std::move(opened);
    }
    const auto way = way_of(*log, *names);
    if (!way) return tl::unexpected(way.error());
    if (!way->error.empty()) return fail(Failure::io, way->error);
    const auto now = open_log(context);
    if (!now) return tl::unexpected(now.error());
    TRY(show_views(context, *now, [&](const ViewReport& view) { return is_one_of(*names, view); }));
    return ExitCode::done;
}

}  // namespace leadline::connectors
