// See as_user.hpp: `lead list --as` and `lead show --as`.
#include "connectors/cli/read/as_user.hpp"

namespace leadline::connectors {

namespace {

constexpr std::size_t leads_per_page = 1'000;

}  // namespace

// Owners, partners and queues are not looked for first, as the vendor's command does: whether
// somebody else is there is nobody's business. A filter by them finds nothing.
Answered lead_list_as(Context& context, const AsUser<LeadListArgs>& args) {
    if (args.as.empty()) return lead_list(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    projections::LeadFilter filter{{args.owner}, {args.partner}, {args.queue}, args.status, {}};
    if (args.open) filter.open = true;
    ListAnswer list(asking->to(), "leads", lead_columns());
    projections::Paging paging{cursor_of(args.after), 0};
    Places at;
    for (std::size_t left = args.limit; args.limit == 0 || left > 0;) {
        paging.limit = args.limit == 0 ? leads_per_page : std::min(left, leads_per_page);
        const auto page = asking->query().leads(filter, paging);
        if (!page) return tl::unexpected(page.error());
        if (page->value.items.empty() && paging.after.empty())
            TRY(asking->check_status(args.status));
        at = places_of(page->at);
        for (const projections::LeadRow& row : page->value.items) TRY(list.row(lead_row(row)));
        left -= std::min(left, page->value.items.size());
        paging.after = page->value.next;
        if (paging.after.empty()) break;
        TRY(asking->go_on());
    }
    TRY(list.finish(at, cursor_text(paging.after)));
    return ExitCode::done;
}

Answered lead_show_as(Context& context, const AsUser<ThingArgs>& args) {
    if (args.as.empty()) return lead_show(context, args);
    const auto asking = AskingAs::open(context, args.program, args.as);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().lead({args.id});
    if (!found) return tl::unexpected(found.error());
    const projections::SeenLead& lead = found->value;
    Record record;
    record.add("lead", lead.row.lead);
    add_place(record, lead.row);
    add_details(record, lead.row);
    add_person(record, lead.person);
    add_conversion(record, lead.row);
    record.add("withheld", Cell::list(lead.withheld)).add(steps_table(lead.steps));
    if (lead.sight == projections::Sight::own) {
        Table deals("deals", deal_columns());
        for (const projections::DealRow& deal : lead.deals) deals.add(deal_row(deal));
        record.add(std::move(deals));
    }
    TRY(show(asking->to(), record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
