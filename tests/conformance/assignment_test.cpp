// Scenarios 7 and 31, through the binary: what an assignment leaves alone, and what a change of the
// owner takes from one and gives to another.
#include <catch2/catch.hpp>
#include <map>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* people = R"(partners:
  - id: bergmann
    title: Bergmann
    users:
      - {id: a, role: seller, logged_in: true}
      - {id: b, role: seller, logged_in: true}
  - {id: nord, title: Nord, users: [{id: c, role: seller, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
)";

std::map<std::string, std::string> owners(const Vendor& vendor) {
    std::map<std::string, std::string> all;
    for (const CsvRow& row : vendor.leads()) all[row.at("lead")] = row.at("owner");
    return all;
}

}  // namespace

// "Assignment runs" is here that the partner is active again, and what waited is taken up. A
// channel manager who names an owned lead, and asks for the rules, moves that one too.
TEST_CASE("scenario 7: of six leads the won, the lost and the owned one keep their place",
          "[conformance]") {
    Vendor vendor(std::string(people) +
                  "rules: [{name: all, then: {rotate: {name: team, users: [a, b]}}}]\n"
                  "fallback: {queue: open}\n");
    vendor.says("SuspendPartner", R"({"partner":"bergmann"})", "manager:mia");
    for (const char* lead : {"l1", "l2", "l3", "l4", "l5", "l6"})
        vendor.says("CreateLead", std::string(R"({"lead":")") + lead + R"("})");
    vendor.says("ReassignLead", R"({"leads":["l1","l6"],"to":{"user":"c"}})", "manager:mia");
    vendor.says("ConvertLead", R"({"lead":"l1"})", "user:c");
    vendor.says("ChangeLeadStatus", R"({"lead":"l3","status":"working"})", "manager:mia");
    vendor.says("ChangeLeadStatus", R"({"lead":"l4","status":"qualified"})", "manager:mia");
    vendor.says("ChangeLeadStatus", R"({"lead":"l5","status":"unqualified"})", "manager:mia");
    vendor.says("ActivatePartner", R"({"partner":"bergmann"})", "manager:mia");
    vendor.waits(60);
    vendor.says("ReassignLead", R"({"leads":["l1","l5","l2"],"to":{"rules":true}})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    for (const std::string& line : outcomes) {
        INFO(line);
        CHECK(says(line, R"("outcome":"accepted")"));
    }
    INFO(outcomes.back());
    CHECK(says(outcomes.back(), R"("items":{"accepted":1,"rejected":2})"));
    auto owner = owners(vendor);
    CHECK(owner["l1"] == "c");
    CHECK_FALSE(owner["l2"].empty());
    CHECK(owner["l3"] == "b");
    CHECK(owner["l4"] == "a");
    CHECK(owner["l5"].empty());
    CHECK(owner["l6"] == "c");
}

TEST_CASE("scenario 31: the old owner's access ends where the new one's begins", "[conformance]") {
    Vendor vendor(std::string(people) + "rules: []\nfallback: {queue: open}\n");
    vendor.says("CreateLead", R"({"lead":"l1"})");
    vendor.says("ReassignLead", R"({"lead":"l1","to":{"user":"a"}})", "manager:mia");
    vendor.says("AddLeadNote", R"({"lead":"l1","note":"mine"})", "user:a");
    vendor.says("ReassignLead", R"({"lead":"l1","to":{"user":"c"}})", "manager:mia");
    vendor.says("AddLeadNote", R"({"lead":"l1","note":"still mine?"})", "user:a");
    vendor.says("AddLeadNote", R"({"lead":"l1","note":"mine now"})", "user:c");
    vendor.says("ReassignLead", R"({"lead":"l1","to":{"user":"c"}})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 7);
    CHECK(value_of(outcomes[2], "outcome") == "accepted");
    CHECK(value_of(outcomes[4], "outcome") == "rejected");
    CHECK(value_of(outcomes[4], "reason") == "not_your_lead");
    CHECK(value_of(outcomes[5], "outcome") == "accepted");
    INFO(outcomes[6]);
    CHECK_FALSE(says(outcomes[6], "LeadReassigned"));
    CHECK(owners(vendor)["l1"] == "c");
    vendor.says("ReleaseLead", R"({"lead":"l1"})", "user:c");
    vendor.says("AddLeadNote", R"({"lead":"l1","note":"and now?"})", "user:c");
    const std::vector<std::string> after = vendor.outcomes();
    CHECK(value_of(after.at(0), "outcome") == "accepted");
    CHECK(value_of(after.at(1), "outcome") == "rejected");
    CHECK(owners(vendor)["l1"].empty());
}

}  // namespace leadline::tests
