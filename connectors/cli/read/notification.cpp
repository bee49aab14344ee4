// `notification list`: what became of notifications, the newest first.
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

using projections::NotificationRow;

namespace {

// "250", or nothing where no server said a number.
Cell answer_cell(const NotificationRow& row) { return row.answer == 0 ? Cell() : Cell(row.answer); }

}  // namespace

Answered notification_list(Context& context, const NotificationListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().notifications(asking->program, {args.failed},
                                                     {cursor_of(args.after), args.limit});
    if (!found) return tl::unexpected(found.error());
    ListAnswer list(asking->to, "notifications",
                    {{"time"},
                     {"position"},
                     {"event"},
                     {"event_position"},
                     {"channel"},
                     {"result"},
                     {"attempts"},
                     {"answer"},
                     {"problem", true},
                     {"user"},
                     {"partner"},
                     {"lead"},
                     {"opportunity"},
                     {"deal"},
                     {"notification"}});
    for (const NotificationRow& row : found->value.items)
        TRY(list.row({row.time, row.position, row.event, row.event_position, row.channel,
                      row.result, row.attempts, answer_cell(row), row.problem, row.user,
                      row.partner, row.lead, row.opportunity, row.deal, row.notification}));
    TRY(list.finish(places_of(found->at), cursor_text(found->value.next)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
