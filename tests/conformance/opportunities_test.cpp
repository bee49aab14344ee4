// Scenario 51, what it says of opportunities, and scenario 10 for one that comes to its end,
// through the binary: every change of status, and what counts against a capacity.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

// "one" has room for one item.
const char* const program = R"(partners:
  - id: one
    title: One
    capacity: 1
    users:
      - {id: adam, role: manager, logged_in: true}
      - {id: sally, role: seller, logged_in: true}
  - id: two
    title: Two
    users: [{id: bea, role: manager, logged_in: true}]
queues: [{id: open, title: Open, everybody: true}]
duplicates: {match: [email], then: attach}
rules:
  - {name: web, when: {field: source, equals: web}, then: {queue: open}}
  - {name: all, then: {offer: {partner: one}}, else: {queue: open}}
fallback: {queue: open}
)";

// Says it, and answers "accepted" or the reason of the refusal.
std::string ask(Vendor& vendor, const std::string& type, const std::string& data,
                const std::string& who = "manager:mia") {
    vendor.says(type, data, who);
    const std::vector<std::string> outcomes = vendor.outcomes();
    REQUIRE_FALSE(outcomes.empty());
    const std::string& last = outcomes.back();
    return value_of(last, "outcome") == "accepted" ? "accepted" : value_of(last, "reason");
}
std::string of(const std::string& id, const std::string& more = {}) {
    return fmt::format(R"({{"opportunity":"{}"{}}})", id, more);
}
std::string made(Vendor& vendor, const std::string& id, const std::string& more = {},
                 const std::string& who = "manager:mia") {
    return ask(vendor, "CreateOpportunity", of(id, R"(,"customer":{"name":"Hafen KG"})" + more),
               who);
}
std::string set(Vendor& vendor, const std::string& id, const std::string& status,
                const std::string& who, const std::string& more = {}) {
    return ask(vendor, "ChangeOpportunityStatus",
               of(id, fmt::format(R"(,"status":"{}"{})", status, more)), who);
}
std::string status_of(const Vendor& vendor, const std::string& id) {
    return value_of(vendor.opportunity(id), "status");
}
std::string lead_goes_to(Vendor& vendor, const std::string& lead) {
    REQUIRE(ask(vendor, "CreateLead", fmt::format(R"({{"lead":"{}"}})", lead), {}) == "accepted");
    return value_of(vendor.shown(lead), "place");
}

const char* const to_one = R"(,"partner":"one")";

}  // namespace

TEST_CASE("scenario 51: an opportunity is accepted or declined only while it is delivered",
          "[conformance]") {
    Vendor vendor(program);
    CHECK(made(vendor, "o1") == "accepted");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:sally") == "not_your_opportunity");
    CHECK(ask(vendor, "DeliverOpportunity", of("o1", to_one)) == "accepted");
    CHECK(status_of(vendor, "o1") == "delivered");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:bea") == "not_your_opportunity");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:sally") == "accepted");
    CHECK(value_of(vendor.opportunity("o1"), "owner") == "sally");
    for (const char* type : {"AcceptOpportunity", "DeclineOpportunity"})
        CHECK(ask(vendor, type, of("o1"), "user:adam") == "opportunity_not_delivered");

    CHECK(made(vendor, "o2", to_one) == "accepted");
    CHECK(ask(vendor, "DeclineOpportunity", of("o2"), "user:sally") == "actor_not_allowed");
    CHECK(ask(vendor, "DeclineOpportunity", of("o2"), "user:adam") == "accepted");
    CHECK(ask(vendor, "AcceptOpportunity", of("o2"), "user:sally") == "opportunity_not_delivered");
    CHECK(status_of(vendor, "o2") == "declined");

    CHECK(made(vendor, "o3", R"(,"partner":"two","accept_within":"2h")") == "accepted");
    vendor.waits(7'200);
    CHECK(ask(vendor, "AcceptOpportunity", of("o3"), "user:bea") == "opportunity_not_delivered");
    CHECK(status_of(vendor, "o3") == "expired");
}

TEST_CASE("scenario 51: a partner cancels what it made, and returns what it did not",
          "[conformance]") {
    Vendor vendor(program);
    const std::string why = R"(,"remark":"outside our area")";
    CHECK(made(vendor, "own", {}, "user:sally") == "accepted");
    CHECK(made(vendor, "given", R"(,"user":"sally")") == "accepted");
    CHECK(set(vendor, "own", "returned", "user:sally", why) == "status_not_allowed");
    CHECK(set(vendor, "given", "cancelled", "user:sally") == "status_not_allowed");
    CHECK(set(vendor, "own", "in_progress", "user:sally") == "status_not_allowed");
    CHECK(ask(vendor, "ApproveOpportunity", of("own")) == "accepted");
    CHECK(status_of(vendor, "own") == "accepted");
    CHECK(set(vendor, "own", "in_progress", "user:sally") == "accepted");
    CHECK(set(vendor, "own", "cancelled", "user:sally") == "accepted");
    CHECK(set(vendor, "given", "returned", "user:sally", why) == "accepted");
    for (const char* id : {"own", "given"}) {
        CHECK(set(vendor, id, "lost", "manager:mia") == "opportunity_closed");
        CHECK(ask(vendor, "ReopenOpportunity", of(id), "user:adam") == "actor_not_allowed");
        CHECK(ask(vendor, "ReopenOpportunity", of(id)) == "accepted");
        CHECK(status_of(vendor, id) == "accepted");
    }
}

TEST_CASE("scenario 51: details are refused while it is delivered, and stages never go back",
          "[conformance]") {
    Vendor vendor(program);
    const std::string propose = of("o1", R"(,"stage":"propose","topic":"Forty routers")");
    CHECK(made(vendor, "o1", to_one) == "accepted");
    CHECK(ask(vendor, "UpdateOpportunity", propose, "user:sally") == "opportunity_not_owned");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:sally") == "accepted");
    CHECK(ask(vendor, "UpdateOpportunity", propose, "user:sally") == "accepted");
    const std::string back = of("o1", R"(,"stage":"develop")");
    for (const char* who : {"user:sally", "user:adam", "manager:mia"})
        CHECK(ask(vendor, "UpdateOpportunity", back, who) == "stage_not_allowed");
    CHECK(value_of(vendor.opportunity("o1"), "stage") == "propose");
    CHECK(set(vendor, "o1", "purchased", "user:sally",
              R"(,"amount":{"amount":"900.50","currency":"EUR"})") == "accepted");
    CHECK(status_of(vendor, "o1") == "purchased");
    CHECK(ask(vendor, "UpdateOpportunity", propose, "user:sally") == "opportunity_closed");
}

TEST_CASE("scenario 51: capacity counts what is delivered and worked on, not the partner's own",
          "[conformance]") {
    Vendor vendor(program);
    CHECK(made(vendor, "own", {}, "user:sally") == "accepted");
    CHECK(ask(vendor, "ApproveOpportunity", of("own")) == "accepted");
    CHECK(lead_goes_to(vendor, "l1") == "offer");
    CHECK(ask(vendor, "DeclineOffer", R"({"lead":"l1"})", "user:adam") == "accepted");
    CHECK(made(vendor, "o1", to_one) == "accepted");
    CHECK(lead_goes_to(vendor, "l2") == "queue");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:sally") == "accepted");
    CHECK(set(vendor, "o1", "on_hold", "user:sally") == "accepted");
    CHECK(lead_goes_to(vendor, "l3") == "queue");
    CHECK(set(vendor, "o1", "lost", "user:sally") == "accepted");
    CHECK(lead_goes_to(vendor, "l4") == "offer");
}

TEST_CASE("scenario 10: an inquiry attaches wherever the open opportunity is, and not to its end",
          "[conformance]") {
    Vendor vendor(program);
    const auto inquiry = [&vendor](const std::string& lead) {
        vendor.says("CreateLead", fmt::format(R"({{"lead":"{}","source":"web",)"
                                              R"("contact":{{"email":"eva@hafen.example"}}}})",
                                              lead));
        const std::vector<std::string> outcomes = vendor.outcomes();
        return says(outcomes.back(), "LeadAttached") ? "attached" : "a lead";
    };
    CHECK(std::string(inquiry("l1")) == "a lead");
    CHECK(ask(vendor, "ClaimLead", R"({"lead":"l1"})", "user:sally") == "accepted");
    CHECK(ask(vendor, "ConvertLead", R"({"lead":"l1","opportunity":{"opportunity":"o1"}})",
              "user:sally") == "accepted");
    CHECK(std::string(inquiry("l2")) == "attached");
    CHECK(value_of(vendor.opportunity("o1"), "owner") == "sally");
    CHECK(ask(vendor, "DeliverOpportunity", of("o1", R"(,"partner":"two")")) == "accepted");
    CHECK(std::string(inquiry("l3")) == "attached");
    CHECK(ask(vendor, "AcceptOpportunity", of("o1"), "user:bea") == "accepted");
    CHECK(set(vendor, "o1", "lost", "user:bea") == "accepted");
    CHECK(std::string(inquiry("l4")) == "a lead");
    CHECK(vendor.leads().size() == 2);
    CHECK(value_of(vendor.opportunity("o1"), "owner") == "bea");
}

}  // namespace leadline::tests
