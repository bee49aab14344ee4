// The import on small files: which rows become lines, in which order, and what is reported.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/connectors/files/import_fixture.hpp"

using namespace leadline::tests;

namespace {

const std::string deals_map = top + R"(
files:
  leads: {file: "leads*.csv", key: lead}
  deals:
    file: "deals*.csv"
    join: {leads: lead}
    columns:
      at: {later_of: [won, leads.met]}
kinds:
  - {type: CreateLead, from: leads, id: "lead-${lead}", time: "${met}", data: {lead: "${lead}"}}
  - type: RecordLogin
    from: deals
    each: {person: [a, b]}
    once_per: person
    id: login-${person}
    time: ${at}
    actor: user:${person}
    data: {user: "${person}"}
  - type: ClaimLead
    from: deals
    id: claim-${lead}
    time: ${at}
    actor: user:${a}
    data: {lead: "${lead}"}
)";

}  // namespace

TEST_CASE("import: lines stand by time, then kind, then file as given, then row", "[connectors]") {
    Import import(deals_map);
    import.csv("leads_z.csv", "lead,met\nl2,2018-01-02\nl1,2018-01-01\nl3,2018-01-02\n")
        .csv("leads_a.csv", "met,lead\n2018-01-02,l4\n2018-01-01,l5\n")
        .csv("deals.csv", "lead,a,b,won\nl1,ann,bob,2018-01-02\nl2,bob,ann,2018-01-02 00:00:01\n");
    REQUIRE(import.run());
    CHECK(import.order() == std::vector<std::string>{"CreateLead lead-l1", "CreateLead lead-l5",
                                                     "CreateLead lead-l2", "CreateLead lead-l3",
                                                     "CreateLead lead-l4", "RecordLogin login-ann",
                                                     "RecordLogin login-bob", "ClaimLead claim-l1",
                                                     "ClaimLead claim-l2"});
    CHECK(import.left_out == 0);
}

TEST_CASE("import: later_of takes the later time and says where the first is not it",
          "[connectors]") {
    Import import(deals_map);
    import.csv("leads.csv", "lead,met\nl1,2018-01-05\nl2,2018-01-01\n")
        .csv("deals.csv", "lead,a,b,won\nl1,ann,bob,2018-01-04 23:59:59\nl2,ann,bob,2018-01-01\n");
    REQUIRE(import.run());
    CHECK(import.said ==
          "leads (leads.csv): 2 rows\n"
          "deals (deals.csv): 2 rows\n"
          "    won is earlier than leads.met, took the later: 1 time (deals.csv:2)\n"
          "CreateLead from leads: 2 lines\n"
          "RecordLogin from deals: 2 lines, 2 more of the same `once_per`\n"
          "ClaimLead from deals: 2 lines\n"
          "6 command lines\n");
    CHECK(import.lines.find(R"("id":"claim-l1","source":"crm","type":"ClaimLead",)"
                            R"("time":"2018-01-05T00:00:00Z")") != std::string::npos);
}

TEST_CASE("import: once_per keeps the earliest act of each, wherever it stands", "[connectors]") {
    Import import(deals_map);
    import.csv("leads.csv", "lead,met\nl1,2018-01-01\nl2,2018-01-01\nl3,2018-01-01\n")
        .csv("deals.csv",
             "lead,a,b,won\nl1,ann,bob,2018-03-01\nl2,cid,ann,2018-02-01\nl3,ann,ann,2018-04-01\n");
    REQUIRE(import.run());
    std::map<std::string, std::string> logins;
    std::istringstream in(import.lines);
    for (std::string line; std::getline(in, line);)
        if (Import::attribute(line, "type") == "RecordLogin")
            logins[Import::attribute(line, "id")] = Import::attribute(line, "time");
    CHECK(logins == std::map<std::string, std::string>{{"login-ann", "2018-02-01T00:00:00Z"},
                                                       {"login-bob", "2018-03-01T00:00:00Z"},
                                                       {"login-cid", "2018-02-01T00:00:00Z"}});
}

TEST_CASE("import: a join that finds nothing leaves the row out, and says so", "[connectors]") {
    Import import(deals_map);
    import.csv("leads.csv", "lead,met\nl1,2018-01-01\nl1,2018-01-02\n,2018-01-03\n")
        .csv("deals.csv", "lead,a,b,won\nl9,ann,bob,2018-03-01\nl1,ann,bob,2018-03-01\n");
    REQUIRE(import.run());
    CHECK(import.left_out == 3);
    CHECK(import.said ==
          "leads (leads.csv): 1 row, 2 left out\n"
          "    left out: lead is a key met before: 1 time (leads.csv:3 \"l1\")\n"
          "    left out: lead is empty, but is the key: 1 time (leads.csv:4)\n"
          "deals (deals.csv): 1 row, 1 left out\n"
          "    left out: lead names no row of leads: 1 time (deals.csv:2 \"l9\")\n"
          "CreateLead from leads: 1 line\n"
          "RecordLogin from deals: 2 lines\n"
          "ClaimLead from deals: 1 line\n"
          "4 command lines, 3 left out\n");
}

TEST_CASE("import: a join may say that a missing row is empty", "[connectors]") {
    Import import(top + R"(
files:
  names: {file: "names.csv", key: id}
  rows: {file: "rows.csv", join: {names: {column: id, missing: empty}}}
kinds:
  - type: CreateLead
    from: rows
    id: l-${id}
    time: 2018-01-01
    data: {lead: "${id}", company: {column: names.name, empty: omit}}
)");
    import.csv("rows.csv", "id\n1\n2\n").csv("names.csv", "id,name\n2,Two\n");
    REQUIRE(import.run());
    CHECK(import.data() ==
          std::vector<std::string>{R"({"lead":"1"})", R"({"lead":"2","company":"Two"})"});
    CHECK(import.said.find("rows (rows.csv): 2 rows\n"
                           "    id names no row of names, took empty columns: 1 time "
                           "(rows.csv:2 \"1\")\n") != std::string::npos);
}

TEST_CASE("import: when chooses rows, and the others are counted", "[connectors]") {
    const auto chosen = [](const std::string& when) {
        Import import(lead_map(R"({lead: "${id}"})", "    when: " + when + "\n"));
        import.csv("a.csv", "id,at,s\n1,2018-01-01,Won\n2,2018-01-01,Lost\n3,2018-01-01,\n");
        REQUIRE(import.run());
        std::string ids;
        for (const std::string& line : import.order()) ids += line.substr(line.size() - 1);
        if (ids.size() < 3)
            CHECK(import.said.find(ids.size() == 2 ? "1 row passed over" : "2 rows passed over") !=
                  std::string::npos);
        return ids;
    };
    CHECK(chosen("{column: s, equals: Won}") == "1");
    CHECK(chosen("{column: s, in: [Won, Lost]}") == "12");
    CHECK(chosen("{column: s, exists: false}") == "3");
    CHECK(chosen("{not: {column: s, equals: Won}}") == "23");
    CHECK(chosen("[{column: s, exists: true}, {not: {column: s, equals: Won}}]") == "2");
}

TEST_CASE("import: the same id twice is written and reported", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}"})"));
    import.csv("a.csv", "id,at\n1,2018-01-01\n2,2018-01-01\n1,2018-01-02\n");
    REQUIRE(import.run());
    CHECK(import.order().size() == 3);
    CHECK(import.said.find("a line before has the same program, source and id: 1 time (a.csv:4)") !=
          std::string::npos);
}

TEST_CASE("import: rows that are no rows are reported with their lines", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}"})"));
    import.csv("a.csv", "id,at\n1,2018-01-01\n2\n\xFF,2018-01-01\n");
    REQUIRE(import.run());
    CHECK(import.said.find("    left out: another number of fields than the header has: 1 time "
                           "(a.csv:3)\n    left out: id is not UTF-8: 1 time (a.csv:4)\n") !=
          std::string::npos);
}

TEST_CASE("import: a column that no file has is named with its nearest", "[connectors]") {
    Import import(top + R"(files:
  rows: {file: "*.csv"}
kinds:
  - type: CreateLead
    from: rows
    id: l-${idd}
    time: ${att}
    when: {column: won_dat, exists: true}
    data: {lead: "${id}"}
)");
    import.csv("a.csv", "id,at,won_date\n1,2018-01-01,\n");
    REQUIRE_FALSE(import.run());
    CHECK(import.failure == Failure::configuration);
    CHECK(import.said ==
          "map.yaml:9:9: error: unknown column of rows (a.csv) \"idd\"; expected one of: id, at, "
          "won_date; did you mean \"id\"?\n"
          "    9 |     id: l-${idd}\n"
          "      |         ^\n"
          "map.yaml:10:11: error: unknown column of rows (a.csv) \"att\"; expected one of: id, at, "
          "won_date; did you mean \"at\"?\n"
          "   10 |     time: ${att}\n"
          "      |           ^\n"
          "map.yaml:11:20: error: unknown column of rows (a.csv) \"won_dat\"; expected one of: id, "
          "at, won_date; did you mean \"won_date\"?\n"
          "   11 |     when: {column: won_dat, exists: true}\n"
          "      |                    ^");
}

TEST_CASE("import: files are matched by name or by header, and all that is needed must be there",
          "[connectors]") {
    const std::string map = top + R"(
files:
  a: {header: [x, at]}
  b: {file: "b*.csv", header: [y]}
  c: {file: "c*.csv", optional: true}
kinds:
  - {type: CreateLead, from: a, id: "a-${x}", time: "${at}", data: {lead: "${x}"}}
  - {type: CreateLead, from: b, id: "b-${y}", time: 2018-01-01, data: {lead: "${y}"}}
  - {type: CreateLead, from: c, id: "c-${z}", time: 2018-01-01, data: {lead: "${z}"}}
)";
    Import good(map);
    good.csv("one.csv", "at,x\n2018-01-02,1\n").csv("b1.csv", "y\n1\n").csv("b2.csv", "y\n2\n");
    REQUIRE(good.run());
    CHECK(good.order() ==
          std::vector<std::string>{"CreateLead b-1", "CreateLead b-2", "CreateLead a-1"});
    CHECK(good.said.find("c (): 0 rows\n") != std::string::npos);

    Import stranger(map);
    stranger.csv("one.csv", "at,x\n2018-01-02,1\n").csv("d.csv", "y\n1\n");
    REQUIRE_FALSE(stranger.run());
    CHECK(stranger.failure == Failure::usage);
    CHECK(stranger.said ==
          "d.csv: fits none of the map's files, neither by its name nor by its "
          "header");

    Import missing(map);
    missing.csv("one.csv", "at,x\n2018-01-02,1\n");
    REQUIRE_FALSE(missing.run());
    CHECK(missing.failure == Failure::usage);
    CHECK(missing.said == "the map needs a file for \"b\" (b*.csv); none was given");
}

TEST_CASE("import: the same rows in another order give the same set of lines, sorted",
          "[connectors]") {
    rc::check("shuffled rows", [] {
        auto days = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 28));
        const auto lines_of = [](const std::vector<std::pair<int, int>>& rows) {
            Import import(lead_map(R"({lead: "${id}"})"));
            std::string csv = "id,at\n";
            for (const auto& [id, day] : rows)
                csv += std::to_string(id) + (day < 10 ? ",2018-01-0" : ",2018-01-") +
                       std::to_string(day) + "\n";
            import.csv("a.csv", csv);
            RC_ASSERT(import.run());
            std::vector<std::string> lines;
            std::istringstream in(import.lines);
            for (std::string line; std::getline(in, line);) lines.push_back(line);
            return lines;
        };
        std::vector<std::pair<int, int>> rows;
        for (std::size_t i = 0; i < days.size(); ++i)
            rows.emplace_back(static_cast<int>(i), days[i]);
        auto lines = lines_of(rows);
        RC_ASSERT(lines.size() == rows.size());
        for (std::size_t i = 1; i < lines.size(); ++i)
            RC_ASSERT(Import::attribute(lines[i - 1], "time") <=
                      Import::attribute(lines[i], "time"));
        std::reverse(rows.begin(), rows.end());
        auto reversed = lines_of(rows);
        std::sort(lines.begin(), lines.end());
        std::sort(reversed.begin(), reversed.end());
        RC_ASSERT(lines == reversed);
    });
}
