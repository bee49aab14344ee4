// See state_difference.hpp.
#include "connectors/cli/read/state_difference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/names.hpp"
#include "engine/core/evolve/evolve.hpp"
#include "engine/core/state/state_codec.hpp"
#include "engine/log/block.hpp"

namespace leadline::connectors {

using engine::BytesView;
using engine::Hash128;
using engine::TableKind;
using events::fail;
using events::Failure;
using events::Result;
using events::Text;

namespace {

// Sorted by key.
using Entries = std::vector<std::pair<std::string, Hash128>>;

bool is_entry(Text key) {
    return !key.empty() && static_cast<TableKind>(key.front()) < TableKind::queue_place;
}

Result<Entries> fold_all(const engine::LogReader& log, engine::Partition partition) {
    engine::State state;
    events::Arena arena;
    TRY(log.scan(partition, 1, [&](std::uint64_t, BytesView block) -> Result<void> {
        engine::EventWalk walk(engine::payload_of(block));
        while (const auto event = walk.next()) {
            arena.reset();
            if (!engine::fold(state, *event, arena))
                return fail(Failure::corrupt, "an event cannot be read or does not fit");
        }
        return {};
    }));
    Entries entries;
    state.collect([&entries](BytesView key, BytesView value) {
        const Text text = events::as_text(key);
        if (!value.empty() && is_entry(text))
            entries.emplace_back(text, engine::entry_hash(text, value));
    });
    std::sort(entries.begin(), entries.end());
    return entries;
}

const char* word_of(TableKind table) {
    switch (table) {
        case TableKind::program:
            return "program";
        case TableKind::ruleset:
            return "ruleset";
        case TableKind::staging:
            return "staged ruleset";
        case TableKind::counters:
            return "counters";
        case TableKind::queue:
            return "queue";
        case TableKind::partner:
            return "partner";
        case TableKind::user:
            return "user";
        case TableKind::rotation:
            return "rotation";
        case TableKind::claim_counter:
            return "claim counter";
        case TableKind::cap_counter:
            return "counter of a cap";
        case TableKind::backlog:
            return "backlog";
        case TableKind::account:
            return "account";
        case TableKind::contact:
            return "contact";
        case TableKind::opportunity:
            return "opportunity";
        case TableKind::lead:
            return "lead";
        case TableKind::deal:
            return "deal";
        case TableKind::account_name:
            return "name of an account";
        case TableKind::contact_email:
            return "address of a contact";
        case TableKind::customer:
            return "customer";
        case TableKind::leads_of_key:
            return "match key of leads";
        case TableKind::lead_keys:
            return "match keys of lead";
        case TableKind::queue_place:
        case TableKind::timer:
        case TableKind::leads_of_user:
        case TableKind::deals_of_partner:
        case TableKind::offers_of_partner:
        case TableKind::opportunities_of_user:
        case TableKind::opportunities_of_partner:
        case TableKind::backlog_place:
            break;
    }
    return "entry";
}

std::string words_of(const std::string& key, const char* what) {
    engine::EntryKey entry{};
    if (!engine::read_entry_key(events::as_bytes(key), entry))
        return fmt::format("an entry whose key cannot be read: {}", what);
    // An id may have any bytes.
    return fmt::format("{} {} of program {}: {}", word_of(entry.table),
                       config::shown(std::string(entry.id)),
                       config::shown(std::string(entry.program)), what);
}

}  // namespace

Result<void> LogUntil::scan(engine::Partition partition, std::uint64_t first,
                            const Visit& visit) const {
    bool is_over = first > last_;
    if (is_over) return {};
    auto scanned = LogThrough::scan(
        partition, first, [&](std::uint64_t number, BytesView block) -> Result<void> {
            TRY(visit(number, block));
            is_over = number >= last_;
            return is_over ? fail(Failure::interrupted, "") : Result<void>();
        });
    return is_over ? Result<void>() : scanned;
}

Result<std::optional<std::string>> first_difference(const engine::LogReader& log,
                                                    engine::Partition partition,
                                                    const engine::Stored& stored) {
    const auto folded = fold_all(log, partition);
    if (!folded) return tl::unexpected(folded.error());
    auto at = folded->begin();
    std::optional<std::string> difference;
    const auto compare = [&](Text key, BytesView value) {
        if (!is_entry(key)) return false;
        if (at == folded->end() || key < at->first)
            difference = words_of(std::string(key), "stored, and its events make no such thing");
        else if (at->first < key)
            difference = words_of(at->first, "not stored");
        else if (at->second != engine::entry_hash(key, value))
            difference = words_of(at->first, "stored with another value");
        if (difference) return false;
        ++at;
        return true;
    };
    const std::string first(1, static_cast<char>(TableKind::program));
    TRY(stored.scan({}, first, compare));
    if (!difference && at != folded->end()) difference = words_of(at->first, "not stored");
    return difference;
}

}  // namespace leadline::connectors
