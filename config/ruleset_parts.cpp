// Cuts rulesets; see ruleset_parts.hpp. Conditions grow when they are written as JSON, so both
// sizes are looked at, entry by entry.
#include "config/ruleset_parts.hpp"

#include <fmt/format.h>

#include "config/yaml/names.hpp"
#include "events/base/sha256.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_writer.hpp"
#include "events/commands/program.hpp"

namespace leadline::config {
namespace {

// What a part holds beside its entries: counts, the fallback with an id, the command's attributes.
constexpr std::size_t binary_beside = 1024;
constexpr std::size_t json_beside = 4096;
constexpr std::size_t binary_max = events::ruleset_part_bytes_max - binary_beside;
constexpr std::size_t json_max = events::command_bytes_max - json_beside;

std::size_t binary_size(const events::RulesetEntry& entry) {
    events::Bytes body;
    events::write_body(body,
                       events::RulesetPart{events::List<events::RulesetEntry>({&entry, 1}), {}});
    return body.size();
}

std::size_t json_size(const events::RulesetEntry& entry) {
    std::string text;
    events::Arena arena;
    events::JsonWriter(text, arena).object(entry);
    return text.size() + 1;  // and a comma
}

}  // namespace

events::Result<RulesetParts> cut_ruleset(const Ruleset& ruleset) {
    RulesetParts made;
    const std::span<const events::RulesetEntry> entries = ruleset.entries;
    std::size_t first = 0;
    std::size_t binary = 0;
    std::size_t json = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::size_t entry_binary = binary_size(entries[i]);
        const std::size_t entry_json = json_size(entries[i]);
        if (entry_binary > binary_max || entry_json > json_max)
            return events::fail(
                events::Failure::configuration,
                fmt::format(
                    "the rule {} at line {} is too large: {} bytes, as JSON {}; at most {}, "
                    "as JSON {}",
                    shown(entries[i].name), entries[i].place.line, entry_binary, entry_json,
                    binary_max, json_max));
        if (binary + entry_binary > binary_max || json + entry_json > json_max) {
            made.parts.push_back({events::List(entries.subspan(first, i - first)), {}});
            first = i;
            binary = json = 0;
        }
        binary += entry_binary;
        json += entry_json;
    }
    made.parts.push_back({events::List(entries.subspan(first)),
                          events::List<events::Action>({&ruleset.fallback, 1})});
    if (made.parts.size() > events::ruleset_parts_max)
        return events::fail(
            events::Failure::configuration,
            fmt::format("the ruleset has {} parts, at most {}; it has too many rules",
                        made.parts.size(), events::ruleset_parts_max));
    for (const events::RulesetPart& part : made.parts)
        events::write_body(made.bodies.emplace_back(), part);
    made.sha256 = sha256_of(made.bodies);
    return made;
}

std::string sha256_of(const std::vector<events::Bytes>& bodies) {
    events::Sha256 sum;
    for (const events::Bytes& body : bodies) sum.add(body);
    return sum.finish_hex();
}

}  // namespace leadline::config
