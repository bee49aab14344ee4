// Returning customers through the binary: who had them is asked first, and says so.
#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* program = R"(partners:
  - {id: nord, title: Nord, users: [{id: sam, role: manager, logged_in: true}]}
  - {id: sued, title: Sued, users: [{id: tom, role: manager, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
duplicates: {match: [email], then: flag}
returning_customers: {accept_within: 2h}
rules:
  - {name: south, when: {field: source, equals: fair}, then: {user: tom}}
  - {name: all, then: {user: sam}}
fallback: {queue: open}
)";

std::string lead(const std::string& id, const std::string& source) {
    return R"({"lead":")" + id + R"(","source":")" + source +
           R"(","contact":{"email":"eva@hafen.example"}})";
}

}  // namespace

TEST_CASE("returning customers: the partner who had them is offered their next lead",
          "[conformance]") {
    Vendor vendor(program);
    vendor.says("CreateLead", lead("l1", "fair"));
    vendor.says("ConvertLead", R"({"lead":"l1"})", "user:tom");
    vendor.says("CreateLead", lead("l2", "web"));
    vendor.outcomes();
    CHECK(value_of(vendor.shown("l2"), "place") == "offer");
    CHECK(value_of(vendor.shown("l2"), "partner") == "sued");
    const std::string offered = vendor.explained("l2");
    INFO(offered);
    CHECK(says(offered, "ruleset 1, returning customers: the customer is partner sued's"));
    vendor.waits(2 * 3'600);
    vendor.says("CreateLead", lead("l3", "web"));  // time passes; nobody has answered
    vendor.outcomes();
    CHECK(value_of(vendor.shown("l2"), "owner") == "sam");
    CHECK(says(vendor.explained("l2"), "which was passed over (declined)"));
}

}  // namespace leadline::tests
