// See reading.hpp: rotations and pools, with what other views know of their members.
#include <fmt/format.h>

#include "engine/core/evolve/rotation_seats.hpp"
#include "projections/reading.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/rotation_view.hpp"

namespace leadline::projections {

namespace {

Absence absence_of(Reading& reading, events::ProgramId program, const SeatRow& seat) {
    if (seat.weight == 0) return Absence::weight_zero;
    UserRow user;
    PartnerRow partner;
    const Key key = Key(partner_table::users, program).add_id(seat.member);
    if (!reading.get(partner_view_name, key, user)) return Absence::none;
    const Key its = Key(partner_table::partners, program).add_id(user.partner.text);
    if (reading.get(partner_view_name, its, partner) && partner.status != PartnerStatus::active)
        return Absence::partner_not_active;
    if (user.status == UserStatus::deactivated) return Absence::user_deactivated;
    return user.status == UserStatus::active ? Absence::none : Absence::not_logged_in;
}

// As the core knows it; the members in `there` have the weights that they have.
engine::Rotation rotation_of(const RotationAnswer& answer, bool all) {
    engine::Rotation rotation;
    rotation.is_pool = answer.is_pool();
    for (std::size_t i = 0; i < answer.row.seats.size(); ++i) {
        const SeatRow& seat = answer.row.seats[i];
        const bool is_there = all || answer.now[i].absence == Absence::none;
        rotation.seats.push_back(
            {std::string(seat.member), is_there ? seat.weight : 0, seat.credit});
    }
    return rotation;
}

}  // namespace

bool find_rotation(Reading& reading, events::ProgramId program, Text name, RotationAnswer& answer) {
    const Key key = Key(rotation_table, program).add_id(name);
    if (!reading.get(rotation_view_name, key, answer.row)) return false;
    const bool is_of_users = events::is_of_users(answer.row.kind);
    std::vector<SeatNow> now;
    std::vector<std::uint32_t> loads;
    for (const SeatRow& seat : answer.row.seats) {
        SeatNow& its = now.emplace_back();
        if (is_of_users) {
            const Key open = Key(lead_table::open_of_user, program).add_id(seat.member);
            its.open_leads = static_cast<std::uint32_t>(reading.tally(lead_view_name, open));
            its.absence = absence_of(reading, program, seat);
        } else if (seat.weight == 0) {
            its.absence = Absence::weight_zero;
        } else if (events::is_of_partners(answer.row.kind)) {
            PartnerRow partner;
            const Key its_key = Key(partner_table::partners, program).add_id(seat.member);
            if (reading.get(partner_view_name, its_key, partner) &&
                partner.status != PartnerStatus::active)
                its.absence = Absence::partner_not_active;
            const Key open = Key(lead_table::open_of_partner, program).add_id(seat.member);
            its.open_leads = static_cast<std::uint32_t>(reading.tally(lead_view_name, open));
        }
        loads.push_back(its.open_leads);
    }
    answer.now = reading.keep(now);
    answer.next = engine::next_turn(rotation_of(answer, true), loads);
    answer.next_there = engine::next_turn(rotation_of(answer, false), loads);
    return true;
}

namespace {

std::string load_words(const RotationAnswer& rotation, std::size_t i) {
    const SeatRow& seat = rotation.row.seats[i];
    std::string text = fmt::format("{}", rotation.now[i].open_leads);
    if (seat.weight != 1) text += fmt::format(" / {}", seat.weight);
    return text;
}

std::string credit_words(const SeatRow& seat) {
    return fmt::format("{} + {} = {}", seat.credit, seat.weight, seat.credit + seat.weight);
}

// Who would come after the next one; none: nobody has a weight beside it.
std::optional<std::uint32_t> second(const RotationAnswer& rotation) {
    engine::Rotation others = rotation_of(rotation, true);
    others.seats[*rotation.next].weight = 0;
    std::vector<std::uint32_t> loads;
    for (const SeatNow& now : rotation.now) loads.push_back(now.open_leads);
    return engine::next_turn(others, loads);
}

}  // namespace

std::string next_words(const RotationAnswer& rotation) {
    if (!rotation.next) return "nobody: no member has a weight above 0";
    const SeatRow& next = rotation.row.seats[*rotation.next];
    const auto then = second(rotation);
    if (rotation.is_pool()) {
        std::string text = fmt::format("{} has the fewest open leads for the weight: {}",
                                       next.member, load_words(rotation, *rotation.next));
        if (then)
            text += fmt::format(", before {} with {}", rotation.row.seats[*then].member,
                                load_words(rotation, *then));
        return text;
    }
    std::string text = fmt::format("{} has the most credit once each has gained the weight: {}",
                                   next.member, credit_words(next));
    if (then) {
        const SeatRow& other = rotation.row.seats[*then];
        text += fmt::format(", before {} with {}", other.member, credit_words(other));
        if (other.credit + other.weight == next.credit + next.weight)
            text += ", who stands behind in the list";
    }
    return text;
}

}  // namespace leadline::projections
