// See rotation_seats.hpp.
#include "engine/core/evolve/rotation_seats.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

namespace leadline::engine {

namespace {

// Assignments are numbered as far as somebody of the pool still has one.
void note_assignment(Rotation& pool, std::uint32_t chosen) {
    std::int64_t last = 0;
    for (const RotationSeat& seat : pool.seats) last = std::max(last, seat.credit);
    pool.seats[chosen].credit = last + 1;
}

}  // namespace

void seat_members(Rotation& rotation, const events::Action& action,
                  std::span<const RotationSeat> before) {
    const bool is_pool = action.kind == events::ActionKind::least_loaded;
    boost::unordered_flat_map<Text, std::int64_t> credits;
    if (rotation.is_pool == is_pool)
        for (const RotationSeat& had : before) credits.insert_or_assign(had.member, had.credit);
    std::vector<RotationSeat> seats;
    seats.reserve(action.members.size());
    for (const events::RotationMember& member : action.members) {
        const auto had = credits.find(member.id);
        seats.push_back(
            {std::string(member.id), member.weight, had == credits.end() ? 0 : had->second});
    }
    rotation.is_pool = is_pool;
    rotation.seats = std::move(seats);
}

bool fits_turn(const Rotation& rotation, const events::RotationTurn& turn) {
    if (rotation.is_pool) return turn.gained.empty() && turn.chosen < rotation.seats.size();
    std::uint64_t members = 0;
    for (const std::uint32_t run : turn.gained) members += run;
    return members == rotation.seats.size() && turn.chosen < members;
}

void take_turn(Rotation& rotation, const events::RotationTurn& turn) {
    if (rotation.is_pool) return note_assignment(rotation, turn.chosen);
    std::int64_t sum = 0;
    std::size_t at = 0;
    bool gains = false;
    for (const std::uint32_t run : turn.gained) {
        for (const std::size_t end = at + run; at < end; ++at) {
            if (!gains) continue;
            rotation.seats[at].credit += rotation.seats[at].weight;
            sum += rotation.seats[at].weight;
        }
        gains = !gains;
    }
    rotation.seats[turn.chosen].credit -= sum;
}

bool is_less_loaded(const PoolMember& a, const PoolMember& b) {
    const std::uint64_t load_a = std::uint64_t{a.load} * b.weight;
    const std::uint64_t load_b = std::uint64_t{b.load} * a.weight;
    if (load_a != load_b) return load_a < load_b;
    if (a.last != b.last) return a.last < b.last;
    return a.id < b.id;
}

std::optional<std::uint32_t> next_turn(const Rotation& rotation,
                                       std::span<const std::uint32_t> loads) {
    std::optional<std::uint32_t> next;
    const auto member = [&](std::uint32_t i) {
        const RotationSeat& seat = rotation.seats[i];
        return PoolMember{loads[i], seat.weight, seat.credit, seat.member};
    };
    const auto credit = [&](std::uint32_t i) {
        return rotation.seats[i].credit + std::int64_t{rotation.seats[i].weight};
    };
    for (std::uint32_t i = 0; i < rotation.seats.size(); ++i) {
        if (rotation.seats[i].weight == 0) continue;
        if (!next || (rotation.is_pool ? is_less_loaded(member(i), member(*next))
                                       : credit(i) > credit(*next)))
            next = i;
    }
    return next;
}

}  // namespace leadline::engine
