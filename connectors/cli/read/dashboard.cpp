// `partner dashboard` and `program dashboard`: partners and programs in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "connectors/cli/read/dashboards.hpp"
#include "connectors/cli/read/known.hpp"

namespace leadline::connectors {

using projections::OpportunityTotal;
using projections::PartnerDashboard;
using projections::PartnerNumbers;

namespace {

// "87.5 %"; empty: of nothing.
Cell rate_cell(std::optional<std::uint32_t> per_mille) {
    if (!per_mille) return {};
    return fmt::format("{}.{} %", *per_mille / 10, *per_mille % 10);
}

std::uint64_t waiting(const projections::OfferCounts& offers) {
    return offers.made - offers.accepted - offers.declined - offers.expired - offers.withdrawn;
}

Cell room_cell(const PartnerNumbers& numbers) {
    if (numbers.row.capacity == 0) return {};
    const std::uint64_t used =
        std::min<std::uint64_t>(numbers.against_capacity, numbers.row.capacity);
    return numbers.row.capacity - used;
}

Record dashboard_record(const PartnerDashboard& it) {
    const PartnerNumbers& numbers = it.numbers;
    const projections::PartnerRow& row = numbers.row;
    Record record;
    record.add("partner", row.partner)
        .add("title", row.title)
        .add("status", row.status)
        .add("tier", row.tier)
        .add("open_leads", row.activity.open_leads)
        .add("capacity", row.capacity == 0 ? Cell() : Cell(row.capacity))
        .add("capacity_left", room_cell(numbers))
        .add("offers", numbers.offers.made)
        .add("offers_waiting", waiting(numbers.offers))
        .add("offers_accepted", numbers.offers.accepted)
        .add("offers_declined", numbers.offers.declined)
        .add("offers_expired", numbers.offers.expired)
        .add("offers_withdrawn", numbers.offers.withdrawn)
        .add("acceptance_rate", rate_cell(numbers.offers.accepted_per_mille()))
        .add("leads_received", numbers.received)
        .add("conversions", row.activity.conversions)
        .add("conversion_rate", rate_cell(numbers.converted_per_mille()))
        .add("win_rate", rate_cell(numbers.won_per_mille()))
        .add("deals_pending", numbers.deals_pending)
        .add("deals_approved", numbers.deals_approved)
        .add_answer(totals_table(numbers.opportunities));
    Table caps("caps", {{"cap"}, {"subject"}, {"used"}, {"most"}, {"left"}, {"frees_at"}});
    for (const projections::PartnerCap& cap : it.caps)
        caps.add({cap.cap, cap.left.subject, cap.left.used, cap.left.most, cap.left.left,
                  cap.left.frees_at});
    return record.add(std::move(caps)).add(claim_room_table(it.claim_room));
}

struct OpenOnes {
    std::uint64_t count = 0;
    std::map<std::string, OpportunityTotal::Minor> sums;  // by currency

    explicit OpenOnes(const events::List<OpportunityTotal>& totals) {
        for (const OpportunityTotal& total : totals) {
            if (!events::is_open(total.status)) continue;
            count += total.count;
            if (!total.currency.empty()) sums[std::string(total.currency)] += total.minor;
        }
    }
    // "45000.00 EUR, 300.00 USD".
    [[nodiscard]] Cell values() const {
        std::vector<std::string> words;
        for (const auto& [currency, minor] : sums)
            words.push_back(fmt::format("{} {}", sum_cell(minor, currency).shown(), currency));
        const std::vector<events::Text> texts(words.begin(), words.end());
        return Cell::list(texts);
    }
};

Table partners_table(const events::List<PartnerNumbers>& rows) {
    Table partners("partners", {{"partner"},
                                {"status"},
                                {"tier"},
                                {"channel_manager"},
                                {"open_leads"},
                                {"capacity_left"},
                                {"offers_waiting"},
                                {"acceptance_rate"},
                                {"conversion_rate"},
                                {"win_rate"},
                                {"deals_pending"},
                                {"deals_approved"},
                                {"open_opportunities"},
                                {"open_value"}});
    for (const PartnerNumbers& each : rows) {
        const OpenOnes open(each.opportunities);
        partners.add({each.row.partner, each.row.status, each.row.tier, each.row.channel_manager,
                      each.row.activity.open_leads, room_cell(each), waiting(each.offers),
                      rate_cell(each.offers.accepted_per_mille()),
                      rate_cell(each.converted_per_mille()), rate_cell(each.won_per_mille()),
                      each.deals_pending, each.deals_approved, open.count, open.values()});
    }
    return partners;
}

Table queues_table(const projections::AgedQueues& aged) {
    Table queues("queues", {{"queue"},
                            {"leads"},
                            {"oldest_since"},
                            {"under_hour"},
                            {"under_day"},
                            {"under_week"},
                            {"older"}});
    for (std::size_t i = 0; i < aged.ages.size(); ++i) {
        const projections::QueueAge& age = aged.ages[i];
        queues.add({aged.queues.items[i].definition.queue, age.leads, age.oldest, age.under_hour,
                    age.under_day, age.under_week, age.older});
    }
    return queues;
}

}  // namespace

Answered partner_dashboard(Context& context, const AsUser<ThingArgs>& args) {
    if (!args.as.empty()) {
        const auto asking = AskingAs::open(context, args.program, args.as);
        if (!asking) return tl::unexpected(asking.error());
        const auto found = asking->query().dashboard({args.id});
        if (!found) return tl::unexpected(found.error());
        TRY(show(asking->to(), dashboard_record(found->value), places_of(found->at)));
        return ExitCode::done;
    }
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().partner_dashboard(asking->program, {args.id});
    if (!found) return tl::unexpected(no_partner(*asking, args.id, found.error()));
    TRY(show(asking->to, dashboard_record(found->value), places_of(found->at)));
    return ExitCode::done;
}

Answered program_dashboard(Context& context, const DashboardArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().program_dashboard(asking->program, args.manager,
                                                         {cursor_of(args.after), args.limit});
    if (!found) return tl::unexpected(found.error());
    const projections::ProgramDashboard& it = found->value;
    Record record;
    record.add("program", it.row.program)
        .add("title", it.row.title)
        .add("leads", it.row.leads)
        .add("conversions", it.row.conversions)
        .add("deals", it.row.deals)
        .add("claims", it.row.claims)
        .add("claims_refused", it.row.claims_refused)
        .add(totals_table(it.opportunities))
        .add(partners_table(it.partners.items));
    if (args.after.empty()) record.add(queues_table(it.queues));
    if (!it.partners.next.empty()) record.add("next", cursor_text(it.partners.next));
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
