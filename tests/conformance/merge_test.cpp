// Scenarios 16 and 18: what was found to be one and the same is made one, through the binary.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

const char* const program =
    "partners:\n"
    "  - {id: north, title: North, users: [{id: sam, role: seller, logged_in: true}]}\n"
    "queues:\n"
    "  - {id: inbound, title: Inbound, everybody: true}\n"
    "duplicates: {match: [email], then: flag}\n"
    "rules: []\n"
    "fallback: {queue: inbound}\n";

std::string mail_lead(const std::string& id, const std::string& email,
                      const std::string& more = {}) {
    return fmt::format(R"({{"lead":"{}","contact":{{"email":"{}"}}{}}})", id, email, more);
}

}  // namespace

TEST_CASE("scenario 16: of two leads with two duplicates each, one each survives and is converted",
          "[conformance][process]") {
    Vendor vendor(program);
    for (const char* id : {"a1", "a2", "a3"})
        vendor.says("CreateLead", mail_lead(id, "anna@one.example"));
    for (const char* id : {"b1", "b2", "b3"})
        vendor.says("CreateLead",
                    mail_lead(id, "ole@two.example", fmt::format(R"(,"company":"{} Ltd")", id)));
    vendor.says("ClaimLead", R"({"lead":"a2","user":"sam"})", "manager:mia");
    vendor.says("MergeLeads", R"({"leads":["a1","a2","a3"]})", "manager:mia");
    vendor.says("MergeLeads", R"({"leads":["b1","b2","b3"],"survivor":"b3"})", "manager:mia");
    vendor.says("ConvertLead", R"({"lead":"a2"})", "manager:mia");
    vendor.says("ConvertLead", R"({"lead":"a1"})", "manager:mia");
    vendor.says("ReopenLead", R"({"lead":"b1"})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 12);
    for (std::size_t i = 0; i < 10; ++i) CHECK(value_of(outcomes[i], "outcome") == "accepted");
    CHECK(value_of(outcomes[10], "reason") == "lead_merged");
    CHECK(value_of(outcomes[11], "reason") == "lead_merged");
    CHECK(says(outcomes[11], "b3"));
    CHECK(value_of(vendor.shown("a1"), "merged_into") == "a2");
    CHECK(value_of(vendor.shown("b1"), "status") == "merged");
    CHECK(value_of(vendor.shown("b3"), "company") == "b3 Ltd");
    CHECK(value_of(vendor.shown("b3"), "duplicate_of").empty());
    CHECK(says(vendor.explained("a2"), "merged with a1, a3 by"));
    CHECK(says(vendor.explained("a3"), "merged into lead a2 by"));
}

TEST_CASE("scenario 18: who matches a lead that was merged is a duplicate of the survivor",
          "[conformance][process]") {
    Vendor vendor(program);
    vendor.says("CreateLead", mail_lead("l1", "anna@one.example"));
    vendor.says("CreateLead", mail_lead("l2", "ole@two.example"));
    vendor.says("MergeLeads", R"({"leads":["l1","l2"],"survivor":"l1"})", "manager:mia");
    vendor.says("CreateLead", mail_lead("l3", "OLE@two.example"));
    REQUIRE(vendor.outcomes().size() == 4);
    CHECK(value_of(vendor.shown("l3"), "duplicate_of") == "l1");
}

}  // namespace leadline::tests
