// `contest list` and `contest show`: who tried to claim what, who won, and how much later the
// others came, in positions of the log and in its time.
#include "connectors/cli/output_words.hpp"
#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

using projections::Attempt;
using projections::Contest;

namespace {

Row attempt_row(std::size_t race, const Attempt& attempt) {
    const Cell reason = attempt.won ? Cell() : Cell(attempt.reason);
    const Cell positions = attempt.won ? Cell() : Cell(attempt.positions_later);
    const Cell later = attempt.won ? Cell() : Cell(attempt.later);
    return {race,   attempt.position, attempt.time, attempt.user, attempt.won ? "won" : "lost",
            reason, positions,        later};
}

}  // namespace

Answered contest_list(Context& context, const ListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto contests = asking->query().contests(asking->program, paging);
    if (!contests) return tl::unexpected(contests.error());
    ListAnswer list(asking->to, "contests",
                    {{"lead"},
                     {"winner"},
                     {"position"},
                     {"time"},
                     {"losers"},
                     {"next_user"},
                     {"positions_later"},
                     {"later"}});
    for (const Contest& contest : contests->value.items) {
        const Attempt& winner = contest.winner;
        Row row{contest.lead,          winner.user, winner.position, winner.time,
                contest.losers.size(), Cell(),      Cell(),          Cell()};
        if (!contest.losers.empty()) {
            row[5] = contest.losers[0].user;
            row[6] = contest.losers[0].positions_later;
            row[7] = contest.losers[0].later;
        }
        TRY(list.row(std::move(row)));
    }
    TRY(list.finish(places_of(contests->at), cursor_text(contests->value.next)));
    return ExitCode::done;
}

Answered contest_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_lead(*asking, args.id));
    const auto contests = asking->query().contests(asking->program, events::LeadId{args.id});
    if (!contests) return tl::unexpected(contests.error());
    ListAnswer list(asking->to, "attempts",
                    {{"race"},
                     {"position"},
                     {"time"},
                     {"user"},
                     {"result"},
                     {"reason"},
                     {"positions_later"},
                     {"later"}});
    std::size_t race = 0;
    for (const Contest& contest : contests->value) {
        TRY(list.row(attempt_row(++race, contest.winner)));
        for (const Attempt& attempt : contest.losers) TRY(list.row(attempt_row(race, attempt)));
    }
    TRY(list.finish(places_of(contests->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
