// The schemas, and the examples of docs/commands.md against schema and decoder.
#include "events/codec/schema.hpp"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <set>

#include "events/facts.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/lines.hpp"
#include "tests/support/markdown.hpp"
#include "tests/support/repository.hpp"

using namespace leadline::events;
using leadline::tests::JsonSchema;
using leadline::tests::line;
using leadline::tests::ReadLine;
using Problems = std::vector<std::string>;

namespace {

// The examples of docs/commands.md.
std::vector<std::string> examples() {
    return leadline::tests::code_blocks(leadline::tests::repository_root() / "docs/commands.md",
                                        "json");
}

// The properties, however deep, that say nothing of themselves. One that is only a constant narrows
// another, which does.
void collect_silent(simdjson::dom::element schema, const std::string& at, Problems& silent) {
    if (simdjson::dom::array items; schema.get(items) == simdjson::SUCCESS) {
        for (const simdjson::dom::element item : items) collect_silent(item, at, silent);
        return;
    }
    simdjson::dom::object members;
    if (schema.get(members) != simdjson::SUCCESS) return;
    for (const auto& [keyword, value] : members) {
        const std::string below = at + '/' + std::string(keyword);
        collect_silent(value, below, silent);
        simdjson::dom::object properties;
        if (keyword != "properties" || value.get(properties) != simdjson::SUCCESS) continue;
        for (const auto& [name, property] : properties) {
            std::string_view description;
            const bool is_told = property["description"].get(description) == simdjson::SUCCESS &&
                                 !description.empty();
            const bool narrows =
                property.get_object().size() == 1 && property["const"].error() == simdjson::SUCCESS;
            if (!is_told && !narrows) silent.push_back(below + '/' + std::string(name));
        }
    }
}

}  // namespace

TEST_CASE("Schema: every property says what it is", "[events]") {
    for (const std::string& schema : {command_schema(), event_schema()}) {
        simdjson::dom::parser parser;
        const simdjson::dom::element document = parser.parse(schema);
        Problems silent;
        collect_silent(document, "", silent);
        CHECK(silent == Problems{});
        std::string_view help;
        const auto policy = document.at_pointer(
            "/$defs/DefineQueue/properties/policy/properties/touch_within/description");
        REQUIRE(policy.get(help) == simdjson::SUCCESS);
        CHECK(help == "A claim untouched for so long lapses: the lead returns to its queue.");
    }
}

TEST_CASE("Schema: uses no keyword that its validator passes over", "[events]") {
    CHECK(JsonSchema(command_schema()).problems_of_schema() == Problems{});
    CHECK(JsonSchema(event_schema()).problems_of_schema() == Problems{});
}

TEST_CASE("Schema: every example of docs/commands.md is valid, and the decoder reads it",
          "[events]") {
    const JsonSchema schema(command_schema());
    std::size_t understood = 0;
    for (const std::string& example : examples()) {
        INFO(example);
        CHECK(schema.problems_of(example) == Problems{});
        const ReadLine read(example);
        CHECK(read.said() == Problems{});
        CHECK(read.reason == DeadLetterReason::none);
        ++understood;
    }
    CHECK(understood >= Commands::size + facts.size());
}

TEST_CASE("Schema: docs/commands.md has an example of every command and every fact", "[events]") {
    std::string all;
    for (const std::string& example : examples()) all += example;
    const auto expect = [&all](Text type) {
        INFO(type);
        CHECK(all.find(fmt::format("\"type\": \"{}\"", type)) != std::string::npos);
    };
    Commands::for_each([&]<class Command>() { expect(Command::name); });
    for (const Fact& fact : facts) expect(fact.name);
}

TEST_CASE("Schema: refuses what the decoder refuses", "[events]") {
    const JsonSchema schema(command_schema());
    const std::string wrong[] = {
        line("CreateLead", "{}"),
        line("CreateLead", R"({"lead":""})"),
        line("CreateLead", R"({"lead":"L","compny":"C"})"),
        line("CreateLead", R"({"lead":"L","priority":"high"})"),
        line("CreateLead", R"({"lead":"L","priority":2147483648})"),
        line("CreateLead", R"({"lead":"L","employees":-1})"),
        line("CreateLead", R"({"lead":"L","address":{"country":"de"}})"),
        line("CreateLead", R"({"lead":"L","revenue":{"amount":"1,5","currency":"EUR"}})"),
        line("CreateLead", R"({"lead":"L","revenue":{"amount":"1.5"}})"),
        line("CreateLead", R"({"lead":"L","custom":{"a":1.5}})"),
        line("CreateLead", R"({"lead":"L","custom":{"a":{"decimal":"x"}}})"),
        line("ChangeLeadStatus", R"({"lead":"L","status":5})"),
        line("ReassignLead", R"({"lead":"L","to":{}})"),
        line("ReassignLead", R"({"lead":"L","to":{"user":"u","queue":"q"}})"),
        line("ReassignLead", R"({"to":{"user":"u"}})"),
        line("CreateProgram", R"({"repeat_window":"soon"})"),
        line("PublishRuleset", R"({"ruleset":"r","sha256":"x"})"),
        line("CreateLeed", R"({"lead":"L"})"),
        line("CreateLead", R"({"lead":"L"})", R"("actor":"sara",)"),
        line("CreateLead", R"({"lead":"L"})", R"("time":"yesterday",)"),
        line("CreateLead", R"({"lead":"L"})", R"("extension":1.5,)"),
        line("CreateLead", R"({"lead":"L"})", R"("Extension":1,)"),
        R"({"specversion":"1.0","id":"1","type":"PublishProgram","program":"p"})",
        R"({"specversion":"1.0","id":"1","source":"s","type":"PublishProgram"})"};
    for (const std::string& text : wrong) {
        INFO(text);
        CHECK_FALSE(schema.problems_of(text).empty());
        CHECK(ReadLine(text).reason != DeadLetterReason::none);
    }
}
