// Scenario 26, through the binary: a program file, command lines with their times in, leads out.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

constexpr const char* program = R"(program:
  id: halden
  title: Halden
  channel_manager: karin
  in_force_from: 2026-03-02T08:00:00Z
partners:
  - id: bergmann
    title: Bergmann
    users:
      - {id: a, name: A, role: seller, logged_in: true}
      - {id: b, name: B, role: seller, logged_in: true}
      - {id: c, name: C, role: seller, logged_in: true}
queues: [{id: open, title: Open, everybody: true}]
rules:
  - name: all
    then: {least_loaded: {name: field sales, users: [a, b, c]}}
fallback: {queue: open}
)";

std::string line(int number, const std::string& type, const std::string& data) {
    return fmt::format(
        R"({{"specversion":"1.0","id":"{0}","source":"test","type":"{1}","program":"halden",)"
        R"("time":"2026-03-03T08:{2:02}:{3:02}Z","actor":"manager:karin","data":{4}}})"
        "\n",
        number, type, number / 60, number % 60, data);
}

// Decides the lines; each must be accepted.
void submit(const std::string& data, const std::string& lines) {
    const Ended ended = leadline({"submit", "--data", data, "--strict", "-"}, lines);
    INFO(ended.out + ended.err);
    REQUIRE(ended.exit_code == 0);
}

// How many open leads each owner has, by `lead list`, and their ids.
std::map<std::string, std::vector<std::string>> open_leads(const std::string& data) {
    const Ended ended = leadline({"lead", "list", "--data", data, "--status", "new", "-o", "csv"});
    REQUIRE(ended.exit_code == 0);
    std::istringstream rows(ended.out);
    std::string row;
    std::getline(rows, row);
    const auto cells = [](const std::string& text) {
        std::vector<std::string> all;
        std::istringstream from(text);
        for (std::string cell; std::getline(from, cell, ',');) all.push_back(cell);
        return all;
    };
    const std::vector<std::string> names = cells(row);
    const auto column = [&names](const std::string& name) {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == name) return i;
        FAIL("no column " + name);
        return names.size();
    };
    const std::size_t lead = column("lead");
    const std::size_t owner = column("owner");
    std::map<std::string, std::vector<std::string>> leads;
    while (std::getline(rows, row)) {
        const std::vector<std::string> values = cells(row);
        REQUIRE(values.size() > std::max(lead, owner));
        leads[values[owner]].push_back(values[lead]);
    }
    return leads;
}

TEST_CASE("scenario 26: who closes leads gets the next ones, until all have as many again",
          "[conformance]") {
    const TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const std::string file = (folder.path() / "halden.program.yaml").string();
    write_text(file, program);
    const Ended applied = leadline({"program", "apply", file, "--data", data});
    INFO(applied.err);
    REQUIRE(applied.exit_code == 0);
    int number = 0;
    std::string lines;
    for (int i = 1; i <= 30; ++i)
        lines += line(++number, "CreateLead", fmt::format(R"({{"lead":"l{}"}})", i));
    submit(data, lines);
    auto leads = open_leads(data);
    REQUIRE(leads["a"].size() == 10);
    CHECK(leads["b"].size() == 10);
    CHECK(leads["c"].size() == 10);

    lines.clear();
    for (std::size_t i = 0; i < 5; ++i)
        lines += line(++number, "ChangeLeadStatus",
                      fmt::format(R"({{"lead":"{}","status":"unqualified"}})", leads["a"][i]));
    for (int i = 31; i <= 35; ++i)
        lines += line(++number, "CreateLead", fmt::format(R"({{"lead":"l{}"}})", i));
    submit(data, lines);
    leads = open_leads(data);
    CHECK(leads["a"].size() == 10);
    CHECK(leads["b"].size() == 10);
    CHECK(leads["c"].size() == 10);
    const Ended told = leadline({"lead", "explain", "l35", "--data", data});
    INFO(told.out + told.err);
    CHECK(told.out.find("least loaded of \"field sales\": a") != std::string::npos);
    CHECK(told.out.find("open leads before: a 9, b 10, c 10") != std::string::npos);
}

TEST_CASE("rules test: a case tells who of a pool gets each lead, and who was passed over",
          "[conformance]") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "halden.program.yaml").string();
    write_text(file, program);
    const std::string cases = (folder.path() / "halden.rules-test.yaml").string();
    const std::string begin =
        "program: halden.program.yaml\n"
        "time: 2026-03-02T09:00:00Z\n"
        "cases:\n"
        "  - name: while b is away, the others share\n"
        "    given: {not_logged_in: [b]}\n"
        "    when: [{company: Kolbe}, {company: Brandt}, {company: Ott}]\n";
    write_text(cases,
               begin + "    expect: [{user: a, rule: all, by: entry}, {user: c}, {user: a}]\n");
    const Ended right = leadline({"rules", "test", file});
    INFO(right.out + right.err);
    CHECK(right.exit_code == 0);
    write_text(cases, begin + "    expect: [{user: b}, {user: c}, {user: a}]\n");
    const Ended wrong = leadline({"rules", "test", file});
    INFO(wrong.out + wrong.err);
    CHECK(wrong.exit_code == 1);
    CHECK((wrong.out + wrong.err).find("passed over: 1 user_not_active") != std::string::npos);
}

}  // namespace
}  // namespace leadline::tests
