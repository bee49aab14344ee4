// Scenario 21, and what scenario 51 says of offers, through the binary: a partner is offered a
// lead, and answers or does not.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* people = R"(partners:
  - id: one
    title: One
    users:
      - {id: adam, name: Adam, role: manager, logged_in: true}
      - {id: sally, name: Sally, role: seller, logged_in: true}
  - id: two
    title: Two
    users:
      - {id: bea, name: Bea, role: manager, logged_in: true}
queues:
  - {id: open, title: Open, everybody: true}
fallback: {queue: open}
)";

std::string offers(const std::string& partners, const std::string& more = {}) {
    return std::string(people) +
           fmt::format(
               "rules: [{{name: all, then: {{rotate: {{name: resellers, partners: [{}], "
               "accept_within: 2h{}}}}}}}]\n",
               partners, more);
}

void create(Vendor& vendor, const std::string& lead) {
    vendor.says("CreateLead", fmt::format(R"({{"lead":"{}"}})", lead));
}
std::string answer(Vendor& vendor, const std::string& type, const std::string& lead,
                   const std::string& who) {
    vendor.says(type, fmt::format(R"({{"lead":"{}"}})", lead), who);
    const std::vector<std::string> outcomes = vendor.outcomes();
    const std::string& last = outcomes.back();
    return value_of(last, "outcome") == "accepted" ? "accepted" : value_of(last, "reason");
}
std::string place_of(const Vendor& vendor, const std::string& lead) {
    const std::string shown = vendor.shown(lead);
    return value_of(shown, "place") + " " + value_of(shown, "partner") +
           (value_of(shown, "owner").empty() ? "" : " " + value_of(shown, "owner"));
}

TEST_CASE("scenario 21: an offered lead is the partner's once it accepts", "[conformance]") {
    Vendor vendor(offers("one, two"));
    create(vendor, "l1");
    CHECK(answer(vendor, "AcceptOffer", "l1", "user:bea") == "not_your_offer");
    CHECK(place_of(vendor, "l1") == "offer one");
    CHECK(answer(vendor, "AcceptOffer", "l1", "user:sally") == "accepted");
    CHECK(place_of(vendor, "l1") == "owner one sally");
    CHECK(answer(vendor, "DeclineOffer", "l1", "user:adam") == "lead_not_offered");
}

TEST_CASE(
    "scenario 21: what is declined with no other candidate waits, and is never offered there again",
    "[conformance]") {
    Vendor vendor(offers("one"));
    create(vendor, "l1");
    CHECK(answer(vendor, "DeclineOffer", "l1", "user:adam") == "accepted");
    CHECK(place_of(vendor, "l1") == "waiting ");
    vendor.says("ReassignLead", R"({"lead":"l1","to":{"rules":true}})", "manager:mia");
    vendor.says("UpdateLead", R"({"lead":"l1","source":"web","route_again":true})");
    vendor.says("ReassignLead", R"({"lead":"l1","to":{"partner":"one"}})", "manager:mia");
    const std::vector<std::string> outcomes = vendor.outcomes();
    CHECK(value_of(outcomes[2], "reason") == "offer_declined");
    CHECK(place_of(vendor, "l1") == "waiting ");
    CHECK(says(vendor.explained("l1"), "passed over: one (declined)"));
    create(vendor, "l2");
    vendor.outcomes();
    CHECK(place_of(vendor, "l2") == "offer one");
}

TEST_CASE("scenario 51: accept and decline go for what is delivered, and for nothing else",
          "[conformance]") {
    Vendor vendor(offers("one, two", ", most_offers: 2") + "");
    create(vendor, "l1");
    vendor.waits(7'200);
    CHECK(answer(vendor, "AcceptOffer", "l1", "user:sally") == "not_your_offer");
    CHECK(place_of(vendor, "l1") == "offer two");
    CHECK(answer(vendor, "ClaimLead", "l1", "user:bea") == "lead_offered");
    CHECK(answer(vendor, "ReleaseLead", "l1", "user:bea") == "lead_not_owned");
    CHECK(answer(vendor, "DeclineOffer", "l1", "user:bea") == "accepted");
    CHECK(answer(vendor, "AcceptOffer", "l1", "user:bea") == "lead_not_offered");
    const std::string story = vendor.explained("l1");
    CHECK(says(story, "partner one did not answer the offer in time"));
    CHECK(says(story, "the offer was declined for partner two by user bea"));
    CHECK(says(story, "it was offered 2 times, and no more are to be made"));
}

TEST_CASE("scenario 51: capacity counts what is offered and what is in progress", "[conformance]") {
    std::string file = offers("one, two");
    file.replace(file.find("    title: One\n"), 15, "    title: One\n    capacity: 2\n");
    Vendor vendor(file);
    for (const char* lead : {"l1", "l2", "l3"}) create(vendor, lead);
    CHECK(answer(vendor, "AcceptOffer", "l1", "user:sally") == "accepted");
    for (const char* lead : {"l4", "l5"}) create(vendor, lead);
    vendor.outcomes();
    CHECK(place_of(vendor, "l3") == "offer one");
    CHECK(place_of(vendor, "l4") == "offer two");
    CHECK(place_of(vendor, "l5") == "offer two");
    CHECK(says(vendor.explained("l5"), "passed over: one (at capacity)"));
    vendor.says("ChangeLeadStatus", R"({"lead":"l1","status":"unqualified"})", "user:sally");
    for (const char* lead : {"l6", "l7"}) create(vendor, lead);
    vendor.outcomes();
    CHECK(place_of(vendor, "l6") == "offer two");  // whose turn it was, with room at one again
    CHECK(place_of(vendor, "l7") == "offer one");
}

}  // namespace
}  // namespace leadline::tests
