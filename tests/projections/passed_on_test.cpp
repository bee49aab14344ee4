// What the views tell of people who come and go: applications that are declined, and work that is
// passed on when its owner is deactivated.
#include <catch2/catch.hpp>

#include "projections/explain.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/opportunities.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::DeactivateUser;
using events::WorkOfUser;

constexpr events::ProgramId acme{"acme"};

struct Seen {
    PartnerStatus status;
    events::Time since;
    std::string title;
    std::uint32_t capacity;
};

Seen seen(ViewWorld& world, Text partner) {
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().partner(acme, {partner}));
    const PartnerRow& row = answer.value.row;
    return {row.status, row.since, std::string(row.title), row.capacity};
}

}  // namespace

TEST_CASE("passed on: a declined partner says so, and begins anew when it applies again",
          "[projections]") {
    ViewWorld world;
    world.ask({manager(events::CreateProgram{}),
               manager(events::RegisterPartner{{"new"}, "New", {}, {}}),
               manager(events::UpdatePartner{{"new"}, {}, {}, {}, 7, {}}),
               manager(events::DeclinePartner{{"new"}, {}})});
    const Seen declined = seen(world, "new");
    CHECK(declined.status == PartnerStatus::declined);
    CHECK(declined.since == world.state().time);
    CHECK(name_of(declined.status) == "declined");
    world.ask(manager(events::RegisterPartner{{"new"}, "Newer", {}, {}}));
    const Seen again = seen(world, "new");
    CHECK(again.status == PartnerStatus::applied);
    CHECK(again.title == "Newer");
    CHECK(again.since == world.state().time);
    CHECK(again.capacity == 7);
}

TEST_CASE("passed on: a lead's story says whose going moved it, and to whom", "[projections]") {
    ViewWorld world;
    world.ask(two_partners() + captured("l1") + assigned("l1", "sam") +
              manager(DeactivateUser{{"sam"}, {}, WorkOfUser::administrators}));
    Grown grown(world.log());
    const std::string story = explain_text(must(grown.catch_up().query().lead(acme, {"l1"})).value);
    INFO(story);
    CHECK_THAT(story, Catch::Contains("passed on: its owner was deactivated by manager maria\n"));
    CHECK_THAT(story, Catch::Contains("from user sam\n"));
    CHECK_THAT(story, Catch::EndsWith("-> user ada of partner north\n"));
}

TEST_CASE("passed on: an opportunity is the administrator's, and untouched, with its status",
          "[projections]") {
    ViewWorld world;
    world.ask(two_partners() + gives_new("o", "sam") +
              user("sam", to("o", events::OpportunityStatus::on_hold)) +
              manager(DeactivateUser{{"sam"}, {}, WorkOfUser::administrators}));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().opportunity(acme, {"o"}));
    const OpportunityRow& row = answer.value.row;
    CHECK(row.owner.text == "ada");
    CHECK(row.partner.text == "north");
    CHECK(row.status == events::OpportunityStatus::on_hold);
    CHECK(row.since == world.state().time);
    CHECK_FALSE(row.touched.is_set());
    REQUIRE(!answer.value.steps.empty());
    const OpportunityStep& last = answer.value.steps[answer.value.steps.size() - 1];
    CHECK(last.name == "OpportunityHandedOver");
    CHECK(last.owner.text == "ada");
}
