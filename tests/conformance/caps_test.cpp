// Scenarios 1, 5, 6, 35, 36 and 46, through the binary: caps, and conditions and preferences of
// members, in a program file, command lines with their times in, leads and explanations out.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/conformance/vendor.hpp"

namespace leadline::tests {
namespace {

constexpr const char* people = R"(partners:
  - id: bergmann
    title: Bergmann
    users:
      - {id: a, name: A, role: seller, logged_in: true}
      - {id: b, name: B, role: seller, logged_in: true}
queues:
  - {id: open, title: Open, everybody: true}
  - {id: hot, title: Hot, everybody: true}
  - {id: warm, title: Warm, everybody: true}
  - {id: cold, title: Cold, everybody: true}
fallback: {queue: open}
)";

std::string rotation(const std::string& caps) {
    return std::string(people) + caps +
           "rules: [{name: all, then: {rotate: {name: team, users: [a, b]}}}]\n";
}

void create(Vendor& vendor, int first, int last) {
    for (int i = first; i <= last; ++i)
        vendor.says("CreateLead", fmt::format(R"({{"lead":"l{:02}"}})", i));
}

// Who has each, in the order of the leads' ids.
std::string owners(const Vendor& vendor) {
    std::string all;
    for (const CsvRow& row : vendor.leads())
        all += (all.empty() ? "" : " ") +
               (row.at("owner").empty() ? std::string("nobody") : row.at("owner"));
    return all;
}

TEST_CASE("scenario 1: members with conditions and a monthly most, of which a thirtieth is a day's",
          "[conformance]") {
    // Of M a month a day has M / 30, rounded half up: 15 has 1, 30 has 1, 45 has 2 and 60 has 2.
    Vendor vendor(R"(partners:
  - id: acme
    title: Acme
    users:
      - {id: m1, name: M1, role: seller, logged_in: true}
      - {id: m2, name: M2, role: seller, logged_in: true}
      - {id: m3, name: M3, role: seller, logged_in: true}
      - {id: c1, name: C1, role: seller, logged_in: true}
      - {id: c2, name: C2, role: seller, logged_in: true}
queues: [{id: open, title: Open, everybody: true}]
caps:
  - {name: m1, user: m1, most: 2, per: day}
  - {name: m2, user: m2, most: 1, per: day}
  - {name: m3, user: m3, most: 1, per: day}
  - {name: c1, user: c1, most: 1, per: day}
  - {name: c2, user: c2, most: 2, per: day}
rules:
  - name: group C
    when: {field: priority, between: [1, 3]}
    then:
      rotate:
        name: C
        users: [{id: c1, when: {field: custom.probability, greater_or_equal: 20}}, c2]
  - name: group A
    then:
      rotate:
        name: A
        users:
          - m1
          - {id: m2, when: {field: custom.probability, greater_or_equal: 10}}
          - {id: m3, when: {field: custom.probability, greater_or_equal: 20}}
fallback: {queue: open}
)");
    for (int i = 1; i <= 150; ++i)
        vendor.says(
            "CreateLead",
            fmt::format(R"({{"lead":"l{:03}","priority":{},"custom":{{"probability":{}}}}})", i,
                        i % 2 == 0 ? i % 3 + 1 : 0, i % 5 * 10));
    vendor.outcomes();
    std::map<std::string, int> has;
    for (const CsvRow& row : vendor.leads()) ++has[row.at("owner")];
    CHECK(has["m1"] == 2);
    CHECK(has["m2"] == 1);
    CHECK(has["m3"] == 1);
    CHECK(has["c1"] == 1);
    CHECK(has["c2"] == 2);
    CHECK(has[""] == 143);
    CHECK(says(vendor.explained("l150"), "rule \"group C\""));
    CHECK(says(vendor.explained("l149"), "rule \"group A\""));
}

TEST_CASE("scenario 6: who prefers leads with a tag gets those, and the others share the rest",
          "[conformance]") {
    Vendor vendor(R"(partners:
  - id: acme
    title: Acme
    users:
      - {id: a, name: A, role: seller, logged_in: true}
      - {id: b, name: B, role: seller, logged_in: true}
      - {id: c, name: C, role: seller, logged_in: true}
queues: [{id: open, title: Open, everybody: true}]
caps: [{name: a thirtieth of 150, each: user, most: 5, per: day}]
rules:
  - name: all
    then:
      rotate:
        name: team
        users: [{id: a, prefer: {field: custom.tag, equals: vip}}, b, c]
fallback: {queue: open}
)");
    for (int i = 1; i <= 11; ++i)  // every fourth has no tag, or another
        vendor.says("CreateLead", fmt::format(R"({{"lead":"l{:02}","custom":{{"tag":"{}"}}}})", i,
                                              i % 4 == 0 || i == 11 ? "cold" : "vip"));
    vendor.outcomes();
    std::map<std::string, std::string> has;
    for (const CsvRow& row : vendor.leads()) has[row.at("owner")] += row.at("lead") + " ";
    CHECK(has["a"] == "l01 l02 l03 l05 l06 ");
    CHECK(has["b"].size() == 3 * 4);
    CHECK(has["c"].size() == 3 * 4);
    CHECK(says(vendor.explained("l04"), "passed over: a (not by preference)"));
    CHECK(says(vendor.explained("l07"), "the cap \"a thirtieth of 150\" leaves a nothing"));
}

TEST_CASE("scenario 5: who had more than the day's most gets no more today, but by force",
          "[conformance]") {
    Vendor vendor(rotation("caps: [{name: a day, each: user, most: 2, per: day}]\n"));
    create(vendor, 1, 30);
    for (int i = 1; i <= 30; ++i)  // given to one of them, whatever the cap says
        vendor.says("ReassignLead", fmt::format(R"({{"lead":"l{:02}","to":{{"user":"a"}}}})", i),
                    "manager:mia");
    vendor.says("CreateLead", R"({"lead":"l31"})");
    vendor.outcomes();
    const std::string shown = vendor.explained("l31");
    INFO(shown);
    CHECK(says(shown, "the cap \"a day\" leaves a nothing until 2026-01-03T00:00:00Z: 30 of 2"));
    vendor.says("ReassignLead", R"({"lead":"l31","to":{"user":"a"}})", "manager:mia");
    vendor.outcomes();
    CHECK(says(vendor.explained("l31"), "by force: the cap \"a day\" is reached"));
    CHECK(vendor.leads().back().at("owner") == "a");
}

TEST_CASE("scenario 35: two within an hour each, and the fifth waits until the hour is over",
          "[conformance]") {
    Vendor vendor(rotation("caps: [{name: two, each: user, most: 2, within: 3600s}]\n"));
    create(vendor, 1, 5);
    vendor.outcomes();
    CHECK(owners(vendor) == "a b a b nobody");
    const std::string told = vendor.explained("l05");
    INFO(told);
    CHECK(says(told, "the cap \"two\" leaves a nothing until 2026-01-02T01:00:01Z: 2 of 2"));
    CHECK(says(told, "so it waits: it is tried again at 2026-01-02T01:00:01Z, oldest first"));
    vendor.waits(3600);
    vendor.says("CreateLead", R"({"lead":"l06"})");
    vendor.outcomes();
    CHECK(owners(vendor) == "a b a b a b");
    Vendor unlimited(rotation(""));
    create(unlimited, 1, 5);
    unlimited.outcomes();
    CHECK(owners(unlimited) == "a b a b a");
}

TEST_CASE("scenario 36: nobody eligible, a limit for all, and the oldest first", "[conformance]") {
    Vendor vendor(rotation("caps: [{name: a run, program: true, most: 2, within: 60s}]\n"));
    vendor.says("SuspendPartner", R"({"partner":"bergmann"})", "manager:mia");
    create(vendor, 1, 3);
    vendor.outcomes();
    CHECK(owners(vendor) == "nobody nobody nobody");
    CHECK(says(vendor.explained("l01"), "so it waits until somebody may take it"));
    vendor.says("ActivatePartner", R"({"partner":"bergmann"})", "manager:mia");
    vendor.says("CreateLead", R"({"lead":"l00"})");  // the youngest
    vendor.outcomes();
    std::map<std::string, std::string> owner;
    for (const CsvRow& row : vendor.leads()) owner[row.at("lead")] = row.at("owner");
    CHECK(owner["l01"] == "a");
    CHECK(owner["l02"] == "b");
    CHECK(owner["l03"].empty());
    CHECK(owner["l00"].empty());
    vendor.waits(60);
    vendor.says("CreateLead", R"({"lead":"l04"})");
    vendor.outcomes();
    for (const CsvRow& row : vendor.leads()) owner[row.at("lead")] = row.at("owner");
    CHECK(owner["l01"] == "a");  // untouched
    CHECK(owner["l03"] == "a");
    CHECK(owner["l00"] == "b");
    CHECK(owner["l04"].empty());
}

TEST_CASE("scenario 46: queues share a cap of a day; a cap of an hour resets on the full hour",
          "[conformance]") {
    Vendor vendor(std::string(people) + R"(caps:
  - {name: a day of all three, queues: [hot, warm, cold], most: 50, per: day}
rules:
  - name: all
    then: {rotate: {name: heat, queues: [hot, warm, cold]}}
)");
    create(vendor, 1, 60);
    vendor.outcomes();
    std::map<std::string, int> in;
    for (const CsvRow& row : vendor.leads()) ++in[row.at("queue")];
    CHECK(in["hot"] + in["warm"] + in["cold"] == 50);
    CHECK(in[""] == 10);
    vendor.waits(24 * 3600);
    create(vendor, 61, 61);
    vendor.outcomes();
    in.clear();
    for (const CsvRow& row : vendor.leads()) ++in[row.at("queue")];
    CHECK(in["hot"] + in["warm"] + in["cold"] == 61);

    Vendor hourly(rotation("caps: [{name: an hour, each: user, most: 5, per: hour}]\n"));
    hourly.waits(3000);  // 00:50
    create(hourly, 1, 11);
    hourly.outcomes();
    CHECK(hourly.leads().back().at("owner").empty());
    hourly.waits(580);  // not yet one o'clock
    create(hourly, 12, 12);
    hourly.outcomes();
    CHECK(hourly.leads().back().at("owner").empty());
    hourly.waits(10);
    create(hourly, 13, 13);
    hourly.outcomes();
    for (const CsvRow& row : hourly.leads()) CHECK_FALSE(row.at("owner").empty());
}

}  // namespace
}  // namespace leadline::tests
