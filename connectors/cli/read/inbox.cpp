// `partner inbox`: what waits for the partner: offers and opportunities to answer, leads that
// nobody has begun with, protections that are about to end. The same questions for the vendor and,
// with
// --as, for a partner's user, who is answered as the lists would answer.
#include <algorithm>

#include "connectors/cli/read/dashboards.hpp"
#include "connectors/cli/read/known.hpp"

namespace leadline::connectors {

using events::Result;
using projections::DealRow;
using projections::LeadRow;
using projections::OpportunityRow;

namespace {

constexpr events::Duration ending_within_default{14 * events::day.us};

// Answers keep what the rows view.
struct Inbox {
    std::vector<std::shared_ptr<const events::Arena>> memory;
    std::vector<LeadRow> offers;
    std::vector<LeadRow> leads;
    std::vector<OpportunityRow> opportunities;
    std::vector<events::Text> customers;  // of each
    std::vector<DealRow> deals;
    std::vector<projections::Standing> at;  // of the first answer
    bool has_more = false;                  // of one of them
};

Result<events::Duration> ending_within(const std::string& text) {
    if (text.empty()) return ending_within_default;
    const auto time = events::parse_duration(text);
    if (time && time->us > 0) return *time;
    return events::fail(events::Failure::usage,
                        "--within must be a time such as \"14d\", not " + config::shown(text));
}

// Ask: leads(filter, paging), opportunities(...), deals(...), as Query and PartnerQuery have them.
template <class Ask>
Result<Inbox> inbox_of(const Ask& ask, events::PartnerId partner, std::size_t limit,
                       events::Duration within) {
    Inbox inbox;
    const projections::Paging paging{{}, limit};
    const auto keep = [&inbox](const auto& found, const std::string& next) {
        inbox.memory.push_back(found.memory);
        if (inbox.at.empty()) inbox.at = found.at;
        inbox.has_more = inbox.has_more || !next.empty();
    };
    projections::LeadFilter of_leads;
    of_leads.partner = partner;
    of_leads.open = true;
    const auto offered = ask.leads(of_leads, paging);
    if (!offered) return tl::unexpected(offered.error());
    for (const LeadRow& row : offered->value.items)
        if (row.place == projections::LeadPlace::offer) inbox.offers.push_back(row);
    // They come first: where one is none, no more of them follow.
    const bool all_offers = inbox.offers.size() == offered->value.items.size();
    keep(*offered, all_offers ? offered->value.next : std::string());
    of_leads.status = "new";
    const auto begun = ask.leads(of_leads, paging);
    if (!begun) return tl::unexpected(begun.error());
    for (const LeadRow& row : begun->value.items)
        if (row.place == projections::LeadPlace::owner) inbox.leads.push_back(row);
    keep(*begun, begun->value.next);
    projections::OpportunityFilter of_opportunities;
    of_opportunities.partner = partner;
    of_opportunities.status = events::OpportunityStatus::delivered;
    const auto delivered = ask.opportunities(of_opportunities, paging);
    if (!delivered) return tl::unexpected(delivered.error());
    inbox.opportunities.assign(delivered->value.rows.items.begin(),
                               delivered->value.rows.items.end());
    inbox.customers.assign(delivered->value.customers.begin(), delivered->value.customers.end());
    keep(*delivered, delivered->value.rows.next);
    projections::DealFilter of_deals;
    of_deals.partner = partner;
    of_deals.status = projections::DealStatus::approved;
    const auto protected_ones = ask.deals(of_deals);
    if (!protected_ones) return tl::unexpected(protected_ones.error());
    keep(*protected_ones, {});
    const events::Time until = inbox.at.front().time + within;
    for (const DealRow& row : protected_ones->value.items)
        if (row.protected_until.is_set() && row.protected_until < until) inbox.deals.push_back(row);
    std::sort(inbox.deals.begin(), inbox.deals.end(), [](const DealRow& a, const DealRow& b) {
        return std::pair(a.protected_until, a.position) < std::pair(b.protected_until, b.position);
    });
    if (limit != 0 && inbox.deals.size() > limit) {
        inbox.deals.resize(limit);
        inbox.has_more = true;
    }
    return inbox;
}

Record record_of(const Inbox& inbox, const std::string& partner) {
    Record record;
    record.add("partner", partner);
    Table offers("offers", {{"lead"}, {"since"}, {"expires_at"}, {"company", true}, {"source"}});
    for (const LeadRow& row : inbox.offers)
        offers.add({row.lead, row.since, row.expires_at, row.details.company, row.details.source});
    Table leads("new_leads", {{"lead"}, {"owner"}, {"since"}, {"touch_by"}, {"company", true}});
    for (const LeadRow& row : inbox.leads)
        leads.add({row.lead, row.owner, row.since, row.touch_by, row.details.company});
    Table delivered("delivered_opportunities", {{"opportunity"},
                                                {"since"},
                                                {"expires_at"},
                                                {"customer", true},
                                                {"topic", true},
                                                {"amount"}});
    for (std::size_t i = 0; i < inbox.opportunities.size(); ++i) {
        const OpportunityRow& row = inbox.opportunities[i];
        delivered.add({row.opportunity, row.since, row.expires_at, inbox.customers[i], row.topic,
                       money_cell(row.amount)});
    }
    Table deals(
        "protections_ending",
        {{"deal"}, {"protected_until"}, {"customer", true}, {"registered_by"}, {"extensions"}});
    for (const DealRow& row : inbox.deals)
        deals.add({row.deal, row.protected_until,
                   row.customer.empty() ? Cell(row.customer_key) : Cell(row.customer),
                   row.registered_by, row.extensions});
    record.add(std::move(offers)).add(std::move(leads)).add(std::move(delivered));
    record.add(std::move(deals));
    if (inbox.has_more) record.add("more", true);
    return record;
}

// What a channel manager is answered.
struct AskVendor {
    const projections::Query& query;
    events::ProgramId program;

    [[nodiscard]] auto leads(const projections::LeadFilter& filter,
                             const projections::Paging& paging) const {
        return query.leads(program, filter, paging);
    }
    [[nodiscard]] auto opportunities(const projections::OpportunityFilter& filter,
                                     const projections::Paging& paging) const {
        return query.opportunities(program, filter, paging);
    }
    [[nodiscard]] auto deals(const projections::DealFilter& filter) const {
        return query.deals(program, filter);
    }
};

// What a partner's user is.
struct AskPartner {
    const projections::PartnerQuery& query;

    [[nodiscard]] auto leads(const projections::LeadFilter& filter,
                             const projections::Paging& paging) const {
        return query.leads(filter, paging);
    }
    [[nodiscard]] auto opportunities(const projections::OpportunityFilter& filter,
                                     const projections::Paging& paging) const {
        return query.opportunities(filter, paging);
    }
    [[nodiscard]] Result<projections::Answer<projections::Page<DealRow>>> deals(
        const projections::DealFilter& filter) const {
        const auto seen = query.deals(filter);
        if (!seen) return tl::unexpected(seen.error());
        const auto own = std::make_shared<events::Arena>();
        const std::span<DealRow> rows = own->make<DealRow>(seen->value.items.size());
        std::transform(seen->value.items.begin(), seen->value.items.end(), rows.begin(),
                       [](const projections::SeenDeal& each) { return each.row; });
        // Both memories are kept by whoever holds the answer's.
        auto both = std::make_shared<
            std::pair<std::shared_ptr<events::Arena>, std::shared_ptr<const events::Arena>>>(
            own, seen->memory);
        return projections::Answer<projections::Page<DealRow>>{
            {rows, {}}, seen->at, std::shared_ptr<const events::Arena>(both, own.get())};
    }
};

}  // namespace

Answered partner_inbox(Context& context, const AsUser<InboxArgs>& args) {
    const auto within = ending_within(args.within);
    if (!within) return tl::unexpected(within.error());
    if (!args.as.empty()) {
        const auto asking = AskingAs::open(context, args.program, args.as);
        if (!asking) return tl::unexpected(asking.error());
        const auto mine = asking->query().partner({args.id}, {{}, 1});
        if (!mine) return tl::unexpected(mine.error());
        const auto inbox = inbox_of(AskPartner{asking->query()}, {args.id}, args.limit, *within);
        if (!inbox) return tl::unexpected(inbox.error());
        TRY(show(asking->to(), record_of(*inbox, args.id), places_of(inbox->at)));
        return ExitCode::done;
    }
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_partner(*asking, args.id));
    const auto inbox =
        inbox_of(AskVendor{asking->query(), asking->program}, {args.id}, args.limit, *within);
    if (!inbox) return tl::unexpected(inbox.error());
    TRY(show(asking->to, record_of(*inbox, args.id), places_of(inbox->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
