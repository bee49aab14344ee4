// Deal registrations through the binary: one customer, several partners, and who was first.
#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* program = R"(partners:
  - {id: nord, title: Nord, users: [{id: sam, role: seller, logged_in: true}]}
  - {id: sued, title: Sued, users: [{id: tom, role: seller, logged_in: true}]}
queues: [{id: open, title: Open, everybody: true}]
rules: [{name: all, then: {queue: open}}]
fallback: {queue: open}
)";

std::string deal(const std::string& id, const std::string& customer, const std::string& product) {
    return R"({"deal":")" + id + R"(","customer":{"name":")" + customer + R"("},"products":[")" +
           product +
           R"("],"amount":{"amount":"1000.00","currency":"EUR"},"expected_close":"2026-06-30"})";
}

}  // namespace

TEST_CASE("scenario 49: of two registrations of a customer the second waits for the first's end",
          "[conformance]") {
    Vendor vendor(program);
    vendor.says("RegisterDeal", deal("d1", "Hafen GmbH", "crm"), "user:sam");
    vendor.says("RegisterDeal", deal("d2", "HAFEN", "crm"), "user:tom");
    vendor.says("ApproveDeal", R"({"deal":"d2"})", "manager:mia");
    vendor.says("ApproveDeal", R"({"deal":"d1","protection":"10d"})", "manager:mia");
    vendor.says("ApproveDeal", R"({"deal":"d2"})", "manager:mia");
    vendor.waits(10 * 86'400);
    vendor.says("ApproveDeal", R"({"deal":"d2"})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 6);
    CHECK(value_of(outcomes[0], "outcome") == "accepted");
    CHECK(value_of(outcomes[1], "outcome") == "accepted");  // it is on the list
    CHECK(value_of(outcomes[2], "reason") == "deal_conflict");
    CHECK(says(outcomes[2], R"("d1")"));
    CHECK(value_of(outcomes[3], "outcome") == "accepted");
    CHECK(value_of(outcomes[4], "reason") == "deal_conflict");
    CHECK(value_of(outcomes[5], "outcome") == "accepted");
}

TEST_CASE("scenario 49: without a shared product both registrations can be approved",
          "[conformance]") {
    Vendor vendor(program);
    vendor.says("RegisterDeal", deal("d1", "Hafen GmbH", "crm"), "user:sam");
    vendor.says("RegisterDeal", deal("d2", "Hafen GmbH", "erp"), "user:tom");
    vendor.says("ApproveDeal", R"({"deal":"d2"})", "manager:mia");
    vendor.says("ApproveDeal", R"({"deal":"d1"})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 4);
    for (const std::string& outcome : outcomes) CHECK(value_of(outcome, "outcome") == "accepted");
}

TEST_CASE("scenario 49: what the program approves by rule is approved as it is registered",
          "[conformance]") {
    Vendor vendor(
        std::string("deals: {auto_approve: {products: [crm], amount_at_most: [5000 EUR]}}\n") +
        program);
    vendor.says("RegisterDeal", deal("d1", "Hafen GmbH", "crm"), "user:sam");
    vendor.says("RegisterDeal", deal("d2", "Hafen GmbH", "erp"), "user:sam");
    vendor.says("RegisterDeal", deal("d3", "Hafen", "crm"), "user:tom");
    vendor.says("ExtendDeal", R"({"deal":"d1","remark":"budget in May"})", "user:sam");
    vendor.says("ExtendDeal", R"({"deal":"d1","remark":"and again"})", "user:sam");
    vendor.says("WinDeal", R"({"deal":"d1","amount":{"amount":"900","currency":"EUR"}})",
                "user:sam");
    vendor.says("ApproveDeal", R"({"deal":"d3"})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 7);
    CHECK(says(outcomes[0], R"(["DealRegistered","DealApproved"])"));
    CHECK(says(outcomes[1], R"(["DealRegistered"])"));  // people look at that
    CHECK(says(outcomes[2], R"(["DealRegistered"])"));  // the first stands in its way
    CHECK(value_of(outcomes[3], "outcome") == "accepted");
    CHECK(value_of(outcomes[4], "reason") == "deal_extensions_used");
    CHECK(says(outcomes[5], R"(["DealWon"])"));
    CHECK(value_of(outcomes[6], "outcome") == "accepted");
}

TEST_CASE("scenario 49: a partner learns whether a customer is free, and nothing else",
          "[conformance]") {
    const std::string question =
        R"({"customer":{"domain":"www.hafen.example"},"products":["crm"]})";
    Vendor vendor(program);
    vendor.says("CheckCustomer", question, "user:tom");
    vendor.says(
        "RegisterDeal",
        R"({"deal":"d1","customer":{"domain":"https://hafen.example/x"},"products":["crm"]})",
        "user:sam");
    vendor.says("CheckCustomer", question, "user:tom");
    vendor.says("CheckCustomer", question, "user:sam");
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE(outcomes.size() == 4);
    CHECK(says(outcomes[0], R"(["CustomerFoundFree"])"));
    CHECK(says(outcomes[2], R"(["CustomerFoundTaken"])"));
    CHECK_FALSE(says(outcomes[2], "d1"));
    CHECK_FALSE(says(outcomes[2], "sam"));
    CHECK(says(outcomes[3], R"(["CustomerFoundFree"])"));  // it is their own
}

}  // namespace leadline::tests
