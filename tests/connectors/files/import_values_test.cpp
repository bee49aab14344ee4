// The values of imported lines: defaults, tables, types, times, and the texts that are refused.
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/connectors/files/import_fixture.hpp"

using namespace leadline::tests;

TEST_CASE("import: a row becomes one CloudEvent, exactly", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}", company: "${name}", contact: {email: "${mail}"}})"));
    import.csv("a.csv", "id,at,name,mail\n7,2018-02-01 10:00:00,\"A \"\"B\"\" \\ C\nD\",é@x.org\n");
    REQUIRE(import.run());
    CHECK(import.lines ==
          R"({"specversion":"1.0","id":"l-7","source":"crm","type":"CreateLead",)"
          R"("time":"2018-02-01T10:00:00Z","program":"p","actor":"system:crm",)"
          R"("data":{"lead":"7","company":"A \"B\" \\ C\nD","contact":{"email":"é@x.org"}}})"
          "\n");
    CHECK(import.said == "rows (a.csv): 1 row\nCreateLead from rows: 1 line\n1 command line\n");
}

TEST_CASE("import: what an empty column means is said by the map, and counted", "[connectors]") {
    Import import(lead_map(
        R"({lead: "${id}", source: {column: s, empty: {use: none}}, company: "${c}", )"
        R"(address: {city: {column: t, empty: omit}}, products: [{column: t, empty: omit}]})"));
    import.csv("a.csv", "id,at,s,c,t\n1,2018-01-01,,A,\n2,2018-01-01,web,,x\n3,2018-01-01,,C,y\n");
    REQUIRE(import.run());
    CHECK(import.data() ==
          std::vector<std::string>{R"({"lead":"1","source":"none","company":"A","products":[]})",
                                   R"({"lead":"3","source":"none","company":"C",)"
                                   R"("address":{"city":"y"},"products":["y"]})"});
    CHECK(import.said ==
          "rows (a.csv): 3 rows\n"
          "CreateLead from rows: 2 lines, 1 left out\n"
          "    s is empty, took \"none\": 2 times (a.csv:2, a.csv:4)\n"
          "    t is empty, left the field out: 2 times (a.csv:2, a.csv:2)\n"
          "    left out: c is empty: 1 time (a.csv:3)\n"
          "2 command lines, 1 left out\n");
}

TEST_CASE("import: value tables, by name or in place, and what is not in them", "[connectors]") {
    Import import("tables:\n  tiers: {\"1\": gold, \"2\": silver}\n" +
                  lead_map(R"({lead: "${id}", a: {column: v, table: tiers}, )"
                           R"(b: {column: v, table: {"1": one}, otherwise: keep}, )"
                           R"(c: {column: v, table: tiers, otherwise: {use: bronze}}, )"
                           R"(d: {column: v, table: tiers, otherwise: omit}})"));
    import.csv("a.csv", "id,at,v\n1,2018-01-01,1\n2,2018-01-01,2\n3,2018-01-01,3\n");
    REQUIRE(import.run());
    CHECK(import.data() == std::vector<std::string>{
                               R"({"lead":"1","a":"gold","b":"one","c":"gold","d":"gold"})",
                               R"({"lead":"2","a":"silver","b":"2","c":"silver","d":"silver"})"});
    CHECK(import.said.find("left out: data.a is not in its table: 1 time (a.csv:4 \"3\")") !=
          std::string::npos);
    CHECK(import.said.find("data.b is not in its table, kept as it is: 1 time (a.csv:3 \"2\")") !=
          std::string::npos);
}

TEST_CASE("import: texts are corrected before their table, and each correction is counted",
          "[connectors]") {
    Import import("tables:\n  typos: {glod: gold, slver: silver}\n" +
                  lead_map(R"({lead: "${id}", a: {column: v, correct: typos, )"
                           R"(table: {gold: "1"}, otherwise: keep}})"));
    import.csv("a.csv",
               "id,at,v\n1,2018-01-01,glod\n2,2018-01-01,gold\n3,2018-01-01,glod\n"
               "4,2018-01-01,slver\n");
    REQUIRE(import.run());
    CHECK(import.data() ==
          std::vector<std::string>{R"({"lead":"1","a":"1"})", R"({"lead":"2","a":"1"})",
                                   R"({"lead":"3","a":"1"})", R"({"lead":"4","a":"silver"})"});
    CHECK(import.said ==
          "rows (a.csv): 4 rows\nCreateLead from rows: 4 lines\n"
          "    data.a \"glod\" is taken for \"gold\": 2 times (a.csv:2, a.csv:4)\n"
          "    data.a \"slver\" is taken for \"silver\": 1 time (a.csv:5)\n"
          "    data.a is not in its table, kept as it is: 1 time (a.csv:5 \"silver\")\n"
          "4 command lines\n");
}

TEST_CASE("import: names become ids", "[connectors]") {
    Import import(lead_map(R"({lead: {template: "${a} ${b}", form: id}})"));
    import.csv("a.csv",
               "id,at,a,b\n1,2018-01-01,Ann-Lee,O'Hara 3\n2,2018-01-01,  (Zoë),X.\n"
               "3,2018-01-01,-,...\n");
    REQUIRE(import.run());
    CHECK(import.data() ==
          std::vector<std::string>{R"({"lead":"ann-lee-o-hara-3"})", R"({"lead":"zoë-x"})"});
    CHECK(import.said.find("left out: data.lead has no letter or digit: 1 time (a.csv:4 "
                           "\"- ...\")") != std::string::npos);
}

TEST_CASE("import: a decimal number may count in millions", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}", revenue: {amount: {column: m, type: decimal, )"
                           R"(scale: 6, empty: omit_object}, currency: USD}})"));
    const std::vector<std::pair<std::string, std::string>> cases = {{"1100.04", "1100040000"},
                                                                    {"4618", "4618000000"},
                                                                    {"0.5", "500000"},
                                                                    {"-0.25", "-250000"},
                                                                    {"0", "0"},
                                                                    {"0.0000001", "0.1"},
                                                                    {"12.3456789", "12345678.9"},
                                                                    {"1.000000", "1000000"}};
    std::string rows = "id,at,m\n";
    for (const auto& [from, to] : cases) rows += "x,2018-01-01," + from + "\n";
    import.csv("a.csv", rows);
    REQUIRE(import.run());
    const std::vector<std::string> data = import.data();
    REQUIRE(data.size() == cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i)
        CHECK(data[i] ==
              R"({"lead":"x","revenue":{"amount":")" + cases[i].second + R"(","currency":"USD"}})");
}

TEST_CASE("import: a field may take the object with it that it stands in", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}", revenue: {currency: USD, amount: )"
                           R"({column: m, empty: omit_object}}, address: {place: {city: )"
                           R"({column: c, table: {b: B}, otherwise: omit_object}}, region: R}})"));
    import.csv("a.csv", "id,at,m,c\n1,2018-01-01,,b\n2,2018-01-01,5,x\n");
    REQUIRE(import.run());
    CHECK(
        import.data() ==
        std::vector<std::string>{
            R"({"lead":"1","address":{"place":{"city":"B"},"region":"R"}})",
            R"({"lead":"2","revenue":{"currency":"USD","amount":"5"},"address":{"region":"R"}})"});
    CHECK(import.said.find("m is empty, left out what it is a part of: 1 time (a.csv:2)") !=
          std::string::npos);
    CHECK(import.left_out == 0);
}

TEST_CASE("import: types are checked and written as JSON wants them", "[connectors]") {
    const std::string map =
        lead_map(R"({lead: "${id}", employees: {column: n, type: integer, empty: omit}, )"
                 R"(revenue: {amount: {column: m, type: decimal}, currency: {constant: EUR}}, )"
                 R"(custom: {live: {column: f, type: boolean}, )"
                 R"(since: {date: {column: d, type: date, format: "%d.%m.%Y"}}, )"
                 R"(tags: [{column: t, split: "|", empty: omit}]}})");
    Import good(map);
    good.csv("a.csv", "id,at,n,m,f,d,t\n1,2018-01-01,12,1200.50,TRUE,28.2.2017,a|b||c\n");
    REQUIRE(good.run());
    CHECK(good.data()[0] ==
          R"({"lead":"1","employees":12,"revenue":{"amount":"1200.50","currency":"EUR"},)"
          R"("custom":{"live":true,"since":{"date":"2017-02-28"},"tags":["a","b","c"]}})");

    Import bad(map);
    bad.csv(
        "a.csv",
        "id,at,n,m,f,d,t\n1,2018-01-01,012,1,true,1.1.2017,\n2,2018-01-01,1,1e3,true,1.1.2017,\n"
        "3,2018-01-01,1,1,yes,1.1.2017,\n4,2018-01-01,1,1,true,30.2.2017,\n5,x,1,1,true,1.1.17,\n");
    REQUIRE(bad.run());
    CHECK(bad.lines.empty());
    CHECK(bad.said.find("left out: time is not a time: 1 time (a.csv:6") != std::string::npos);
    CHECK(bad.left_out == 5);
    CHECK(
        bad.said.find("left out: data.employees is not a whole number: 1 time (a.csv:2 \"012\")") !=
        std::string::npos);
    CHECK(bad.said.find("left out: data.revenue.amount is not a decimal number: 1 time (a.csv:3") !=
          std::string::npos);
    CHECK(bad.said.find("left out: data.custom.live is not true or false: 1 time (a.csv:4") !=
          std::string::npos);
    CHECK(bad.said.find("left out: data.custom.since.date is not a date: 2 times (a.csv:5 "
                        "\"30.2.2017\", a.csv:6 \"1.1.17\")") != std::string::npos);
}

TEST_CASE("import: times with an offset, local times, and times that are none", "[connectors]") {
    Import import(top + R"(
files:
  rows: {file: "*.csv"}
kinds:
  - type: CreateLead
    from: rows
    id: l-${id}
    time: {column: at, utc_offset: "-03:00"}
    data: {lead: "${id}"}
)");
    import.csv("a.csv",
               "id,at\n1,2018-01-01\n2,2018-01-01 01:30\n3,2018-01-01T00:00:00Z\n"
               "4,2018-01-01T00:00:00.5+02:00\n5,soon\n6,\n");
    REQUIRE(import.run());
    std::map<std::string, std::string> times;
    std::istringstream in(import.lines);
    for (std::string line; std::getline(in, line);)
        times[Import::attribute(line, "id")] = Import::attribute(line, "time");
    CHECK(times == std::map<std::string, std::string>{{"l-1", "2018-01-01T03:00:00Z"},
                                                      {"l-2", "2018-01-01T04:30:00Z"},
                                                      {"l-3", "2018-01-01T00:00:00Z"},
                                                      {"l-4", "2017-12-31T22:00:00.500000Z"}});
    CHECK(import.said.find("left out: time is not a time: 1 time (a.csv:6 \"soon\")") !=
          std::string::npos);
    CHECK(import.said.find("left out: at is empty: 1 time (a.csv:7)") != std::string::npos);
}

TEST_CASE("import: an actor is user, manager or system", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}"})", "    actor: ${who}\n"));
    import.csv("a.csv", "id,at,who\n1,2018-01-01,user:u\n2,2018-01-01,bob\n3,2018-01-01,user:\n");
    REQUIRE(import.run());
    CHECK(import.order() == std::vector<std::string>{"CreateLead l-1"});
    CHECK(import.said.find("left out: the actor is not user:ID, manager:ID or system:ID: 2 times "
                           "(a.csv:3, a.csv:4)") != std::string::npos);
}

TEST_CASE("import: a command larger than a command may be is left out", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}", text: "${t}"})"));
    import.csv("a.csv", "id,at,t\n1,2018-01-01," + std::string(131'072, 'x') + "\n");
    REQUIRE(import.run());
    CHECK(import.lines.empty());
    CHECK(import.said.find("left out: the command would be larger than 131072 bytes: 1 time") !=
          std::string::npos);
}
