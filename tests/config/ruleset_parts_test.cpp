// Rulesets cut into parts: nothing is lost, everything fits, the same rules give the same parts.
#include "config/ruleset_parts.hpp"

#include <catch2/catch.hpp>

#include "config/plan_command.hpp"
#include "config/yaml/document.hpp"
#include "events/codec/body.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/codec/json_rules.hpp"
#include "events/commands/program.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

Ruleset rules_of(const std::string& text) {
    Diagnostics diagnostics;
    Ruleset ruleset;
    const auto document = Document::parse("rules.yaml", text, diagnostics);
    REQUIRE(document);
    MapReader m(document->root(), diagnostics, "rules");
    read_ruleset(m, nullptr, diagnostics, ruleset);
    INFO(diagnostics.to_text());
    REQUIRE(diagnostics.ok());
    return ruleset;
}

std::string many_rules(std::size_t count) {
    std::string text = "rules:\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "  - name: rule " + std::to_string(i) +
                "\n    when:\n      all:\n        - {field: source, equals: s" + std::to_string(i) +
                "}\n        - {field: address.country, in: [DE, FR, NO]}\n"
                "    then: {queue: emea}\n";
    return text + "fallback: {user: ada}\n";
}

std::string rule_with_values(std::size_t count) {
    std::string text = "rules:\n  - name: long\n    when:\n      field: source\n      in:\n";
    for (std::size_t i = 0; i < count; ++i) text += "        - value " + std::to_string(i) + "\n";
    return text + "    then: {queue: emea}\nfallback: {user: ada}\n";
}

}  // namespace

TEST_CASE("ruleset parts: a small ruleset is one part, whose bytes hold what was written",
          "[config]") {
    const Ruleset ruleset = rules_of(many_rules(3));
    const auto parts = cut_ruleset(ruleset);
    REQUIRE(parts);
    REQUIRE(parts->bodies.size() == 1);
    events::Arena arena;
    events::RulesetPart part;
    REQUIRE(events::read_body(events::BytesView(parts->bodies[0]), arena, part));
    CHECK(part.entries == events::List<events::RulesetEntry>(ruleset.entries));
    REQUIRE(part.fallback.size() == 1);
    CHECK(part.fallback[0] == ruleset.fallback);
    CHECK(parts->sha256.size() == 64);
    CHECK(parts->sha256 == sha256_of(parts->bodies));
}

TEST_CASE("ruleset parts: 3,000 rules go into parts that fit events and commands, in order",
          "[config]") {
    const Ruleset ruleset = rules_of(many_rules(3'000));
    const auto parts = cut_ruleset(ruleset);
    REQUIRE(parts);
    CHECK(parts->parts.size() > 3);
    std::size_t next = 0;
    events::CloudEventReader reader;
    for (std::size_t i = 0; i < parts->parts.size(); ++i) {
        CHECK(parts->bodies[i].size() <= events::ruleset_part_bytes_max);
        for (const events::RulesetEntry& entry : parts->parts[i].entries)
            CHECK(entry.name == ruleset.entries[next++].name);
        CHECK(parts->parts[i].fallback.empty() == (i + 1 < parts->parts.size()));
        // As a command it passes the door, which finds the same bytes.
        const events::StageRulesetPart stage{"r", static_cast<std::uint32_t>(i + 1),
                                             static_cast<std::uint32_t>(parts->parts.size()),
                                             parts->parts[i]};
        const std::string line = command_line({"p", "test", "m", {}}, "1", stage);
        CHECK(line.size() <= events::command_bytes_max);
        events::Arena arena;
        events::DecodedCommand decoded;
        std::vector<events::FieldError> errors;
        REQUIRE(reader.read(events::as_bytes(line), arena, decoded, errors).understood());
        CHECK(events::as_text(decoded.header.body) ==
              events::as_text(events::body_in(arena, stage)));
    }
    CHECK(next == 3'000);
}

TEST_CASE("ruleset parts: the same rules have the same SHA-256, any other rule another",
          "[config]") {
    const auto sha = [](const std::string& text) { return cut_ruleset(rules_of(text))->sha256; };
    CHECK(sha(many_rules(20)) == sha(many_rules(20)));
    std::string other = many_rules(20);
    other.replace(other.find("queue: emea"), 11, "queue: apac");
    CHECK(sha(many_rules(20)) != sha(other));
}

TEST_CASE("ruleset parts: a rule too large for a part of its own is refused by name", "[config]") {
    CHECK(cut_ruleset(rules_of(rule_with_values(6'000))));
    const auto refused = cut_ruleset(rules_of(rule_with_values(20'000)));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().failure == events::Failure::configuration);
    CHECK(refused.error().message.find("the rule \"long\" at line 2 is too large: ") == 0);
}
