// Scenarios 14, 15 and 32, through the binary: what may be converted, whose it is then, and which
// account and contact it is converted to.
#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* program = R"(partners:
  - {id: nord, title: Nord, users: [{id: sam, role: seller, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
rules: [{name: all, then: {user: sam}}]
fallback: {queue: open}
)";

}  // namespace

TEST_CASE(
    "scenario 14: of many that are converted owners stay, lost ones too, and people are known",
    "[conformance]") {
    Vendor vendor(R"(partners:
  - {id: nord, title: Nord, users: [{id: sam, role: seller, logged_in: true},
                                    {id: ole, role: seller, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
rules: [{name: all, then: {user: sam}}]
fallback: {queue: open}
)");
    for (const char* lead : {"owned", "lost", "again", "moved"}) {
        const std::string id(lead);
        const std::string who = id == "again" ? "owned" : id;
        vendor.says("CreateLead", R"({"lead":")" + id + R"(","company":")" + who +
                                      R"( Ltd","contact":{"name":"Eva )" + who +
                                      R"(","email":"eva@)" + who + R"(.example"}})");
    }
    vendor.says("ChangeLeadStatus", R"({"lead":"lost","status":"unqualified"})", "user:sam");
    vendor.says("ReassignLead", R"({"lead":"moved","to":{"user":"ole"}})", "manager:mia");
    for (const std::string lead : {"owned", "lost", "again", "moved"})
        vendor.says("ConvertLead",
                    R"({"lead":")" + lead + R"(","opportunity":{"topic":"Routers"}})",
                    "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 10);
    CHECK(value_of(outcomes[6], "outcome") == "accepted");
    CHECK(value_of(outcomes[7], "reason") == "lead_closed");
    CHECK(value_of(outcomes[8], "outcome") == "accepted");
    CHECK(value_of(outcomes[9], "outcome") == "accepted");
    CHECK(value_of(vendor.shown("owned"), "owner") == "sam");
    CHECK(value_of(vendor.shown("moved"), "owner") == "ole");
    CHECK(value_of(vendor.shown("lost"), "status") == "unqualified");
    CHECK(value_of(vendor.shown("lost"), "account_id").empty());
    CHECK(value_of(vendor.shown("owned"), "contact_id") == "contact-owned");
    CHECK(value_of(vendor.shown("again"), "contact_id") == "contact-owned");
    CHECK(value_of(vendor.shown("again"), "account_id") == "account-owned");
    CHECK(value_of(vendor.shown("moved"), "contact_id") == "contact-moved");
}

// There is no archive: a lead that came to nothing is an unqualified one.
TEST_CASE("scenario 15: neither a lost lead nor a won one is converted", "[conformance]") {
    Vendor vendor(program);
    vendor.says("CreateLead", R"({"lead":"l1"})");
    vendor.says("CreateLead", R"({"lead":"l2"})");
    vendor.says("ChangeLeadStatus", R"({"lead":"l1","status":"unqualified"})", "user:sam");
    vendor.says("ConvertLead", R"({"lead":"l2"})", "user:sam");
    vendor.says("ConvertLead", R"({"lead":"l1"})", "user:sam");
    vendor.says("ConvertLead", R"({"lead":"l2"})", "user:sam");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 6);
    CHECK(value_of(outcomes[3], "outcome") == "accepted");
    CHECK(value_of(outcomes[4], "reason") == "lead_closed");
    CHECK(value_of(outcomes[5], "reason") == "already_converted");
}

TEST_CASE("scenario 32: a contact is known by the e-mail and not by the phone alone",
          "[conformance]") {
    Vendor vendor(program);
    vendor.says("CreateLead", R"({"lead":"l1","company":"Hafen GmbH","contact":{"name":"Eva",)"
                              R"("email":"eva@hafen.example","phone":"+49 40 123456"}})");
    vendor.says("CreateLead", R"({"lead":"l2","company":"HAFEN",)"
                              R"("contact":{"email":"EVA@Hafen.example"}})");
    vendor.says("CreateLead", R"({"lead":"l3","company":"Hafen",)"
                              R"("contact":{"name":"Ole","phone":"+49 40 123456"}})");
    for (const char* lead : {"l1", "l2", "l3"})
        vendor.says("ConvertLead", std::string(R"({"lead":")") + lead + R"("})", "user:sam");
    for (const std::string& line : vendor.outcomes())
        CHECK(value_of(line, "outcome") == "accepted");
    INFO(vendor.shown("l1"));
    CHECK(value_of(vendor.shown("l1"), "contact_id") == "contact-l1");
    CHECK(value_of(vendor.shown("l2"), "contact_id") == "contact-l1");
    CHECK(value_of(vendor.shown("l3"), "contact_id") == "contact-l3");
    for (const char* lead : {"l1", "l2", "l3"})
        CHECK(value_of(vendor.shown(lead), "account_id") == "account-l1");
}

}  // namespace leadline::tests
