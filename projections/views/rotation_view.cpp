// See rotation_view.hpp.
#include "projections/views/rotation_view.hpp"

#include <algorithm>
#include <set>

#include "engine/core/evolve/rotation_seats.hpp"
#include "projections/views/staged_parts.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t bytes_per_seat = 64;
constexpr std::size_t kept_seats_max = 1'000'000;

std::string key_of(events::ProgramId program, Text rotation) {
    return Key(rotation_table, program).add_id(rotation).text();
}

}  // namespace

RotationView::Kept* RotationView::find(const std::string& key) {
    if (const auto known = kept_.find(key); known != kept_.end()) return &known->second;
    RotationRow row;
    if (!rows_.read(key, row)) return nullptr;
    Kept& kept = kept_[key];
    kept.rotation.id = row.rotation;
    kept.rotation.is_pool = row.kind == events::ActionKind::least_loaded;
    kept.kind = row.kind;
    kept.catch_up = row.catch_up;
    kept.version = row.ruleset_version;
    for (const SeatRow& seat : row.seats) {
        kept.rotation.seats.push_back({std::string(seat.member), seat.weight, seat.credit});
        kept.told.push_back({seat.chosen, seat.last, std::string(seat.last_lead.text)});
    }
    kept.last = {row.chosen, row.last, std::string(row.last_lead.text)};
    kept.last_member = row.last_member;
    return &kept;
}

void RotationView::change(Kept& kept) {
    if (kept.is_changed) return;
    kept.is_changed = true;
    changed_seats_ += kept.rotation.seats.size();
}

void RotationView::turn(const Happening& h, events::LeadId lead, const events::Explanation& why) {
    for (const events::RotationTurn& turn : why.turn) {
        Kept* kept = find(key_of(h.header.program, turn.rotation));
        // Of a log that is whole every turn fits; anything else ends this view, not the engine.
        if (kept == nullptr || !engine::fits_turn(kept->rotation, turn))
            throw ViewFailure({events::Failure::corrupt,
                               "a turn of a rotation does not fit the ruleset in force"});
        change(*kept);
        engine::take_turn(kept->rotation, turn);
        Told& told = kept->told[turn.chosen];
        told = {told.chosen + 1, h.header.time, std::string(lead.text)};
        kept->last = {kept->last.chosen + 1, h.header.time, std::string(lead.text)};
        kept->last_member = kept->rotation.seats[turn.chosen].member;
    }
}

void RotationView::on(const Happening& h, const events::RulesetPartStaged& e) {
    stage_part(rows_, h.header.program, e);
}

// Also those that were made since the last flush.
std::vector<std::string> RotationView::keys_of(events::ProgramId program) const {
    std::set<std::string> keys;
    const Key prefix(rotation_table, program);
    Moment(*stored_.store).scan(stored_.number, prefix, {}, [&keys](Text key, Text) {
        keys.emplace(key);
        return true;
    });
    for (auto it = kept_.lower_bound(prefix.text());
         it != kept_.end() && it->first.starts_with(prefix.text()); ++it)
        keys.insert(it->first);
    return {keys.begin(), keys.end()};
}

void RotationView::seat(Kept& kept, const events::Action& action, std::uint32_t version) {
    const std::vector<engine::RotationSeat> before = std::move(kept.rotation.seats);
    boost::unordered_flat_map<Text, Told> told;
    for (std::size_t i = 0; i < before.size(); ++i)
        told.insert_or_assign(Text(before[i].member), kept.told[i]);
    engine::seat_members(kept.rotation, action, before);
    kept.kind = action.kind;
    kept.catch_up = action.catch_up;
    kept.version = version;
    kept.told.clear();
    for (const engine::RotationSeat& seat : kept.rotation.seats) {
        const auto had = told.find(Text(seat.member));
        kept.told.push_back(had == told.end() ? Told{} : had->second);
    }
    change(kept);
}

// Several entries may name one rotation: the first seats its members.
void RotationView::on(const Happening& h, const events::RulesetPublished& e) {
    const events::ProgramId program = h.header.program;
    const std::vector<std::string> before = keys_of(program);
    std::set<std::string> named;
    (void)take_parts(rows_, program, e.asked.ruleset, [&](std::uint32_t, const auto& part) {
        // What is read below takes the memory of the part: its actions are copied out first.
        events::Bytes bytes;
        events::write_body(bytes, part);
        events::Arena memory;
        events::RulesetPart own;
        const bool is_read = events::read_body(events::BytesView(bytes), memory, own);
        ENSURE(is_read);  // written here
        for (const events::RulesetEntry& entry : own.entries) {
            if (!events::has_members(entry.action.kind)) continue;
            const std::string key = key_of(program, entry.action.target);
            if (!named.insert(key).second) continue;
            Kept* kept = find(key);
            if (kept == nullptr) {
                kept = &kept_[key];
                kept->rotation.id = entry.action.target;
            }
            seat(*kept, entry.action, e.version);
        }
    });
    for (const std::string& key : before) {
        if (named.contains(key)) continue;
        kept_.erase(key);
        rows_.erase(key);
    }
}

void RotationView::put(const std::string& key, const Kept& kept) {
    RotationRow row;
    row.rotation = kept.rotation.id;
    row.kind = kept.kind;
    row.catch_up = kept.catch_up;
    row.ruleset_version = kept.version;
    std::vector<SeatRow> seats;
    seats.reserve(kept.told.size());
    for (std::size_t i = 0; i < kept.told.size(); ++i) {
        const engine::RotationSeat& seat = kept.rotation.seats[i];
        const Told& told = kept.told[i];
        seats.push_back(
            {seat.member, seat.weight, seat.credit, told.chosen, told.last, {told.lead}});
    }
    row.seats = seats;
    row.chosen = kept.last.chosen;
    row.last = kept.last.last;
    row.last_member = kept.last_member;
    row.last_lead = {kept.last.lead};
    rows_.put(key, row);
}

std::size_t RotationView::pending_bytes() const {
    return rows_.pending_bytes() + changed_seats_ * bytes_per_seat;
}

void RotationView::write(KeyWriter& to) {
    for (const auto& [key, kept] : kept_)
        if (kept.is_changed) put(key, kept);
    rows_.write(to);
}

void RotationView::written() {
    rows_.written();
    changed_seats_ = 0;
    std::size_t seats = 0;
    for (auto& [key, kept] : kept_) {
        kept.is_changed = false;
        seats += kept.told.size();
    }
    if (seats > kept_seats_max) kept_.clear();
}

}  // namespace leadline::projections
