// `lead list`: the leads of a program, by owner, partner, queue or status.
#include "connectors/cli/output_words.hpp"
#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

namespace {

constexpr std::size_t leads_per_page = 1'000;

}  // namespace

Answered lead_list(Context& context, const LeadListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_user(*asking, args.owner));
    TRY(check_partner(*asking, args.partner));
    TRY(check_queue(*asking, args.queue));
    projections::LeadFilter filter{{args.owner}, {args.partner}, {args.queue}, args.status, {}};
    if (args.open) filter.open = true;
    ListAnswer list(asking->to, "leads", lead_columns());
    projections::Paging paging{cursor_of(args.after), 0};
    Places at;
    for (std::size_t left = args.limit; args.limit == 0 || left > 0;) {
        paging.limit = args.limit == 0 ? leads_per_page : std::min(left, leads_per_page);
        const auto page = asking->query().leads(asking->program, filter, paging);
        if (!page) return tl::unexpected(page.error());
        if (page->value.items.empty() && paging.after.empty())
            TRY(check_status(*asking, args.status));
        at = places_of(page->at);
        for (const projections::LeadRow& row : page->value.items) TRY(list.row(lead_row(row)));
        left -= std::min(left, page->value.items.size());
        paging.after = page->value.next;
        if (paging.after.empty()) break;
        TRY(asking->session->go_on());
    }
    TRY(list.finish(at, cursor_text(paging.after)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
