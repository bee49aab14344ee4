// `view list`: where each view stands, how far it is behind the log, how large it is, and what is
// being made or has stopped. It looks only: nothing is brought up to the log.
#include "connectors/cli/read/view_words.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::Failure;
using events::Result;
using projections::ViewAccess;
using projections::ViewReport;
using projections::ViewStore;

Result<std::vector<ViewReport>> look_at_views(const OpenLog& log, Partition partition) {
    const auto folder = log.folder.views(partition);
    const auto store = ViewStore::open(folder, ViewAccess::follow);
    if (store) return projections::report_views(**store, folder);
    if (store.error().failure != Failure::not_found) return tl::unexpected(store.error());
    return projections::report_no_views();
}

Result<void> show_views(Context& context, const OpenLog& log,
                        const std::function<bool(const ViewReport&)>& is_wanted) {
    const auto ends = log.ends();
    if (!ends) return tl::unexpected(ends.error());
    ListAnswer list(answering(context), "views",
                    {{"view"},
                     {"state"},
                     {"position"},
                     {"lag"},
                     {"bytes"},
                     {"partition"},
                     {"time"},
                     {"error", true}});
    for (const Place& end : *ends) {
        const auto views = look_at_views(log, {end.partition});
        if (!views) return tl::unexpected(views.error());
        for (const ViewReport& view : *views) {
            if (!is_wanted(view)) continue;
            const std::uint64_t at = view.standing.position.number;
            const Cell time = at == 0 ? Cell() : Cell(view.standing.time);
            TRY(list.row({view.name, view.state, at, end.position - std::min(end.position, at),
                          view.bytes, end.partition, time, view.error}));
        }
    }
    return list.finish(*ends);
}

Answered view_list(Context& context, const ViewArgs&) {
    const auto log = open_log(context);
    if (!log) return tl::unexpected(log.error());
    TRY(show_views(context, *log, [](const ViewReport&) { return true; }));
    return ExitCode::done;
}

}  // namespace leadline::connectors
