// See as_user.hpp: `opportunity list --as` and `opportunity show --as`.
#include "connectors/cli/read/as_user.hpp"

namespace leadline::connectors {

Answered opportunity_list_as(Context& context, const AsUser<OpportunityListArgs>& args) {
    if (args.as.empty()) return opportunity_list(context, args);
    const auto asked = asked_of(args);
    if (!asked) return tl::unexpected(asked.error());
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto found = asking->query().opportunities(asked->filter, paging);
    if (!found) return tl::unexpected(found.error());
    TRY(write_list(asking->to(), *found, asked->stalled_after));
    return ExitCode::done;
}

Answered opportunity_show_as(Context& context, const AsUser<ThingArgs>& args) {
    if (args.as.empty()) return opportunity_show(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().opportunity({args.id});
    if (!found) return tl::unexpected(found.error());
    TRY(show(asking->to(), opportunity_record(found->value.answer, found->at.front().time),
             places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
