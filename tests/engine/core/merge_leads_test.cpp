// MergeLeads (SPEC 4): who stays, what it gets from the others, and what these leave behind.
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

Given world_of_leads(List<LeadId> leads) {
    Given world = given(open_queue() + rules("r", {}, to_queue("inbound")));
    for (const LeadId id : leads) world.given({upstream(CreateLead{id, {}})});
    return world;
}

const std::vector<LeadId> both{{"a"}, {"b"}};

Asked merge(Text survivor = {}) { return manager(MergeLeads{both, {survivor}, {}}); }

const engine::Lead& lead_in(const Given& world, Text id) { return *world.program().leads.find(id); }

}  // namespace

TEST_CASE("MergeLeads: the vendor's alone, and nobody else's", "[engine]") {
    Given world = world_of_leads(both);
    world.when(user("sam", MergeLeads{both, {}, {}})).then_refused(Reason::actor_not_allowed);
}

TEST_CASE("MergeLeads: without a survivor named the owned one stays, else the older", "[engine]") {
    Given older = world_of_leads(both);
    older.given({merge()});
    CHECK(lead_in(older, "b").past->merged_into == "a");
    Given owned = world_of_leads(both);
    owned.given({manager(ClaimLead{{"b"}, {"sam"}}), merge()});
    CHECK(lead_in(owned, "a").past->merged_into == "b");
    CHECK(lead_in(owned, "b").place == Place::user);
}

TEST_CASE("MergeLeads: who had one that is merged has it no longer", "[engine]") {
    Given world = world_of_leads(both);
    world.given({manager(ClaimLead{{"b"}, {"sam"}}), merge("a")});
    CHECK(lead_in(world, "b").place == Place::waiting);
    CHECK_FALSE(lead_in(world, "b").claimed);
    CHECK(world.program().users.find("sam")->open_leads == 0);
    CHECK(lead_in(world, "a").place == Place::queue);
}

TEST_CASE("MergeLeads: what was merged is closed for good, and names the survivor", "[engine]") {
    Given world = world_of_leads(both);
    world.given({merge("a")});
    world.when(manager(ReopenLead{{"b"}, {}, {}})).then_refused(Reason::lead_merged);
    world.when(manager(ClaimLead{{"b"}, {"sam"}})).then_refused(Reason::lead_merged);
    world.when(merge("a")).then_refused(Reason::lead_merged);
}

TEST_CASE("MergeLeads: the survivor keeps what it has, and gets what it has not", "[engine]") {
    Given world = world_of_leads({});
    CreateLead first{{"a"}, {}};
    first.details.company = "Hafen";
    first.details.address = {"DE", {}, "Kiel", {}};
    CreateLead second{{"b"}, {}};
    second.details.company = "Hafen Ltd";
    second.details.campaign = "fair";
    second.details.address = {"DE", {}, "Bremen", "28195"};
    world.given({upstream(first), upstream(second), merge("a")});
    Arena arena;
    LeadDetails now;
    REQUIRE(read_body(lead_in(world, "a").details.view(), arena, now));
    CHECK(now.company == "Hafen");
    CHECK(now.campaign == "fair");
    CHECK(now.address == Address{"DE", {}, "Kiel", {}});
}

TEST_CASE("MergeLeads: one item that may not be merged refuses them all", "[engine]") {
    Given world = world_of_leads(both);
    static const std::vector<LeadId> unknown{{"a"}, {"nobody"}};
    static const std::vector<LeadId> twice{{"a"}, {"a"}};
    world.when(manager(MergeLeads{unknown, {}, {}})).then_refused(Reason::unknown_lead);
    world.when(manager(MergeLeads{twice, {}, {}})).then_refused(Reason::lead_twice);
    world.when(merge("c")).then_refused(Reason::not_among_leads);
    world.given({manager(ChangeLeadStatus{{"b"}, "unqualified", {}})});
    world.when(merge()).then_refused(Reason::lead_closed);
    CHECK(lead_in(world, "a").place == Place::queue);
}

}  // namespace leadline::tests
