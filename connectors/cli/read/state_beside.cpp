// See state_beside.hpp. Decisions do not look for such differences: a place whose lead is not there
// costs them a look-up that finds nothing, and to tell "gone" from "never was" at each would be a
// second one, on the way of every claim. What could make one, a fault of the program's, is found
// here; damage of the disk's is found by the checksum of its block when that is read.
#include "connectors/cli/read/state_beside.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/names.hpp"
#include "engine/core/state/place_key.hpp"
#include "engine/core/state/state_codec.hpp"

namespace leadline::connectors {

using engine::BytesView;
using engine::DedupRecord;
using engine::Hash128;
using engine::State;
using engine::TableKind;
using events::Result;
using events::Text;

namespace {

constexpr const char* not_stored = "not stored";
constexpr const char* not_made = "stored, and its events make no such thing";
constexpr const char* otherwise = "stored with another value";

// visit(key, value) for each place that the store must have, in no order.
template <class Visit>
void for_each_place(const State& state, Visit&& visit) {
    std::string key;
    const auto visit_list = [&](TableKind table, const engine::Entry& of,
                                const engine::StoredList& list) {
        std::string prefix;
        engine::append_sub_key(prefix, table, of.program->id, of.id);
        for (const engine::StoredList::Item& item : list.items()) {
            key = prefix;
            engine::append_ordered(key, item.ordinal);
            visit(key, Text(item.id));
        }
    };
    for (const auto& program : state.programs()) {
        const auto visit_order = [&](TableKind table, const engine::Entry& of,
                                     const engine::QueueOrder& order) {
            std::string prefix;
            engine::append_sub_key(prefix, table, program->id, of.id);
            order.for_each([&](const auto& place, const auto& there) {
                key = prefix;
                place.append_to(key);
                const engine::Lead* lead = program->lead_at(order, place, there);
                visit(key, lead == nullptr ? Text() : Text(lead->id));
                return true;
            });
        };
        for (const engine::Queue& queue : program->queues)
            visit_order(TableKind::queue_place, queue, queue.order);
        for (const engine::Backlog& backlog : program->backlogs)
            if (backlog.leads != 0) visit_order(TableKind::backlog_place, backlog, backlog.order);
        for (const engine::User& user : program->users)
            visit_list(TableKind::leads_of_user, user, user.leads);
        for (const engine::Partner& partner : program->partners)
            visit_list(TableKind::deals_of_partner, partner, partner.standing_deals);
        for (const engine::Partner& partner : program->partners)
            visit_list(TableKind::offers_of_partner, partner, partner.offers);
        for (const engine::User& user : program->users)
            visit_list(TableKind::opportunities_of_user, user, user.opportunities);
        for (const engine::Partner& partner : program->partners)
            visit_list(TableKind::opportunities_of_partner, partner, partner.deliveries);
    }
    state.timers.for_each([&](const engine::Timer& timer) {
        key.assign(1, static_cast<char>(TableKind::timer));
        engine::append_place(key, timer);
        visit(key, Text("!"));
        return true;
    });
}

std::string shown(Text text) { return config::shown(std::string(text)); }

std::string words_of_timer(Text key) {
    constexpr std::size_t at_kind = 9;
    const std::size_t end = key.find('\0', at_kind + 1);
    if (key.size() <= at_kind || end == Text::npos) return "a timer whose key cannot be read";
    const auto kind = static_cast<engine::TimerKind>(key[at_kind]);
    const auto thing = [kind]() -> Text {
        switch (kind) {
            case engine::TimerKind::claim_touch:
            case engine::TimerKind::offer_expiry:
                return "lead";
            case engine::TimerKind::opportunity_expiry:
                return "opportunity";
            case engine::TimerKind::backlog:
                return "backlog";
            case engine::TimerKind::deal_protection:
                break;
        }
        return "deal";
    };
    const Text of = thing();
    return fmt::format("the timer of {} {} of program {}", of, shown(key.substr(end + 1)),
                       shown(key.substr(at_kind + 1, end - at_kind - 1)));
}

// What stands in it, and what it is.
std::pair<const char*, const char*> words_of_list(TableKind table) {
    if (table == TableKind::queue_place) return {"lead", "order of queue"};
    if (table == TableKind::backlog_place) return {"lead", "order of backlog"};
    if (table == TableKind::deals_of_partner) return {"deal", "list of partner"};
    if (table == TableKind::offers_of_partner) return {"lead", "offers of partner"};
    if (table == TableKind::opportunities_of_user) return {"opportunity", "list of user"};
    if (table == TableKind::opportunities_of_partner)
        return {"opportunity", "deliveries of partner"};
    return {"lead", "list of user"};
}

std::string words_of_place(Text key, Text value) {
    const auto table = static_cast<TableKind>(key.front());
    if (table == TableKind::timer) return words_of_timer(key);
    engine::EntryKey entry{};
    const bool is_read = engine::read_entry_key(events::as_bytes(key), entry) && !entry.id.empty();
    const std::size_t size = is_read ? static_cast<unsigned char>(entry.id.front()) : 0;
    if (!is_read || entry.id.size() <= size) return "a place whose key cannot be read";
    const Text of = entry.id.substr(1, size);
    const auto [what, whose] = words_of_list(table);
    return fmt::format("{} {} in the {} {} of program {}", what, shown(value), whose, shown(of),
                       shown(entry.program));
}

Result<void> for_each_stored_place(const engine::RocksStateStore& store,
                                   const engine::Stored::VisitEntry& visit) {
    const std::string first(1, static_cast<char>(TableKind::queue_place));
    return store.stored()->scan({}, first, visit);
}

// Memory: all places.
Result<std::optional<std::string>> name_place(const State& folded,
                                              const engine::RocksStateStore& store) {
    std::vector<std::pair<std::string, std::string>> places;
    for_each_place(folded, [&](Text key, Text value) { places.emplace_back(key, value); });
    std::sort(places.begin(), places.end());
    std::optional<std::string> named;
    auto at = places.begin();
    const auto name = [&named](Text key, Text value, const char* what) {
        named = fmt::format("{}: {}", words_of_place(key, value), what);
    };
    TRY(for_each_stored_place(store, [&](Text key, BytesView bytes) {
        const Text value = events::as_text(bytes);
        if (at == places.end() || key < at->first)
            name(key, value, not_made);
        else if (at->first < key)
            name(at->first, at->second, not_stored);
        else if (value != at->second)
            name(key, value, not_made);
        if (named) return false;
        ++at;
        return true;
    }));
    if (!named && at != places.end()) name(at->first, at->second, not_stored);
    return named;
}

// By a sum over all, which takes no memory; only where it differs they are laid side by side.
Result<std::optional<std::string>> difference_of_places(const State& folded,
                                                        const engine::RocksStateStore& store) {
    Hash128 made = 0;
    Hash128 stored = 0;
    for_each_place(folded, [&made](Text key, Text value) {
        made += engine::entry_hash(key, events::as_bytes(value));
    });
    TRY(for_each_stored_place(store, [&stored](Text key, BytesView value) {
        stored += engine::entry_hash(key, value);
        return true;
    }));
    if (made == stored) return std::optional<std::string>();
    return name_place(folded, store);
}

// The latest of each command whose window is open, ascending. Memory: a record of each.
std::vector<DedupRecord> open_commands(State& folded) {
    std::vector<DedupRecord> all;
    folded.dedup.take_noted(all);
    std::erase_if(all, [&](const DedupRecord& r) { return r.decided.until <= folded.time; });
    std::stable_sort(all.begin(), all.end(), [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity < b.identity;
    });
    const auto same = [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity == b.identity;
    };
    all.erase(all.begin(), std::unique(all.rbegin(), all.rend(), same).base());
    return all;
}

Result<std::optional<std::string>> difference_of_commands(State& folded,
                                                          engine::RocksStateStore& store) {
    const std::vector<DedupRecord> made = open_commands(folded);
    std::optional<std::string> named;
    auto at = made.begin();
    const auto name = [&named](const DedupRecord& record, const char* what) {
        named = fmt::format("the command whose first event is at position {}: {}",
                            record.decided.first.number, what);
    };
    const auto compared = store.for_each_command([&](const DedupRecord& stored) {
        if (stored.decided.until <= folded.time) return true;  // its time is over
        if (at == made.end() || stored.identity < at->identity)
            name(stored, not_made);
        else if (at->identity < stored.identity)
            name(*at, not_stored);
        else if (stored.decided != at->decided)
            name(*at, otherwise);
        if (named) return false;
        ++at;
        return true;
    });
    if (!compared && compared.error().failure == events::Failure::not_found)
        return std::optional(compared.error().message);
    TRY(compared);
    if (!named && at != made.end()) name(*at, not_stored);
    return named;
}

}  // namespace

Result<std::optional<std::string>> first_difference_beside(State& folded,
                                                           engine::RocksStateStore& store) {
    auto difference = difference_of_places(folded, store);
    if (!difference || *difference) return difference;
    return difference_of_commands(folded, store);
}

}  // namespace leadline::connectors
