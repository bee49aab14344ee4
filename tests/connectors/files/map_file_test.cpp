// Mapping files: every mistake that can be seen without the CSV files, with its exact words.
#include "connectors/files/map_file.hpp"

#include <catch2/catch.hpp>

using namespace leadline::connectors;
using leadline::config::Diagnostics;
using leadline::config::Document;

namespace {

// What is said about a map; empty when it is good.
std::string said(const std::string& text) {
    Diagnostics diagnostics;
    const auto document = Document::parse("map.yaml", text, diagnostics);
    if (document) (void)read_map(*document, diagnostics);
    return diagnostics.to_text();
}

// The messages alone, one a line.
std::string messages(const std::string& text) {
    Diagnostics diagnostics;
    const auto document = Document::parse("map.yaml", text, diagnostics);
    if (document) (void)read_map(*document, diagnostics);
    std::string out;
    for (const auto& diagnostic : diagnostics.sorted()) out += diagnostic.message + "\n";
    return out;
}

const std::string files = "program: p\nsource: s\nactor: system:x\nfiles:\n  a: {file: \"*\"}\n";

std::string with_kind(const std::string& more) {
    return files + "kinds:\n  - {type: CreateLead, from: a, id: x, time: 2018-01-01, " + more +
           "}\n";
}

std::string with_value(const std::string& value) {
    return with_kind("data: {lead: " + value + "}");
}

}  // namespace

TEST_CASE("Map: what is needed is asked for", "[connectors]") {
    CHECK(said("{}\n") ==
          "map.yaml:1:1: error: missing key \"files\" of a mapping file\n"
          "    1 | {}\n"
          "      | ^\n"
          "map.yaml:1:1: error: missing key \"kinds\" of a mapping file\n"
          "    1 | {}\n"
          "      | ^\n");
    CHECK(messages("files: {a: {}}\nkinds:\n  - {type: ClaimLead}\n") ==
          "missing key \"from\" of a kind\n"
          "missing key \"program\" of a kind\n"
          "missing key \"source\" of a kind\n"
          "missing key \"id\" of a kind\n"
          "missing key \"time\" of a kind\n"
          "missing key \"actor\" of a kind\n"
          "missing key \"data\" of a kind\n");
    CHECK(said(with_kind("data: {lead: x}")).empty());
}

TEST_CASE("Map: unknown commands, files, tables and keys are told their nearest name",
          "[connectors]") {
    CHECK(said(files + "kinds:\n  - type: CreateLaed\n    from: a\n    id: x\n    time: x\n"
                       "    data: {}\n")
              .find("map.yaml:7:11: error: unknown command \"CreateLaed\"; expected one of: ") ==
          0);
    CHECK(said(files + "kinds:\n  - type: CreateLaed\n    from: a\n    id: x\n    time: x\n"
                       "    data: {}\n")
              .find("; did you mean \"CreateLead\"?\n") != std::string::npos);
    CHECK(messages(with_kind("data: {lead: x}, form: b")) ==
          "unknown key \"form\"; expected one of: when, each, once_per, program, source, actor\n");
    CHECK(
        messages(files + "kinds:\n  - {type: lead.claimed, from: b, id: x, time: x, data: {}}\n") ==
        "unknown file \"b\"; expected one of: a\n");
    CHECK(messages("tables: {tiers: {a: b}}\n" + with_value("{column: x, table: tier}")) ==
          "unknown table \"tier\"; expected one of: tiers; did you mean \"tiers\"?\n");
}

TEST_CASE("Map: values are one of four forms, and options fit them", "[connectors]") {
    CHECK(said(with_value("{constant: 5, type: integer}")).empty());
    CHECK(said(with_value("{column: a, empty: {use: b}}")).empty());
    CHECK(messages(with_value("{column: a, template: b}")) ==
          "expected in a value exactly one of: column, template, constant, later_of; found column, "
          "template\n");
    CHECK(messages(with_value("{column: a, empty: keep}")) ==
          "unknown word (or {use: TEXT}) \"keep\"; expected one of: report, omit, omit_object\n");
    CHECK(messages(with_value("{column: a, otherwise: omit}")) == "otherwise needs a table\n");
    CHECK(messages(with_value("{column: a, type: text, format: x}")) ==
          "format and utc_offset need type: time or type: date\n");
    CHECK(messages(with_value("{column: a, type: date, utc_offset: 3}")) ==
          "expected an offset such as +02:00 or -03:00, found \"3\"\n");
    CHECK(said(with_value("{column: a, correct: {x: y}, form: id}")).empty());
    CHECK(said(with_value("{column: a, type: decimal, scale: 6, empty: omit_object}")).empty());
    CHECK(messages(with_value("{column: a, scale: 6}")) == "scale needs type: decimal\n");
    CHECK(messages(with_value("{column: a, form: slug}")) ==
          "unknown form \"slug\"; expected one of: id\n");
    CHECK(messages("tables: {tiers: {a: b}}\n" + with_value("{column: x, correct: tier}")) ==
          "unknown table \"tier\"; expected one of: tiers; did you mean \"tiers\"?\n");
    CHECK(messages(with_value("{column: a, type: int}")) ==
          "unknown type \"int\"; expected one of: text, integer, decimal, boolean, time, date\n");
    CHECK(messages(files + "kinds:\n  - type: CreateLead\n    from: a\n"
                           "    id: {column: x, empty: omit}\n    time: x\n    data: {}\n") ==
          "id cannot be left out; write report or {use: TEXT}\n");
    CHECK(messages(files + "kinds:\n  - type: CreateLead\n    from: a\n    time: x\n    data: {}\n"
                           "    id: {column: x, empty: omit_object}\n") ==
          "id cannot be left out; write report or {use: TEXT}\n");
}

TEST_CASE("Map: templates name columns, and a dollar sign is written twice", "[connectors]") {
    Diagnostics diagnostics;
    const auto document = Document::parse("m", "t: \"a-${x}${y} $$5\"\n", diagnostics);
    const auto parts = read_template(*document->root().find("t"), diagnostics);
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].literal == "a-");
    CHECK(parts[0].column->name == "x");
    CHECK(parts[1].literal.empty());
    CHECK(parts[1].column->name == "y");
    CHECK(parts[2].literal == " $5");
    CHECK_FALSE(parts[2].column);
    for (const char* text : {"\"${x\"", "\"${}\"", "\"$x\"", "\"x$\""})
        CHECK(messages(with_value(text)).find("expected ${column}, or $$ for a dollar sign") == 0);
}

TEST_CASE("Map: joins name files written before, with a key, that must be there", "[connectors]") {
    const auto joined = [](const std::string& first, const std::string& join) {
        return messages("program: p\nsource: s\nactor: system:x\nfiles:\n  a: " + first +
                        "\n  b: {" + join +
                        "}\nkinds:\n  - {type: ClaimLead, from: b, id: x, time: x, data: {}}\n");
    };
    CHECK(joined("{key: k}", "join: {a: k}").empty());
    CHECK(joined("{file: x}", "join: {a: k}") == "\"a\" needs a `key` to be joined\n");
    CHECK(joined("{key: k, optional: true}", "join: {a: k}") ==
          "\"a\" is optional; what others join must be there\n");
    CHECK(joined("{key: k}", "join: {b: k}") ==
          "unknown file (of those written before) \"b\"; expected one of: a\n");
    CHECK(joined("{key: k}", "remarks: {odd: {column: x, equals: y}}").empty());
    CHECK(joined("{key: k}", "remarks: {odd: {column: x}}") ==
          "expected in a condition exactly one of: equals, in, exists; found none\n");
    CHECK(joined("{key: k}", "delimiter: ab") ==
          "expected one character, such as \";\" or \"\\t\", found \"ab\"\n");
}
