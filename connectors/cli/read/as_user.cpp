// See as_user.hpp: the session, and the commands about queues and partners.
#include "connectors/cli/read/as_user.hpp"

#include "connectors/cli/read/known.hpp"

namespace leadline::connectors {

using events::Result;
using projections::PartnerQuery;
using projections::SeenQueue;

Result<AskingAs> AskingAs::open(Context& context, const std::string& program,
                                const std::string& user) {
    auto asking = ask(context, program);
    if (!asking) return tl::unexpected(std::move(asking).error());
    TRY(check_user(*asking, user));
    auto query = PartnerQuery::as(asking->query(), asking->program, {user});
    if (!query) return tl::unexpected(std::move(query).error());
    return AskingAs(*std::move(asking), *std::move(query));
}

Result<void> AskingAs::check_status(const std::string& name) const {
    return connectors::check_status(asking_, name);
}

Answered queue_list_as(Context& context, const AsUser<ListArgs>& args) {
    if (args.as.empty()) return queue_list(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto queues = asking->query().queues({cursor_of(args.after), args.limit});
    if (!queues) return tl::unexpected(queues.error());
    ListAnswer list(asking->to(), "queues", {{"queue"}, {"title", true}, {"leads"}});
    for (const SeenQueue& row : queues->value.items)
        TRY(list.row({row.queue, row.title, row.leads}));
    TRY(list.finish(places_of(queues->at), cursor_text(queues->value.next)));
    return ExitCode::done;
}

Answered queue_show_as(Context& context, const AsUser<ThingArgs>& args) {
    if (args.as.empty()) return queue_show(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().queue({args.id}, {{}, args.limit});
    if (!found) {
        std::vector<std::string_view> names;  // those that may be known
        for (const projections::QueueRow& row : asking->query().me().queues)
            names.push_back(row.definition.queue.text);
        return tl::unexpected(with_nearest(found.error(), args.id, names));
    }
    const SeenQueue& row = found->value.row;
    Record record;
    record.add("queue", row.queue).add("title", row.title).add("visible", Cell::list(row.visible));
    add_policy(record, row.policy);
    record.add("waiting", row.leads).add(waiting_table(found->value.leads.items));
    TRY(show(asking->to(), record, places_of(found->at)));
    return ExitCode::done;
}

Answered partner_show_as(Context& context, const AsUser<ThingArgs>& args) {
    if (args.as.empty()) return partner_show(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().partner({args.id}, {{}, args.limit});
    if (!found) {
        const events::Text own = asking->query().me().partner.partner.text;
        return tl::unexpected(with_nearest(found.error(), args.id, {own}));
    }
    const projections::SeenPartner& it = found->value;
    TRY(show(asking->to(), partner_record(it.row, it.users, it.leads.items, it.claim_room),
             places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
