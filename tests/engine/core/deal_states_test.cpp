// The course of a registration (SPEC 11): every command from every status, against one table, which
// docs/deals.md shows to people.
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/deals.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::DealStatus;

// In the order of the columns. The first: there is no such registration.
constexpr std::array<Text, 8> statuses{"none",      "pending", "approved",  "rejected",
                                       "withdrawn", "expired", "cancelled", "won"};

// What is asked, and from each status what becomes of the registration, or the reason of the
// refusal. "-": nothing happens to it.
struct Course {
    Text asked;
    std::array<Text, statuses.size()> from;
};

constexpr std::array all_courses{
    Course{"RegisterDeal",
           {"pending", "deal_already_exists", "deal_already_exists", "deal_already_exists",
            "deal_already_exists", "deal_already_exists", "deal_already_exists",
            "deal_already_exists"}},
    Course{"ApproveDeal",
           {"unknown_deal", "approved", "deal_not_pending", "deal_not_pending", "deal_not_pending",
            "deal_not_pending", "deal_not_pending", "deal_not_pending"}},
    Course{"RejectDeal",
           {"unknown_deal", "rejected", "deal_not_pending", "deal_not_pending", "deal_not_pending",
            "deal_not_pending", "deal_not_pending", "deal_not_pending"}},
    Course{"WithdrawDeal",
           {"unknown_deal", "withdrawn", "deal_closed", "deal_closed", "deal_closed", "deal_closed",
            "deal_closed", "deal_closed"}},
    Course{"ExtendDeal",
           {"unknown_deal", "deal_not_protected", "approved", "deal_closed", "deal_closed",
            "deal_closed", "deal_closed", "deal_closed"}},
    Course{"CancelDeal",
           {"unknown_deal", "deal_not_protected", "cancelled", "deal_closed", "deal_closed",
            "deal_closed", "deal_closed", "deal_closed"}},
    Course{"WinDeal",
           {"unknown_deal", "deal_not_protected", "won", "deal_closed", "deal_closed",
            "deal_closed", "deal_closed", "deal_closed"}},
    Course{"CheckCustomer", {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Course{"DeactivatePartner", {"-", "withdrawn", "-", "-", "-", "-", "-", "-"}},
    Course{"DeactivatePartner, cancel_deals",
           {"-", "withdrawn", "cancelled", "-", "-", "-", "-", "-"}},
    Course{"the window's end", {"-", "-", "expired", "-", "-", "-", "-", "-"}}};

constexpr Text id = "d1";

RegisterDeal registers() {
    RegisterDeal command = deal(id, router);
    command.partner = {"north"};
    return command;
}

Asked asked_of(const Given& world, Text asked) {
    if (asked == "RegisterDeal") return manager(registers());
    if (asked == "ApproveDeal") return approve(id);
    if (asked == "RejectDeal") return manager(RejectDeal{{id}, {}});
    if (asked == "WithdrawDeal") return manager(WithdrawDeal{{id}, {}});
    if (asked == "ExtendDeal") return manager(extend(id));
    if (asked == "CancelDeal") return manager(CancelDeal{{id}, {}});
    if (asked == "WinDeal") return manager(WinDeal{{id}, {}});
    const CheckCustomer question{{{"shop"}, {}}, router};
    if (asked == "CheckCustomer") return manager(question);
    if (asked == "DeactivatePartner") return manager(DeactivatePartner{{"north"}, {}});
    if (asked == "DeactivatePartner, cancel_deals")
        return manager(DeactivatePartner{{"north"}, {}, true});
    REQUIRE(asked == "the window's end");
    return at(world.now() + protection_default, manager(question));
}

Text status_in(const Given& world) {
    const engine::Deal* found = world.program().deals.find(id);
    return found == nullptr ? statuses[0] : statuses[static_cast<std::size_t>(found->status)];
}

// A world in which the registration has the status.
Given at_status(Text status) {
    Given world = given(two_partners());
    if (status == "none") return world;
    world.given({manager(registers())});
    const auto becomes = [&world](Text asked) { world.given({asked_of(world, asked)}); };
    if (status == "rejected") becomes("RejectDeal");
    if (status == "withdrawn") becomes("WithdrawDeal");
    if (status == "pending" || status == "rejected" || status == "withdrawn") return world;
    becomes("ApproveDeal");
    if (status == "expired") becomes("the window's end");
    if (status == "cancelled") becomes("CancelDeal");
    if (status == "won") becomes("WinDeal");
    return world;
}

bool is_status(Text text) {
    return std::find(statuses.begin(), statuses.end(), text) != statuses.end();
}

// Whether the command is one about a registration, and so must stand in the table.
template <class Command>
constexpr bool is_about_deal = requires(Command c) {
    c.deal.text;
};
// It says who was told of a deal, which does nothing to it.
template <>
constexpr bool is_about_deal<RecordNotification> = false;

TEST_CASE("Deals: every command from every status does what the table says", "[engine]") {
    for (const Course& course : all_courses) {
        for (std::size_t from = 0; from < statuses.size(); ++from) {
            CAPTURE(course.asked, statuses[from]);
            Given world = at_status(statuses[from]);
            REQUIRE(status_in(world) == statuses[from]);
            const Text expected = course.from[from];
            const Outcome outcome = world.when(asked_of(world, course.asked));
            if (expected == "-" || is_status(expected)) {
                CHECK_FALSE(outcome.refusal);
                CHECK(status_in(world) == (expected == "-" ? statuses[from] : expected));
            } else {
                REQUIRE(outcome.refusal);
                CHECK(name_of(outcome.refusal->reason) == expected);
                CHECK(status_in(world) == statuses[from]);
            }
            // What has ended is never heard of again.
            CHECK(world.state().timers.next().has_value() == (status_in(world) == "approved"));
        }
    }
}

TEST_CASE("Deals: the table has every command about registrations", "[engine]") {
    const auto is_there = [](Text name) {
        return std::any_of(all_courses.begin(), all_courses.end(),
                           [name](const Course& course) { return course.asked == name; });
    };
    Commands::for_each([&]<class Command>() {
        CAPTURE(Command::name);
        if constexpr (is_about_deal<Command>) CHECK(is_there(Command::name));
    });
}

TEST_CASE("Deals: docs/deals.md shows the table as it is", "[engine]") {
    std::ifstream in(repository_root() / "docs/deals.md");
    std::stringstream page;
    page << in.rdbuf();
    for (const Course& course : all_courses) {
        std::string line = "| " + std::string(course.asked) + " |";
        for (const Text cell : course.from) {
            const bool is_reason = cell != "-" && !is_status(cell);
            const std::string quote = is_reason ? "`" : "";
            line += " " + quote + std::string(cell) + quote + " |";
        }
        CHECK_THAT(page.str(), Catch::Contains(line + "\n"));
    }
}

}  // namespace
}  // namespace leadline::tests
