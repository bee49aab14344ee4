// `partner list` and `partner show`: resellers' accounts, their people and their open work.
#include <fmt/format.h>

#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/records.hpp"

namespace leadline::connectors {

using projections::PartnerRow;
using projections::UserRow;

namespace {

Table users_table(const events::List<UserRow>& rows) {
    Table users("users", {{"user"},
                          {"role"},
                          {"status"},
                          {"full_name", true},
                          {"email", true},
                          {"first_login"},
                          {"open_leads"},
                          {"claims"},
                          {"claims_lost"},
                          {"conversions"},
                          {"deals"}});
    for (const UserRow& row : rows) {
        const UserWords words = words_of(row.person);
        const projections::Activity& did = row.activity;
        users.add({row.user, row.role, row.status, words.full_name, words.email, row.first_login,
                   did.open_leads, did.claims, did.claims_lost, did.conversions, did.deals});
    }
    return users;
}

constexpr const char* weekdays[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string minute_text(std::uint16_t minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

// Working hours, holidays and absences, a row each.
void add_hours(Table& to, events::Text whose, const events::OpeningHours& hours) {
    for (const events::OpenSpan& span : hours.week)
        to.add({whose, Cell(events::Text(weekdays[span.weekday % 8])), minute_text(span.from_min),
                minute_text(span.to_min)});
    for (const events::Text date : hours.holidays) to.add({whose, Cell("holiday"), date, Cell()});
    for (const events::Absence& absence : hours.absences)
        to.add({whose, Cell("away"), absence.from, absence.until});
}

Table hours_table(const PartnerRow& partner, const events::List<UserRow>& users) {
    Table hours("hours", {{"of"}, {"when"}, {"from"}, {"until"}});
    add_hours(hours, partner.partner.text, partner.hours);
    for (const UserRow& user : users) add_hours(hours, user.user.text, user.hours);
    return hours;
}

}  // namespace

Table claim_room_table(const events::List<projections::ClaimRoomRow>& rows) {
    Table room("claim_limits",
               {{"queue"}, {"limit"}, {"user"}, {"used"}, {"most"}, {"left"}, {"frees_at"}});
    for (const projections::ClaimRoomRow& row : rows)
        room.add({row.queue, row.limit, row.user, row.used, row.most, row.left(), row.frees_at});
    return room;
}

Record partner_record(const PartnerRow& row, events::List<UserRow> users,
                      events::List<projections::LeadRow> leads,
                      events::List<projections::ClaimRoomRow> claim_room) {
    Record record;
    record.add("partner", row.partner)
        .add("title", row.title)
        .add("status", row.status)
        .add("since", row.since)
        .add("tier", row.tier)
        .add("channel_manager", row.channel_manager)
        .add("open_leads", row.activity.open_leads)
        .add("capacity", row.capacity == 0 ? Cell() : Cell(row.capacity))
        .add("claims", row.activity.claims)
        .add("claims_lost", row.activity.claims_lost)
        .add("conversions", row.activity.conversions)
        .add("deals", row.activity.deals)
        .add(users_table(users))
        .add(hours_table(row, users))
        .add(claim_room_table(claim_room));
    Table open("leads", lead_columns());
    for (const projections::LeadRow& lead : leads) open.add(lead_row(lead));
    record.add(std::move(open));
    return record;
}

Answered partner_list(Context& context, const ListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto partners = asking->query().partners(asking->program, paging);
    if (!partners) return tl::unexpected(partners.error());
    ListAnswer list(asking->to, "partners",
                    {{"partner"},
                     {"title", true},
                     {"status"},
                     {"tier"},
                     {"channel_manager"},
                     {"open_leads"},
                     {"claims"},
                     {"claims_lost"},
                     {"conversions"},
                     {"deals"}});
    for (const PartnerRow& row : partners->value.items) {
        const projections::Activity& did = row.activity;
        TRY(list.row({row.partner, row.title, row.status, row.tier, row.channel_manager,
                      did.open_leads, did.claims, did.claims_lost, did.conversions, did.deals}));
    }
    TRY(list.finish(places_of(partners->at), cursor_text(partners->value.next)));
    return ExitCode::done;
}

Answered partner_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{{}, args.limit};
    const auto found = asking->query().partner(asking->program, {args.id}, paging);
    if (!found) return tl::unexpected(no_partner(*asking, args.id, found.error()));
    const projections::PartnerAnswer& it = found->value;
    TRY(show(asking->to, partner_record(it.row, it.users, it.leads.items, it.claim_room),
             places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
