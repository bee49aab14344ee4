// The import on small files: order, joins, once_per, tables, defaults, and what is reported.
#include "connectors/files/import.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/temporary_folder.hpp"

using namespace leadline::connectors;
using leadline::events::Failure;

namespace {

// Files in a folder of their own, and one import of them.
class Import {
public:
    explicit Import(const std::string& map) { write("map.yaml", map); }

    Import& csv(const std::string& name, const std::string& text) {
        write(name, text);
        request_.files.push_back(folder_.path() / name);
        return *this;
    }

    bool run() {
        request_.map = folder_.path() / "map.yaml";
        std::ostringstream out;
        auto report = import_commands(request_, out);
        lines = out.str();
        if (report) {
            said = to_text(*report);
            left_out = report->left_out();
            return true;
        }
        CHECK(lines.empty());
        failure = report.error().failure;
        said = report.error().message;
        // Messages name files with their folders.
        const std::string prefix = folder_.path().string() + "/";
        for (std::size_t at; (at = said.find(prefix)) != std::string::npos;)
            said.erase(at, prefix.size());
        return false;
    }

    // "type id" of each line, in order.
    std::vector<std::string> order() const {
        std::vector<std::string> out;
        std::istringstream in(lines);
        for (std::string line; std::getline(in, line);)
            out.push_back(attribute(line, "type") + " " + attribute(line, "id"));
        return out;
    }

    // What stands behind "data": of each line.
    std::vector<std::string> data() const {
        std::vector<std::string> out;
        std::istringstream in(lines);
        for (std::string line; std::getline(in, line);) {
            const std::size_t at = line.find("\"data\":") + 7;
            out.push_back(line.substr(at, line.size() - at - 1));
        }
        return out;
    }

    static std::string attribute(const std::string& line, const std::string& name) {
        const std::size_t at = line.find("\"" + name + "\":\"") + name.size() + 4;
        return line.substr(at, line.find('"', at) - at);
    }

    std::string lines;
    std::string said;
    std::uint64_t left_out = 0;
    Failure failure = Failure::io;

private:
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_.path() / name, std::ios::binary) << text;
    }

    leadline::tests::TemporaryFolder folder_;
    ImportRequest request_;
};

const std::string top = "program: p\nsource: crm\nactor: system:crm\n";

// A map with one file `rows` and one CreateLead whose data is `data`, in flow style.
std::string lead_map(const std::string& data, const std::string& more = "") {
    return top +
           "files:\n  rows: {file: \"*.csv\"}\nkinds:\n  - type: CreateLead\n    from: rows\n" +
           "    id: l-${id}\n    time: ${at}\n" + more + "    data: " + data + "\n";
}

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
}

TEST_CASE("import: what an empty column means is said by the map, and counted", "[connectors]") {
    Import import(lead_map(
        R"({lead: "${id}", source: {column: s, empty: {use: none}}, company: "${c}", )"
        R"(address: {city: {column: t, empty: omit}}, products: [{column: t, empty: omit}]})"));
    import.csv("a.csv", "id,at,s,c,t\n1,2018-01-01,,A,\n2,2018-01-01,web,,x\n3,2018-01-01,,C,y\n");
    REQUIRE(import.run());
    CHECK(
        import.data() ==
        std::vector<std::string>{
            R"({"lead":"1","source":"none","company":"A","products":[]})",
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

TEST_CASE("import: the same id twice is written and reported", "[connectors]") {
    Import import(lead_map(R"({lead: "${id}"})"));
    import.csv("a.csv", "id,at\n1,2018-01-01\n2,2018-01-01\n1,2018-01-02\n");
    REQUIRE(import.run());
    CHECK(import.order().size() == 3);
    CHECK(import.said.find("a line before has the same program, source and id: 1 time (a.csv:4)") !=
          std::string::npos);
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
