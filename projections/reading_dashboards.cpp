// See reading.hpp and dashboard.hpp: partners and programs in numbers, pipelines, customers.
#include <algorithm>

#include "projections/reading.hpp"
#include "projections/views/activity_view.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/opportunity_view.hpp"

namespace leadline::projections {

namespace {

using events::ProgramId;

std::uint64_t done_by(Reading& reading, ProgramId program, events::PartnerId partner, Done what) {
    Key key = activity_key(program, ActivityHolder::partner, partner.text);
    key.add_byte(static_cast<std::uint8_t>(what));
    return reading.tally(activity_view_name, key);
}

std::uint64_t deals_of(Reading& reading, ProgramId program, events::PartnerId partner,
                       DealStatus status) {
    const Key key = Key(deal_table::counts, program)
                        .add_id(partner.text)
                        .add_byte(static_cast<std::uint8_t>(status));
    std::string text;
    if (!reading.moment().get(reading.view(deal_view_name), key, text)) return 0;
    return std::strtoull(text.c_str(), nullptr, 10);
}

bool shares_a_product(const StandingDeal& a, const StandingDeal& b) {
    return std::any_of(a.products.begin(), a.products.end(), [&b](Text product) {
        return std::find(b.products.begin(), b.products.end(), product) != b.products.end();
    });
}

// Calls take(key, value) for the rows of a table behind the cursor; the page's `next` where there
// are more than its limit.
template <class Take>
std::string walk(Reading& reading, Text view, const Key& prefix, const Paging& paging,
                 Take&& take) {
    std::string last;
    std::string next;
    std::size_t taken = 0;
    reading.moment().scan(reading.view(view), prefix,
                          paging.after.empty() ? Text{} : Text(paging.after),
                          [&](Text key, Text value) {
                              if (key == paging.after) return true;
                              if (paging.limit != 0 && taken == paging.limit) {
                                  next = last;
                                  return false;
                              }
                              take(key, value);
                              last = key;
                              ++taken;
                              return true;
                          });
    return next;
}

}  // namespace

std::optional<std::uint32_t> PartnerNumbers::won_per_mille() const {
    std::uint64_t won = 0;
    std::uint64_t ended = 0;
    for (const OpportunityTotal& total : opportunities) {
        if (events::is_open(total.status)) continue;
        ended += total.count;
        if (total.status == OpportunityStatus::purchased) won += total.count;
    }
    if (ended == 0) return std::nullopt;
    return static_cast<std::uint32_t>(won * 1'000 / ended);
}

std::vector<events::DealId> DealCustomer::conflicting() const {
    std::vector<events::DealId> found;
    for (std::size_t i = 1; i < standing.size(); ++i)
        for (std::size_t earlier = 0; earlier < i; ++earlier) {
            if (!shares_a_product(standing[i], standing[earlier])) continue;
            found.push_back(standing[i].deal);
            break;
        }
    return found;
}

PartnerNumbers numbers_of(Reading& reading, ProgramId program, const PartnerRow& partner) {
    PartnerNumbers numbers;
    numbers.row = partner;
    const auto done = [&](Done what) { return done_by(reading, program, partner.partner, what); };
    numbers.offers = {done(Done::offers), done(Done::offers_accepted), done(Done::offers_declined),
                      done(Done::offers_expired), done(Done::offers_withdrawn)};
    numbers.received = done(Done::received);
    numbers.deals_pending = deals_of(reading, program, partner.partner, DealStatus::pending);
    numbers.deals_approved = deals_of(reading, program, partner.partner, DealStatus::approved);
    numbers.opportunities = find_totals(reading, program, partner.partner);
    OpportunityTotal counted;
    std::string stored;
    const Key key = Key(opportunity_table::counted, program).add_id(partner.partner.text);
    if (reading.moment().get(reading.view(opportunity_view_name), key, stored))
        static_cast<void>(read_total(stored, counted));
    numbers.against_capacity = partner.activity.open_leads + counted.count;
    return numbers;
}

List<PartnerCap> caps_of(Reading& reading, ProgramId program, const PartnerRow& partner) {
    std::vector<PartnerCap> found;
    for (const Text subject : {partner.partner.text, partner.tier}) {
        if (subject.empty()) continue;
        const events::CapOn on =
            subject == partner.partner.text ? events::CapOn::partner : events::CapOn::tier;
        for (const CapAnswer& cap : find_caps(reading, program, {}, {subject}))
            if (cap.cap.on == on)
                for (const CapLeftRow& left : cap.subjects) found.push_back({cap.cap.name, left});
    }
    return reading.keep(found);
}

Page<PipelineRow> find_pipeline(Reading& reading, ProgramId program, const PipelineFilter& filter,
                                const Paging& paging) {
    Key prefix(opportunity_table::pipeline, program);
    if (filter.partner.is_set()) prefix.add_id(filter.partner.text);
    if (filter.partner.is_set() && filter.owner.is_set()) prefix.add_id(filter.owner.text);
    std::vector<PipelineRow> rows;
    Page<PipelineRow> page;
    page.next = walk(reading, opportunity_view_name, prefix, paging, [&](Text key, Text value) {
        KeyParts parts(key);
        static_cast<void>(parts.program());
        PipelineRow& row = rows.emplace_back();
        row.partner = {reading.memory().copy(parts.id())};
        row.owner = {reading.memory().copy(parts.id())};
        row.stage = reading.memory().copy(parts.id());
        row.currency = reading.memory().copy(parts.id());
        OpportunityTotal total;
        static_cast<void>(read_total(value, total));
        row.count = total.count;
        row.minor = total.minor;
    });
    page.items = reading.keep(rows);
    return page;
}

Page<DealCustomer> find_customers(Reading& reading, ProgramId program, const CustomerFilter& filter,
                                  const Paging& paging) {
    std::vector<DealCustomer> rows;
    Page<DealCustomer> page;
    const Key all(deal_table::customers, program);
    const Key prefix(filter.conflicts ? deal_table::contested : deal_table::customers, program);
    page.next = walk(reading, deal_view_name, prefix, paging, [&](Text key, Text value) {
        DealCustomer& row = rows.emplace_back();
        if (!filter.conflicts) return reading.decode(value, row);
        std::string of_all(key);
        of_all[0] = deal_table::customers;
        static_cast<void>(reading.get(deal_view_name, of_all, row));
    });
    page.items = reading.keep(rows);
    return page;
}

}  // namespace leadline::projections
