// See read_session.hpp.
#include "connectors/cli/read/read_session.hpp"

#include <fmt/format.h>

#include <ostream>

#include "config/yaml/names.hpp"
#include "connectors/cli/kafka/kafka_folder.hpp"
#include "connectors/cli/progress.hpp"
#include "projections/projector.hpp"
#include "projections/view_report.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;
using projections::ViewAccess;
using projections::ViewStore;

namespace {

constexpr std::size_t events_per_step = 20'000;

}  // namespace

Result<Places> OpenLog::ends() const {
    Places places;
    for (Partition partition; partition.number < reader->partitions(); ++partition.number) {
        const auto end = reader->end(partition);
        if (!end) return tl::unexpected(end.error());
        places.push_back({partition.number, end->last_position.number, end->last_time});
    }
    return places;
}

Result<OpenLog> open_log(const Context& context) {
    auto folder = DataFolder::look(context.line.data);
    if (!folder) return tl::unexpected(std::move(folder).error());
    const bool engine_runs = folder->in_use();
    auto reader =
        EmbeddedReader::open(folder->log(), engine_runs ? Beside::engine : Beside::nobody);
    if (!reader) return tl::unexpected(std::move(reader).error());
    TRY(tell_absent(context.console.err, *folder, **reader));
    return OpenLog{*std::move(folder), engine_runs, *std::move(reader)};
}

Places places_of(const std::vector<projections::Standing>& standings) {
    Places places;
    for (const auto& standing : standings)
        places.push_back({standing.partition.number, standing.position.number, standing.time});
    return places;
}

Result<std::unique_ptr<ReadSession>> ReadSession::open(Context& context,
                                                       std::unique_ptr<StopSignals> signals) {
    // Before the threads of what is opened.
    if (!signals) signals = std::make_unique<StopSignals>();
    auto log = open_log(context);
    if (!log) return tl::unexpected(std::move(log).error());
    std::unique_ptr<ReadSession> session(new ReadSession(std::move(signals), *std::move(log)));
    const auto followed = session->follow();
    if (session->engine_runs()) {
        if (!followed && followed.error().failure == Failure::not_found) {
            return fail(Failure::passing,
                        "the engine that runs here has no views yet; try again in a moment");
        }
        TRY(followed);
        session->tell_stopped(context);
        return session;
    }
    if (followed) {
        const auto is_there = session->stands_at_end();
        if (!is_there && is_there.error().failure != Failure::corrupt)
            return tl::unexpected(is_there.error());
        if (is_there && *is_there) {
            session->tell_stopped(context);
            return session;
        }
    }
    if (const auto raised = session->bring_up(context); !raised) {
        // A folder that cannot be written can still be read: what is there is told, with its
        // position.
        if (!followed || raised.error().failure != Failure::io)
            return tl::unexpected(raised.error());
        context.console.err << "the views are behind the log and cannot be brought up to it: "
                            << raised.error().message << '\n';
    }
    if (const auto again = session->follow(); !again) {
        if (again.error().failure != Failure::corrupt) return tl::unexpected(again.error());
        // Whoever brought them up did not come across the damage.
        for (const auto& folder : session->view_folders())
            ViewStore::mark_damaged(folder, again.error().message);
        TRY(session->bring_up(context));
        TRY(session->follow());
    }
    session->tell_stopped(context);
    return session;
}

// What they answer is old, and nothing but a person changes that.
void ReadSession::tell_stopped(Context& context) const {
    const auto folders = view_folders();
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        const auto views = projections::report_views(*stores_[i], folders[i]);
        if (!views) continue;  // damage is met again by whoever answers
        for (const projections::ViewReport& view : *views) {
            if (view.state != projections::ViewState::stopped || view.is_copy) continue;
            context.console.err << view.error << "; `leadline view rebuild "
                                << projections::parse_view_name(view.name).base
                                << "` makes it again\n";
        }
    }
}

std::vector<std::filesystem::path> ReadSession::view_folders() const {
    std::vector<std::filesystem::path> all;
    for (Partition partition; partition.number < log_.reader->partitions(); ++partition.number)
        all.push_back(log_.folder.views(partition));
    return all;
}

Result<void> ReadSession::follow() {
    stores_.clear();
    std::vector<const ViewStore*> stores;
    for (const auto& folder : view_folders()) {
        auto store = ViewStore::open(folder, ViewAccess::follow);
        if (!store) return tl::unexpected(std::move(store).error());
        stores.push_back(store->get());
        stores_.push_back(*std::move(store));
    }
    query_ = std::make_unique<projections::Query>(std::move(stores));
    return {};
}

Result<bool> ReadSession::stands_at_end() const {
    for (const auto& folder : view_folders())
        if (!ViewStore::damage_marked(folder).empty()) return false;  // made again by bring_up()
    const auto folders = view_folders();
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        const auto views = projections::report_views(*stores_[i], folders[i]);
        if (!views) return tl::unexpected(views.error());
        if (projections::is_unfinished(*views)) return false;
    }
    const auto standings = query_->standing();
    const auto ends = log_.ends();
    if (!standings) return tl::unexpected(standings.error());
    if (!ends) return tl::unexpected(ends.error());
    for (const Place& end : *ends) {
        bool is_there = end.position == 0;
        for (const auto& standing : *standings)
            is_there |= standing.partition.number == end.partition &&
                        standing.log == log_.reader->id() &&
                        standing.position.number == end.position;
        if (!is_there) return false;
    }
    return true;
}

Result<void> ReadSession::bring_up(Context& context) {
    const auto lock = DataFolder::open(context.line.data);
    if (!lock) return tl::unexpected(lock.error());
    stores_.clear();
    // The engine that ran a moment ago may have gone on since the first look.
    auto reader = EmbeddedReader::open(log_.folder.log(), Beside::nobody);
    if (!reader) return tl::unexpected(std::move(reader).error());
    log_.reader = *std::move(reader);
    for (Partition partition; partition.number < log_.reader->partitions(); ++partition.number)
        TRY(bring_up(context, partition));
    return {};
}

Result<void> ReadSession::bring_up(Context& context, Partition partition) {
    std::ostream& err = context.console.err;
    const auto store = ViewStore::open(log_.folder.views(partition), ViewAccess::write);
    if (!store) return tl::unexpected(store.error());
    auto projector = projections::Projector::open(*log_.reader, **store, {.partition = partition},
                                                  [&] { return context.console.clock.now(); });
    if (!projector) return tl::unexpected(std::move(projector).error());
    std::string told;
    const auto tell_if_emptied = [&] {
        if ((*projector)->was_emptied() != told)
            err << "the views are made again: " << (*projector)->was_emptied() << '\n';
        told = (*projector)->was_emptied();
    };
    tell_if_emptied();
    const auto end = log_.reader->end(partition);
    if (!end) return tl::unexpected(end.error());
    const std::uint64_t from = (*projector)->applied().number;
    Progress progress(err, progress_style(context));
    for (bool has_more = true; has_more;) {
        const auto stepped = (*projector)->step(events_per_step);
        if (!stepped) return tl::unexpected(stepped.error());
        has_more = *stepped;
        const std::uint64_t at = (*projector)->applied().number;
        const std::uint64_t done = at - std::min(at, from);
        progress.at(
            {"brought up", "events", done, share_of(done, end->last_position.number - from)});
        TRY(go_on());
    }
    TRY((*projector)->catch_up());
    const auto& folder = log_.folder.views(partition);
    for (const std::string& base : projections::requested_again(folder)) {
        TRY((*projector)->ask_again(base));
        projections::forget_request(folder, base);
    }
    progress.restart();
    TRY((*projector)->make_copies([&](events::Position at) {
        progress.at({"made again beside what serves", "events", at.number,
                     share_of(at.number, end->last_position.number)});
        return go_on().has_value();
    }));
    TRY(go_on());
    tell_if_emptied();
    return {};
}

Result<events::ProgramId> ReadSession::program(const std::string& named) {
    if (named.empty()) {
        auto only = query_->only_program();
        if (!only) return tl::unexpected(std::move(only).error());
        program_ = *std::move(only);
        return events::ProgramId{program_};
    }
    const auto programs = query_->programs();
    if (!programs) return tl::unexpected(programs.error());
    std::vector<std::string_view> names;
    for (const auto& row : programs->value) names.push_back(row.program.text);
    for (const auto name : names)
        if (name == named) return events::ProgramId{named};
    const auto absent = why_absent(log_.folder, *log_.reader, named);
    if (!absent) return tl::unexpected(absent.error());
    if (!absent->empty()) return fail(Failure::unavailable, *absent);
    const auto nearest = config::nearest_name(named, names);
    return fail(Failure::not_found,
                fmt::format("there is no program {}{}", config::shown(named),
                            nearest ? fmt::format("; did you mean {}?", config::shown(*nearest))
                                    : std::string()));
}

}  // namespace leadline::connectors
