// The exit code of `leadline import`: 65 when a row was left out, and nothing else is lost by it.
#include <catch2/catch.hpp>

#include "tests/support/child.hpp"
#include "tests/support/import_map.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::EndsWith;

struct Imported {
    Ended ended;
    std::string lines;
};

Imported import(const std::string& csv) {
    const TemporaryFolder folder;
    const auto file = [&folder](const char* name) { return (folder.path() / name).string(); };
    write_text(file("map.yaml"), import_map);
    write_text(file("leads.csv"), csv);
    Imported all;
    all.ended =
        leadline({"import", file("leads.csv"), "--map", file("map.yaml"), "--to", file("lines")});
    all.lines = read_text(file("lines"));
    return all;
}

std::string line_of(const std::string& lead) {
    return R"({"specversion":"1.0","id":"lead-)" + lead +
           R"(","source":"crm","type":"CreateLead","time":"2018-01-01T00:00:00Z",)"
           R"("program":"acme","actor":"system:crm","data":{"lead":")" +
           lead + "\"}}\n";
}

}  // namespace

TEST_CASE("import: exits with 0 when every row is in the lines", "[process]") {
    const Imported all = import("lead,met\nl1,2018-01-01\nl2,2018-01-01\n");
    CHECK(all.ended.exit_code == 0);
    CHECK(all.lines == line_of("l1") + line_of("l2"));
    CHECK_THAT(all.ended.err, EndsWith("\n2 command lines\n"));
}

TEST_CASE("import: exits with 65 when a row was left out, and writes the others", "[process]") {
    const std::string bad_row = GENERATE("l2,not a day", "l2", "l1,2018-01-01");
    const Imported all = import("lead,met\nl1,2018-01-01\n" + bad_row + "\nl3,2018-01-01\n");
    INFO(bad_row);
    CHECK(all.ended.exit_code == 65);
    CHECK(all.lines == line_of("l1") + line_of("l3"));
    CHECK_THAT(all.ended.err, Contains("leads.csv:3"));
    CHECK_THAT(all.ended.err, EndsWith("\n2 command lines, 1 left out\n"));
}

}  // namespace leadline::tests
