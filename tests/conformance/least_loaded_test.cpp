// Scenario 26, through the binary: a program file, command lines with their times in, leads out.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/conformance/vendor.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

constexpr const char* people = R"(partners:
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

// The open leads of each owner.
std::map<std::string, std::vector<std::string>> open_leads(const Vendor& vendor) {
    std::map<std::string, std::vector<std::string>> leads;
    for (const CsvRow& row : vendor.leads())
        if (row.at("status") == "new") leads[row.at("owner")].push_back(row.at("lead"));
    return leads;
}

TEST_CASE("scenario 26: who closes leads gets the next ones, until all have as many again",
          "[conformance]") {
    Vendor vendor(people);
    for (int i = 1; i <= 30; ++i) vendor.says("CreateLead", fmt::format(R"({{"lead":"l{}"}})", i));
    CHECK(vendor.outcomes().size() == 30);
    auto leads = open_leads(vendor);
    REQUIRE(leads["a"].size() == 10);
    CHECK(leads["b"].size() == 10);
    CHECK(leads["c"].size() == 10);
    for (std::size_t i = 0; i < 5; ++i)
        vendor.says("ChangeLeadStatus",
                    fmt::format(R"({{"lead":"{}","status":"unqualified"}})", leads["a"][i]),
                    "manager:mia");
    for (int i = 31; i <= 35; ++i) vendor.says("CreateLead", fmt::format(R"({{"lead":"l{}"}})", i));
    for (const std::string& outcome : vendor.outcomes())
        CHECK(says(outcome, R"("outcome":"accepted")"));
    leads = open_leads(vendor);
    CHECK(leads["a"].size() == 10);
    CHECK(leads["b"].size() == 10);
    CHECK(leads["c"].size() == 10);
    const std::string told = vendor.explained("l35");
    INFO(told);
    CHECK(says(told, "least loaded of \"field sales\": a"));
    CHECK(says(told, "open leads before: a 9, b 10, c 10"));
}

TEST_CASE("rules test: a case tells who of a pool gets each lead, and who was passed over",
          "[conformance]") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "halden.program.yaml").string();
    write_text(file,
               "program: {id: halden, title: Halden, channel_manager: karin, in_force_from: "
               "2026-03-02}\n" +
                   std::string(people));
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
