// Custom fields from YAML: what each form becomes, and that conditions know their types.
#include "config/ruleset_custom_fields.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "events/codec/body.hpp"
#include "tests/config/support.hpp"

namespace leadline::tests {
namespace {

using events::CustomFieldRule;
using events::CustomType;
using events::Text;

constexpr std::string_view fields =
    "custom_fields:\n"
    "  - {name: budget, type: decimal, required: true, minimum: 0.50, maximum: 1000}\n"
    "  - {name: segment, type: string, values: [smb, enterprise], record_types: [new business]}\n"
    "  - {name: seats, type: integer, minimum: -5}\n"
    "  - {name: go_live, type: date, maximum: 2026-01-31}\n"
    "  - {name: vip, type: boolean}\n"
    "  - {name: modules, type: list, values: [crm, erp]}\n";

std::string with_rule(const std::string& when) {
    std::string text(fields);
    text += "rules: [{name: a, when: ";
    text += when;
    text += ", then: {queue: open}}]\nfallback: {queue: open}\n";
    return text;
}

TEST_CASE("custom_fields: types, values, ranges and record types", "[config]") {
    const ReadRules read(with_rule("{field: custom.vip, equals: true}"));
    INFO(read.diagnostics.to_text());
    REQUIRE(read.diagnostics.ok());
    const std::vector<CustomFieldRule>& all = read.ruleset.custom_fields;
    REQUIRE(all.size() == 6);
    const std::vector<Text> values{"smb", "enterprise"};
    const std::vector<Text> types{"new business"};
    CHECK(all[0] ==
          CustomFieldRule{"budget", {2, 5}, CustomType::decimal, true, {}, {}, "0.50", "1000"});
    CHECK(all[1] == CustomFieldRule{"segment", {3, 5}, CustomType::string, false, types, values});
    CHECK(all[2].minimum == "-5");
    CHECK(all[3].maximum == "2026-01-31");
    CHECK(all[4].type == CustomType::boolean);
    CHECK(all[5].type == CustomType::list);
}

TEST_CASE("custom_fields: they travel in the parts of the ruleset", "[config]") {
    const ReadRules read(with_rule("{field: custom.seats, exists: true}"));
    REQUIRE(read.diagnostics.ok());
    const auto made = config::cut_ruleset(read.ruleset);
    REQUIRE(made.has_value());
    std::vector<Text> names;
    events::Arena arena;
    for (const events::Bytes& body : made->bodies) {
        events::RulesetPart part;
        REQUIRE(events::read_body(events::BytesView(body), arena, part));
        for (const CustomFieldRule& field : part.custom_fields) names.push_back(field.name);
    }
    CHECK(names == std::vector<Text>{"budget", "segment", "seats", "go_live", "vip", "modules"});
}

TEST_CASE("custom_fields: conditions may compare what fits the type", "[config]") {
    for (const char* when :
         {"{field: custom.budget, between: [9.75, 10.5]}", "{field: custom.budget, less: 10}",
          "{field: custom.segment, in: [smb, enterprise]}", "{field: custom.segment, prefix: s}",
          "{field: custom.seats, equals: 3}", "{field: custom.go_live, less: 2027-01-01}",
          "{field: custom.vip, equals: false}", "{field: custom.modules, contains: crm}"}) {
        INFO(when);
        CHECK(said(with_rule(when)).empty());
    }
}

TEST_CASE("custom_fields: conditions may not compare what does not", "[config]") {
    for (const char* when :
         {"{field: custom.budget, equals: 10}", "{field: custom.budget, between: [10.5, 9.75]}",
          "{field: custom.budget, less: ten}", "{field: custom.segment, equals: public}",
          "{field: custom.seats, greater: 1.5}", "{field: custom.seats, matches: '1'}",
          "{field: custom.go_live, between: [2026-02-01, 2026-01-01]}",
          "{field: custom.vip, equals: 1}", "{field: custom.modules, contains: cad}",
          "{field: custom.colour, equals: red}"}) {
        INFO(when);
        CHECK(said(with_rule(when)).starts_with("8:"));
    }
}

TEST_CASE("custom_fields: without them a condition may ask for any", "[config]") {
    CHECK(said("rules: [{name: a, when: {field: custom.colour, prefix: r}, then: {queue: open}}]\n"
               "fallback: {queue: open}\n")
              .empty());
}

TEST_CASE("custom_fields: there are at most 100, with 200 values each", "[config]") {
    const auto file = [](int count, int values) {
        std::string text = "custom_fields:\n";
        for (int i = 0; i < count; ++i) {
            text += "  - {name: f" + std::to_string(i) + ", type: string, values: [v";
            for (int value = 1; value < values; ++value) text += ", v" + std::to_string(value);
            text += "]}\n";
        }
        return text + "rules: [{name: a, then: {queue: open}}]\nfallback: {queue: open}\n";
    };
    CHECK(said(file(100, 200)).empty());
    CHECK(said(file(101, 1)) == "2:3: 101 custom fields, at most 100");
    CHECK(said(file(1, 201)) == "2:38: 201 values, at most 200");
}

}  // namespace
}  // namespace leadline::tests
