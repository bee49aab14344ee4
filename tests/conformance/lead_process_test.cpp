// Lead processes through the binary: a vendor's own statuses, a lead that is won by them, and one
// that came to nothing and is given another chance.
#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* program = R"(partners:
  - {id: nord, title: Nord, users: [{id: sam, role: seller, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
lead_processes:
  - name: standard
    statuses:
      - {name: new, category: open, next: [contacted, disqualified]}
      - {name: contacted, category: working}
      - {name: disqualified, category: unqualified}
      - {name: won over, category: converted}
rules: [{name: all, then: {user: sam}}]
fallback: {queue: open}
)";

}  // namespace

TEST_CASE("lead process: a vendor's statuses are followed, listed and explained", "[conformance]") {
    Vendor vendor(program);
    vendor.says("CreateLead", R"({"lead":"l1"})");
    vendor.says("CreateLead", R"({"lead":"l2"})");
    vendor.says("ConvertLead", R"({"lead":"l1"})", "user:sam");
    vendor.says("ChangeLeadStatus", R"({"lead":"l1","status":"contacted"})", "user:sam");
    vendor.says("ConvertLead", R"({"lead":"l1"})", "user:sam");
    vendor.says("ChangeLeadStatus", R"({"lead":"l2","status":"qualified"})", "user:sam");
    vendor.says("ChangeLeadStatus", R"({"lead":"l2","status":"disqualified"})", "user:sam");
    vendor.says("ReopenLead", R"({"lead":"l2"})", "user:sam");
    vendor.says("ReopenLead", R"({"lead":"l2","status":"contacted"})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 9);
    CHECK(value_of(outcomes[2], "reason") == "status_not_allowed");
    CHECK(says(outcomes[2], R"("statuses":["contacted","disqualified"])"));
    CHECK(value_of(outcomes[4], "outcome") == "accepted");
    CHECK(value_of(outcomes[5], "reason") == "unknown_status");
    CHECK(value_of(outcomes[7], "reason") == "actor_not_allowed");
    CHECK(value_of(outcomes[8], "outcome") == "accepted");
    CHECK(value_of(vendor.shown("l1"), "status") == "won over");
    CHECK(value_of(vendor.shown("l2"), "status") == "contacted");
    CHECK(value_of(vendor.shown("l2"), "owner") == "sam");
    INFO(vendor.explained("l2"));
    CHECK(
        says(vendor.explained("l2"), "reopened by manager mia: status disqualified -> contacted"));
    CHECK(says(vendor.explained("l2"), "stays with user sam"));
}

}  // namespace leadline::tests
