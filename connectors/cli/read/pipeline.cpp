// `opportunity pipeline`: open opportunities by owner and stage. `deal customers`: customers with
// their registrations, and which of those stand in each other's way.
#include <algorithm>

#include "connectors/cli/read/dashboards.hpp"
#include "connectors/cli/read/known.hpp"

namespace leadline::connectors {

using projections::DealCustomer;
using projections::PipelineRow;

namespace {

events::Result<void> write_pipeline(
    const Answering& to, const projections::Answer<projections::Page<PipelineRow>>& found) {
    ListAnswer list(to, "pipeline",
                    {{"partner"}, {"owner"}, {"stage"}, {"count"}, {"value"}, {"currency"}});
    for (const PipelineRow& row : found.value.items)
        TRY(list.row({row.partner, row.owner, row.stage, row.count,
                      sum_cell(row.minor, row.currency), row.currency}));
    return list.finish(places_of(found.at), cursor_text(found.value.next));
}

// "D-1 (south, approved)".
template <class Of>
Cell deals_cell(const events::List<projections::StandingDeal>& deals, Of of) {
    std::vector<std::string> words;
    for (const projections::StandingDeal& deal : deals)
        if (of(deal))
            words.push_back(std::string(deal.deal.text) + " (" + std::string(deal.partner.text) +
                            ", " + std::string(name_of(deal.status)) + ")");
    std::vector<events::Text> texts(words.begin(), words.end());
    return Cell::list(texts);
}

}  // namespace

Answered opportunity_pipeline(Context& context, const AsUser<PipelineArgs>& args) {
    const projections::PipelineFilter filter{{args.partner}, {args.owner}};
    const projections::Paging paging{cursor_of(args.after), args.limit};
    if (!args.as.empty()) {
        const auto asking = AskingAs::open(context, args.program, args.as);
        if (!asking) return tl::unexpected(asking.error());
        const auto found = asking->query().pipeline(filter, paging);
        if (!found) return tl::unexpected(found.error());
        TRY(write_pipeline(asking->to(), *found));
        return ExitCode::done;
    }
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_partner(*asking, args.partner));
    TRY(check_user(*asking, args.owner));
    const auto found = asking->query().pipeline(asking->program, filter, paging);
    if (!found) return tl::unexpected(found.error());
    TRY(write_pipeline(asking->to, *found));
    return ExitCode::done;
}

Answered deal_customers(Context& context, const CustomersArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().deal_customers(asking->program, {args.conflicts},
                                                      {cursor_of(args.after), args.limit});
    if (!found) return tl::unexpected(found.error());
    ListAnswer list(asking->to, "customers",
                    {{"customer_key"},
                     {"customer", true},
                     {"registrations"},
                     {"standing", true},
                     {"in_conflict", true}});
    for (const DealCustomer& row : found->value.items) {
        const std::vector<events::DealId> conflicting = row.conflicting();
        const auto conflicts = [&conflicting](const projections::StandingDeal& deal) {
            return std::find(conflicting.begin(), conflicting.end(), deal.deal) !=
                   conflicting.end();
        };
        TRY(list.row({row.customer_key, row.customer, row.registrations,
                      deals_cell(row.standing, [](const auto&) { return true; }),
                      deals_cell(row.standing, conflicts)}));
    }
    TRY(list.finish(places_of(found->at), cursor_text(found->value.next)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
