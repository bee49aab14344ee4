// Scenarios 2, 10, 18 and 34: duplicates, as other systems of this field promise them.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

std::string program_with(const std::string& duplicates) {
    return "partners:\n"
           "  - {id: north, title: North, users: [{id: sam, role: seller, logged_in: true}]}\n"
           "queues:\n"
           "  - {id: inbound, title: Inbound, everybody: true}\n"
           "  - {id: fairs, title: Fairs, everybody: true}\n"
           "duplicates: " +
           duplicates +
           "\n"
           "rules:\n"
           "  - {name: fairs, when: {field: source, equals: fair}, then: {queue: fairs}}\n"
           "fallback: {queue: inbound}\n";
}

std::string mail_lead(const std::string& id, const std::string& email,
                      const std::string& more = {}) {
    return fmt::format(R"({{"lead":"{}","contact":{{"email":"{}"}}{}}})", id, email, more);
}

std::string company_lead(const std::string& id, const std::string& company) {
    return fmt::format(R"({{"lead":"{}","company":"{}"}})", id, company);
}

std::size_t count(const std::vector<std::string>& outcomes, const std::string& words) {
    return static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(),
                      [&words](const std::string& line) { return says(line, words); }));
}

}  // namespace

TEST_CASE("scenario 2: of 200 leads the 40 of each of two customers collapse to one",
          "[conformance][process]") {
    Vendor vendor(program_with("{match: [email], then: attach}"));
    for (int i = 0; i < 200; ++i) {
        const std::string email = i % 5 == 0   ? "ANNA@one.example"
                                  : i % 5 == 1 ? "ole@two.example"
                                               : fmt::format("p{}@example.com", i);
        vendor.says("CreateLead", mail_lead(fmt::format("l{}", i), email));
    }
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 200);
    CHECK(count(outcomes, R"("outcome":"accepted")") == 200);
    CHECK(count(outcomes, "LeadAttached") == 78);
    CHECK(vendor.leads().size() == 122);
    CHECK(value_of(vendor.shown("l0"), "inquiries") == "39");
    CHECK(value_of(vendor.shown("l1"), "inquiries") == "39");
}

TEST_CASE(
    "scenario 10: an inquiry attaches to the open opportunity of its customer; owner and "
    "queue stay",
    "[conformance][process]") {
    Vendor vendor(program_with("{match: [email], look_back: 30d, then: attach}"));
    vendor.says("CreateLead", mail_lead("l1", "eva@hafen.example", R"(,"source":"fair")"));
    vendor.says("ClaimLead", R"({"lead":"l1"})", "user:sam");
    vendor.says("ConvertLead", R"({"lead":"l1","opportunity":{"opportunity":"o1"}})", "user:sam");
    REQUIRE(count(vendor.outcomes(), R"("outcome":"accepted")") == 3);
    const std::string before = vendor.shown("l1");
    vendor.says("CreateLead", mail_lead("l2", "Eva@Hafen.example",
                                        R"(,"source":"web","text":"Is it still on sale?")"));
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 1);
    CHECK(says(outcomes[0], R"("events":["LeadAttached"])"));
    REQUIRE(vendor.leads().size() == 1);
    const std::string after = vendor.shown("l1");
    for (const char* key : {"status", "owner", "partner", "queue", "opportunity_id"}) {
        INFO(key);
        CHECK_FALSE(value_of(before, key).empty());
        CHECK(value_of(after, key) == value_of(before, key));
    }
    CHECK(value_of(after, "owner") == "sam");
    CHECK(value_of(after, "queue") == "fairs");
    const std::string told = vendor.explained("l1");
    INFO(told);
    CHECK(says(told, "inquiry l2 by system web attached to opportunity o1 (same email)"));
    CHECK(says(told, "Is it still on sale?"));
}

TEST_CASE("scenario 18: groups by e-mail, company name and private domain among 14 records",
          "[conformance][process]") {
    Vendor vendor(program_with("{match: [email, company, web_domain], then: flag}"));
    vendor.says("CreateLead", mail_lead("l01", "ann@gmail.com"));
    vendor.says("CreateLead", mail_lead("l02", "Ann <ANN@gmail.com>"));
    vendor.says("CreateLead", mail_lead("l03", " ann@gmail.com;"));
    vendor.says("CreateLead", company_lead("l04", "Blue Sky GmbH"));
    vendor.says("CreateLead", company_lead("l05", "BLUE-SKY"));
    vendor.says("CreateLead", company_lead("l06", "Société Générale"));
    vendor.says("CreateLead", company_lead("l07", "Societe Generale S.A."));
    vendor.says("CreateLead", mail_lead("l08", "eva@hafen.example"));
    vendor.says("ChangeLeadStatus", R"({"lead":"l08","status":"unqualified"})", "manager:mia");
    vendor.says("CreateLead", mail_lead("l09", "ole@shop.hafen.example"));
    vendor.says("CreateLead", mail_lead("l10", "jan@HAFEN.example"));
    vendor.says("CreateLead", mail_lead("l11", "nobody at@@home"));
    vendor.says("CreateLead", mail_lead("l12", "NOBODY at@@home"));
    vendor.says("CreateLead", mail_lead("l13", "someone@gmail.com"));
    vendor.says("CreateLead", company_lead("l14", "Blue"));
    REQUIRE(count(vendor.outcomes(), R"("outcome":"accepted")") == 15);
    REQUIRE(vendor.leads().size() == 14);
    const std::map<std::string, std::string> originals{{"l02", "l01"}, {"l03", "l01"},
                                                       {"l05", "l04"}, {"l07", "l06"},
                                                       {"l09", "l08"},  // which is lost
                                                       {"l10", "l09"},  // which is not
                                                       {"l12", "l11"}};
    for (int i = 1; i <= 14; ++i) {
        const std::string lead = fmt::format("l{:02}", i);
        INFO(lead);
        const auto at = originals.find(lead);
        CHECK(value_of(vendor.shown(lead), "duplicate_of") ==
              (at == originals.end() ? "" : at->second));
    }
    CHECK(value_of(vendor.shown("l01"), "duplicates") == "2");
    CHECK(value_of(vendor.shown("l08"), "duplicates") == "1");
    CHECK(says(vendor.explained("l05"), "found to be a duplicate of lead l04 (same company)"));
    CHECK(
        says(vendor.explained("l04"), "lead l05 was found to be a duplicate of it (same company)"));
    CHECK(says(vendor.explained("l10"), "(same web domain)"));
}

TEST_CASE("scenario 34: a second lead with the same e-mail is a conflict, unless it may be one",
          "[conformance][process]") {
    Vendor vendor(program_with("{match: [phone, email], then: reject}"));
    vendor.says("CreateLead", mail_lead("l1", "eva@hafen.example"));
    vendor.says("CreateLead", mail_lead("l2", "eva@hafen.example"));
    vendor.says("CreateLead", mail_lead("l3", "eva@hafen.example", R"(,"allow_duplicate":true)"));
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 3);
    CHECK(value_of(outcomes[0], "outcome") == "accepted");
    CHECK(value_of(outcomes[1], "outcome") == "rejected");
    CHECK(value_of(outcomes[1], "reason") == "duplicate_lead");
    CHECK(says(outcomes[1], R"("detail":{"about_kind":"lead","about":"l1","matched":["email"]})"));
    CHECK(value_of(outcomes[2], "outcome") == "accepted");
    REQUIRE(vendor.leads().size() == 2);
    CHECK(value_of(vendor.shown("l3"), "duplicate_of") == "l1");
    CHECK(says(vendor.explained("l1"), "inquiry l2 by system web refused: duplicate lead"));
}

}  // namespace leadline::tests
