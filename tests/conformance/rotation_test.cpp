// Scenarios 9, 39, 41 and 43, through the binary: whose turn it is. Leads come one after the other,
// and the order in which the members are given them is what is promised.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

// `members`: the inside of the rotation.
std::string rotating(const std::string& members) {
    return R"(partners:
  - id: bergmann
    title: Bergmann
    users:
      - {id: a, role: seller, logged_in: true}
      - {id: b, role: seller, logged_in: true}
      - {id: c, role: seller, logged_in: true}
      - {id: d, role: seller, logged_in: true}
      - {id: e, role: seller, logged_in: true}
queues: [{id: open, title: Open, everybody: true}]
rules: [{name: all, then: {rotate: {name: team, )" +
           members + "}}}]\nfallback: {queue: open}\n";
}

// Creates so many leads, one every so many seconds; who was given them, in their order.
std::string next(Vendor& vendor, int& created, int count, int seconds = 0) {
    const int first = created + 1;
    for (int i = 0; i < count; ++i) {
        vendor.says("CreateLead", fmt::format(R"({{"lead":"l{:02}"}})", ++created));
        vendor.waits(seconds);
    }
    vendor.outcomes();
    std::map<std::string, std::string> owners;
    for (const CsvRow& row : vendor.leads()) owners[row.at("lead")] = row.at("owner");
    std::string order;
    for (int i = first; i <= created; ++i) order += owners.at(fmt::format("l{:02}", i));
    return order;
}

TEST_CASE("scenario 9: two equal members share a lead a day, and neither gets them all",
          "[conformance]") {
    Vendor vendor(rotating("users: [a, b]"));
    int created = 0;
    CHECK(next(vendor, created, 30, 24 * 3600) == "ababababababababababababababab");
}

TEST_CASE("scenario 39: of weights 150 and 100 the first is next after three and two",
          "[conformance]") {
    Vendor vendor(rotating("users: [{id: a, weight: 150}, {id: b, weight: 100}]"));
    int created = 0;
    CHECK(next(vendor, created, 5) == "ababa");
    CHECK(next(vendor, created, 1) == "a");
}

TEST_CASE("scenario 41: who was absent catches up, and the others keep their turns",
          "[conformance]") {
    Vendor vendor(rotating("catch_up: true, users: [a, b, c, d, e]"));
    int created = 0;
    vendor.says("DeactivateUser", R"({"user":"c"})", "manager:mia");
    CHECK(next(vendor, created, 8) == "abdeabde");
    vendor.says("ReactivateUser", R"({"user":"c"})", "manager:mia");
    CHECK(next(vendor, created, 8) == "ccabcdea");
}

TEST_CASE("scenario 43: weights of five, one and one are spread evenly", "[conformance]") {
    Vendor vendor(rotating("users: [{id: a, weight: 5}, b, c]"));
    int created = 0;
    CHECK(next(vendor, created, 7) == "aabacaa");
    CHECK(next(vendor, created, 7) == "aabacaa");
}

}  // namespace
}  // namespace leadline::tests
