// `rotation list` and `rotation show`: rotations and pools of the rules in force, whose turn it is,
// and the arithmetic behind that.
#include "config/yaml/names.hpp"
#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

using projections::RotationAnswer;
using projections::RotationRow;
using projections::SeatRow;

namespace {

// Of whom the turn would be: a member, or nobody.
Cell member_cell(const RotationRow& row, std::optional<std::uint32_t> member) {
    return member ? Cell(row.seats[*member].member) : Cell();
}

// In thousandths, as "33.3 %" for a person.
Cell share_cell(std::uint64_t part, std::uint64_t all) {
    if (all == 0) return {};
    const std::uint64_t tenths = part * 1'000 / all;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

Table members_table(const RotationAnswer& rotation) {
    const bool is_pool = rotation.is_pool();
    const bool have_leads =
        events::is_of_users(rotation.row.kind) || events::is_of_partners(rotation.row.kind);
    std::vector<Column> columns{{"member"}, {"weight"}};
    if (!is_pool) columns.insert(columns.end(), {{"credit"}, {"with_weight"}});
    if (have_leads) columns.push_back({"open_leads"});
    columns.insert(columns.end(), {{"chosen"}, {"share"}, {"last"}, {"last_lead"}, {"absent"}});
    std::uint64_t chosen = 0;
    for (const SeatRow& seat : rotation.row.seats) chosen += seat.chosen;
    Table table("members", std::move(columns));
    for (std::size_t i = 0; i < rotation.row.seats.size(); ++i) {
        const SeatRow& seat = rotation.row.seats[i];
        const projections::SeatNow& now = rotation.now[i];
        Row row{seat.member, seat.weight};
        if (!is_pool) row.insert(row.end(), {seat.credit, seat.credit + seat.weight});
        if (have_leads) row.push_back(now.open_leads);
        row.insert(row.end(),
                   {seat.chosen, share_cell(seat.chosen, chosen), seat.last, seat.last_lead,
                    now.absence == projections::Absence::none ? Cell() : Cell(now.absence)});
        table.add(std::move(row));
    }
    return table;
}

events::Error no_rotation(const Asking& asking, const std::string& name, events::Error error) {
    const auto all = asking.query().rotations(asking.program);
    if (!all) return error;
    std::vector<std::string_view> names;
    for (const RotationRow& row : all->value.items) names.push_back(row.rotation);
    return with_nearest(std::move(error), name, names);
}

}  // namespace

Answered rotation_list(Context& context, const ListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto rotations = asking->query().rotations(asking->program, paging);
    if (!rotations) return tl::unexpected(rotations.error());
    ListAnswer list(asking->to, "rotations",
                    {{"rotation", true},
                     {"kind"},
                     {"members"},
                     {"chosen"},
                     {"last"},
                     {"last_member"},
                     {"last_lead"},
                     {"ruleset_version"}});
    for (const RotationRow& row : rotations->value.items)
        TRY(list.row({row.rotation, row.kind, row.seats.size(), row.chosen, row.last,
                      row.last_member, row.last_lead, row.ruleset_version}));
    TRY(list.finish(places_of(rotations->at), cursor_text(rotations->value.next)));
    return ExitCode::done;
}

Answered rotation_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().rotation(asking->program, args.id);
    if (!found) {
        if (found.error().failure != events::Failure::not_found)
            return tl::unexpected(found.error());
        return tl::unexpected(no_rotation(*asking, args.id, found.error()));
    }
    const RotationAnswer& rotation = found->value;
    const RotationRow& row = rotation.row;
    Record record;
    record.add("rotation", row.rotation).add("kind", row.kind);
    if (row.catch_up) record.add("catch_up", true);
    record.add("ruleset_version", row.ruleset_version)
        .add("chosen", row.chosen)
        .add("last", row.last)
        .add("last_member", row.last_member)
        .add("last_lead", row.last_lead)
        .add("next_if_all_may", member_cell(row, rotation.next))
        .add("why", projections::next_words(rotation));
    if (rotation.next_there != rotation.next)
        record.add("next_of_those_there", member_cell(row, rotation.next_there));
    record.add(members_table(rotation));
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
