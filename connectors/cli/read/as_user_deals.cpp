// See as_user.hpp: `deal list --as` and `deal show --as`.
#include <fmt/format.h>

#include "connectors/cli/read/as_user.hpp"
#include "engine/core/match.hpp"

namespace leadline::connectors {

using projections::DealFilter;
using projections::SeenDeal;

namespace {

// As customer_key_of() of known.hpp, among the deals that are seen: for whom others registered one
// is not told, nor which customers there are.
events::Result<std::string> customer_key_of(const AskingAs& asking, const std::string& customer) {
    if (customer.empty()) return std::string();
    std::vector<std::string> keys{"account:" + customer};
    events::Arena arena;
    const auto name =
        engine::match_key(asking.program(), {engine::MatchField::company, customer}, arena);
    if (name.is_set()) keys.push_back("name:" + engine::match_key_hex(name));
    for (std::string& key : keys) {
        DealFilter filter;
        filter.customer_key = key;
        const auto deals = asking.query().deals(filter, {{}, 1});
        if (!deals) return tl::unexpected(deals.error());
        if (!deals->value.items.empty()) return std::move(key);
    }
    return events::fail(events::Failure::not_found,
                        fmt::format("no deal was registered for a customer {}, neither as an "
                                    "account nor as a name",
                                    config::shown(customer)));
}

}  // namespace

Answered deal_list_as(Context& context, const AsUser<DealListArgs>& args) {
    if (args.as.empty()) return deal_list(context, args);
    const auto status = enum_of<projections::DealStatus>("status", args.status);
    if (!status) return tl::unexpected(status.error());
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto customer = customer_key_of(*asking, args.customer);
    if (!customer) return tl::unexpected(customer.error());
    const DealFilter filter{{args.partner}, *customer, {}, *status};
    const auto deals = asking->query().deals(filter, {cursor_of(args.after), args.limit});
    if (!deals) return tl::unexpected(deals.error());
    ListAnswer list(asking->to(), "deals", deal_columns());
    for (const SeenDeal& deal : deals->value.items) TRY(list.row(deal_row(deal.row)));
    TRY(list.finish(places_of(deals->at), cursor_text(deals->value.next)));
    return ExitCode::done;
}

Answered deal_show_as(Context& context, const AsUser<ThingArgs>& args) {
    if (args.as.empty()) return deal_show(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().deal({args.id});
    if (!found) return tl::unexpected(found.error());
    const Cell conflicts = found->value.conflicts ? Cell(true) : Cell();
    TRY(show(asking->to(), deal_record(found->value.row, conflicts), places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
