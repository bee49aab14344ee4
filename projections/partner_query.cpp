// See partner_query.hpp: who looks, and what each answer is made of.
#include "projections/partner_query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "projections/gathered.hpp"

namespace leadline::projections {

using events::fail;
using events::Failure;

namespace {

constexpr std::size_t leads_per_look = 1'000;
constexpr std::size_t offers_per_look = 100;  // what comes behind them is read in vain
constexpr char behind_name = '\0';            // in a cursor, before that of the section

}  // namespace

Result<PartnerQuery> PartnerQuery::as(const Query& query, events::ProgramId program,
                                      events::UserId user) {
    PartnerQuery made(query);
    made.program_ = program.text;
    Gathered memory;
    const auto found = query.user(program, user);
    if (!found) return tl::unexpected(found.error());
    memory.keep(*found);
    const auto partner = query.partner(program, found->value.partner, {{}, 1});
    if (!partner) return tl::unexpected(partner.error());
    memory.keep(*partner);
    made.me_.user = found->value;
    made.me_.partner = partner->value.row;
    made.me_.colleagues = partner->value.users;
    const std::string why = why_blind(made.me_.user, made.me_.partner);
    if (!why.empty())
        return fail(Failure::not_found,
                    fmt::format("user \"{}\" sees nothing: {}", user.text, why));
    const auto queues = query.queues(program);
    if (!queues) return tl::unexpected(queues.error());
    memory.keep(*queues);
    std::vector<QueueRow> mine;
    for (const QueueRow& row : queues->value.items)
        if (is_member(made.me_.user, made.me_.partner, row.definition)) mine.push_back(row);
    made.me_.queues = memory.list(mine);
    made.at_ = found->at;
    made.memory_ = memory.shared_memory();
    return made;
}

tl::unexpected<events::Error> PartnerQuery::no_such(Text what, Text id) const {
    return fail(Failure::not_found,
                fmt::format("there is no {} \"{}\" in program \"{}\"", what, id, program_));
}

// ---- Leads.

Result<Answer<SeenLead>> PartnerQuery::lead(events::LeadId lead) const {
    const auto found = query_->lead({program_}, lead);
    if (!found && found.error().failure != Failure::not_found) return tl::unexpected(found.error());
    if (!found || sight_of(me_, found->value.story.row) == Sight::none)
        return no_such("lead", lead.text);
    Gathered to;
    to.keep(*found);
    return to.answer(seen_lead(me_, found->value, to.memory()), *this);
}

Result<Answer<Page<LeadRow>>> PartnerQuery::leads(const LeadFilter& filter,
                                                  const Paging& paging) const {
    Gathered to;
    auto page = page_of(filter, paging, to);
    if (!page) return tl::unexpected(std::move(page).error());
    return to.answer(*std::move(page), *this);
}

std::vector<PartnerQuery::Section> PartnerQuery::sections_of(const LeadFilter& filter) const {
    const bool is_of_people = filter.owner.is_set() || filter.partner.is_set();
    if (filter.partner.is_set() && filter.partner != me_.partner.partner) return {};
    if (is_of_people && filter.queue.is_set()) return {};  // what is in a queue is nobody's
    std::vector<Section> sections;
    LeadFilter ours = filter;
    ours.partner = me_.partner.partner;
    if (filter.owner.is_set()) {
        const bool is_seen = me_.is_seller() ? filter.owner == me_.user.user  //
                                             : me_.is_colleague(filter.owner);
        if (is_seen) sections.push_back({"b", ours});
        return sections;
    }
    if (!filter.queue.is_set() && me_.is_seller()) {
        LeadFilter own = filter;
        own.owner = me_.user.user;
        sections.push_back({"a", ours, true});
        sections.push_back({"b", own});
    } else if (!filter.queue.is_set()) {
        sections.push_back({"b", ours});
    }
    if (is_of_people) return sections;
    for (const QueueRow& row : me_.queues) {
        const events::QueueId queue = row.definition.queue;
        if (filter.queue.is_set() && filter.queue != queue) continue;
        LeadFilter in_queue = filter;
        in_queue.queue = queue;
        sections.push_back({"c" + std::string(queue.text), in_queue});
    }
    return sections;
}

Result<Page<LeadRow>> PartnerQuery::page_of(const LeadFilter& filter, const Paging& paging,
                                            Gathered& to) const {
    const std::vector<Section> sections = sections_of(filter);
    auto next = gather(sections, paging, to);
    if (!next) return tl::unexpected(std::move(next).error());
    if (!next->empty()) {
        // A cursor says that more is there: what is not seen does not count.
        Gathered behind;
        const auto looked = gather(sections, {*next, 1}, behind);
        if (!looked) return tl::unexpected(looked.error());
        if (behind.rows.empty()) next->clear();
    }
    return Page<LeadRow>{to.list(to.rows), *std::move(next)};
}

Result<std::string> PartnerQuery::gather(const std::vector<Section>& sections, const Paging& paging,
                                         Gathered& to) const {
    const std::size_t cut = std::min(paging.after.find(behind_name), paging.after.size());
    const std::string begun = paging.after.substr(0, cut);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const Section& section = sections[i];
        if (section.name < begun) continue;
        std::string after;
        if (section.name == begun && cut < paging.after.size())
            after = paging.after.substr(cut + 1);
        const std::size_t left = paging.limit == 0 ? 0 : paging.limit - to.rows.size();
        const auto next = gather(section, std::move(after), left, to);
        if (!next) return tl::unexpected(next.error());
        if (!next->empty()) return section.name + behind_name + *next;
        if (paging.limit == 0 || to.rows.size() < paging.limit) continue;
        return i + 1 < sections.size() ? sections[i + 1].name + behind_name : std::string();
    }
    return std::string();
}

// It never reads more rows than are still wanted. So where it stops because there are enough, all
// that it read last is shown, and the cursor, which is made of the last row, holds nothing else.
Result<std::string> PartnerQuery::gather(const Section& section, std::string after,
                                         std::size_t limit, Gathered& to) const {
    const std::size_t enough = to.rows.size() + limit;
    const std::size_t most = section.only_offers ? offers_per_look : leads_per_look;
    Paging paging{std::move(after), most};
    do {
        if (limit != 0) paging.limit = std::min(most, enough - to.rows.size());
        const auto look = query_->leads({program_}, section.filter, paging);
        if (!look) return tl::unexpected(look.error());
        to.keep(*look);
        for (const LeadRow& row : look->value.items) {
            if (section.only_offers && row.owner.is_set()) return std::string();
            if (sight_of(me_, row) != Sight::none) to.rows.push_back(seen_row(me_, row));
        }
        paging.after = look->value.next;
        if (limit != 0 && to.rows.size() == enough) return paging.after;
    } while (!paging.after.empty());
    return std::string();
}

// ---- Queues, deals, the partner.

Result<Answer<SeenQueueAnswer>> PartnerQuery::queue(events::QueueId queue,
                                                    const Paging& leads) const {
    const QueueRow* const row = me_.queue(queue);
    if (row == nullptr) return no_such("queue", queue.text);
    Gathered to;
    LeadFilter filter;
    filter.queue = row->definition.queue;
    auto page = page_of(filter, leads, to);
    if (!page) return tl::unexpected(std::move(page).error());
    return to.answer(SeenQueueAnswer{seen_queue(me_, *row), *std::move(page)}, *this);
}

Result<Answer<Page<SeenQueue>>> PartnerQuery::queues(const Paging& paging) const {
    Gathered to;
    std::vector<SeenQueue> rows;
    Page<SeenQueue> page;
    for (const QueueRow& row : me_.queues) {
        if (row.definition.queue.text <= paging.after) continue;
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.next = rows.back().queue.text;
            break;
        }
        rows.push_back(seen_queue(me_, row));
    }
    page.items = to.list(rows);
    return to.answer(std::move(page), *this);
}

Result<Answer<SeenDeal>> PartnerQuery::deal(events::DealId deal) const {
    const auto found = query_->deal({program_}, deal);
    if (!found && found.error().failure != Failure::not_found) return tl::unexpected(found.error());
    if (!found || !is_seen(me_, found->value)) return no_such("deal", deal.text);
    Gathered to;
    to.keep(*found);
    return to.answer(seen_deal(me_, found->value, to.memory()), *this);
}

// Query's own pages would do but for one customer's: there a cursor may be somebody else's deal.
Result<Answer<Page<SeenDeal>>> PartnerQuery::deals(const DealFilter& filter,
                                                   const Paging& paging) const {
    Gathered to;
    Page<SeenDeal> page;
    if (filter.partner.is_set() && filter.partner != me_.partner.partner)
        return to.answer(std::move(page), *this);
    DealFilter ours = filter;
    ours.partner = me_.partner.partner;
    const bool is_by_customer = !filter.customer_key.empty() || filter.account.is_set();
    Paging look{{}, is_by_customer || paging.limit == 0 ? 0 : paging.limit + 1};
    if (!is_by_customer && !paging.after.empty()) look.after = paging.after + '\0';  // as its key
    const auto found = query_->deals({program_}, ours, look);
    if (!found) return tl::unexpected(found.error());
    to.keep(*found);
    const List<DealRow>& all = found->value.items;
    std::size_t first = 0;
    for (std::size_t i = 0; is_by_customer && i < all.size(); ++i)
        if (all[i].deal.text == paging.after) first = i + 1;
    std::vector<SeenDeal> rows;
    for (std::size_t i = first; i < all.size() && page.next.empty(); ++i) {
        if (!is_seen(me_, all[i])) continue;
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.next = rows.back().row.deal.text;
        } else {
            rows.push_back(seen_deal(me_, all[i], to.memory()));
        }
    }
    page.items = to.list(rows);
    return to.answer(std::move(page), *this);
}

Result<Answer<SeenPartner>> PartnerQuery::partner(events::PartnerId partner,
                                                  const Paging& leads) const {
    if (partner != me_.partner.partner) return no_such("partner", partner.text);
    Gathered to;
    LeadFilter filter;
    filter.partner = me_.partner.partner;
    filter.open = true;
    auto page = page_of(filter, leads, to);
    if (!page) return tl::unexpected(std::move(page).error());
    SeenPartner seen{me_.partner, me_.colleagues, *std::move(page)};
    if (me_.is_seller()) seen.users = to.list(std::vector<UserRow>{me_.user});
    const auto room = query_->claim_room({program_}, me_.user.user);
    if (!room) return tl::unexpected(room.error());
    to.keep(*room);
    // What the partner has used says what colleagues do.
    std::vector<ClaimRoomRow> seen_room;
    for (const ClaimRoomRow& row : room->value)
        if (row.user.is_set() || !me_.is_seller()) seen_room.push_back(row);
    seen.claim_room = to.list(seen_room);
    return to.answer(std::move(seen), *this);
}

}  // namespace leadline::projections
