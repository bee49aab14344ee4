// What becomes of open work when somebody goes and the command says where it is to go (SPEC 3):
// through the rules, or to the partner's administrators.
#include <catch2/catch.hpp>

#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;

constexpr DeactivateUser sam_by_rules{{"sam"}, {}, WorkOfUser::rules};
constexpr DeactivateUser sam_to_administrators{{"sam"}, {}, WorkOfUser::administrators};

std::string owner_of(const Given& world, Text lead) {
    const engine::Lead& it = *world.program().leads.find(lead);
    if (it.place == engine::Place::user) return world.program().users.at(it.owner).id;
    if (it.place == engine::Place::offer)
        return "offered to " + world.program().partners.at(it.owner).id;
    return it.place == engine::Place::queue ? "queue" : "waits";
}

// What the events are called, in order.
std::vector<Text> names_of(const Outcome& outcome) {
    std::vector<Text> names;
    for (const Told& each : outcome.told) names.push_back(name_of(each.kind));
    return names;
}

// A second administrator of north beside ada.
std::vector<Asked> two_administrators() {
    return three_partners() + manager(InviteUser{{"abe"}, {"north"}, Role::administrator, {}}) +
           user("abe", RecordLogin{{"abe"}});
}

std::vector<Asked> owned_by_sam(std::initializer_list<Text> leads) {
    std::vector<Asked> all;
    for (const Text lead : leads) all = all + captured(lead) + assigned(lead, "sam");
    return all;
}

TEST_CASE("DeactivateUser: by the rules, leads go on to whom they choose, never to who goes",
          "[engine]") {
    Given world = given(open_queue() +
                        rules("team", {{"all", {}, rotate_users("team", {{"sam"}, {"tom"}}), {}}},
                              to_queue("inbound")) +
                        owned_by_sam({"a", "b"}));
    const Outcome gone = world.when(manager(sam_by_rules));
    CHECK(names_of(gone) ==
          std::vector<Text>{"UserDeactivated", "LeadReassigned", "LeadReassigned"});
    CHECK(gone.told[0] == Told(UserDeactivated{sam_by_rules, 2}));
    CHECK(owner_of(world, "a") == "tom");
    CHECK(owner_of(world, "b") == "tom");
    CHECK(world.program().users.find("sam")->open_leads == 0);
    CHECK(world.program().users.find("tom")->open_leads == 2);
}

TEST_CASE("DeactivateUser: by the rules, where these name nobody else a lead waits or is queued",
          "[engine]") {
    const auto place_after = [](const std::vector<Asked>& routing) {
        Given world = given(open_queue() + routing + owned_by_sam({"a"}));
        world.given({manager(sam_by_rules)});
        return owner_of(world, "a");
    };
    CHECK(place_after(rules("his", {{"all", {}, to_user("sam"), {}}}, to_queue("inbound"))) ==
          "waits");
    CHECK(place_after(rules("his", {{"all", {}, to_user("sam"), {to_queue("inbound")}}},
                            to_queue("inbound"))) == "queue");
    CHECK(place_after(rules("none", {}, to_queue("inbound"))) == "queue");
}

TEST_CASE("DeactivateUser: by the rules, opportunities are nobody's", "[engine]") {
    Given world = given(three_partners() + gives_new("o", "sam"));
    world.when(manager(sam_by_rules))
        .then({UserDeactivated{sam_by_rules, 0, 1},
               OpportunityReturned{{"o"}, OpportunityStatus::accepted, {"sam"}, {"north"}}});
}

TEST_CASE("DeactivateUser: to the administrators, the one with the fewest leads first, then by id",
          "[engine]") {
    Given world = given(two_administrators() + owned_by_sam({"a", "b", "c", "d"}) +
                        captured("hers") + assigned("hers", "abe"));
    world.when(manager(sam_to_administrators))
        .then({UserDeactivated{sam_to_administrators, 4},
               LeadReassigned{{"a"}, {"sam"}, {"ada"}, {"north"}, {}, {}, {}},
               LeadReassigned{{"b"}, {"sam"}, {"abe"}, {"north"}, {}, {}, {}},
               LeadReassigned{{"c"}, {"sam"}, {"ada"}, {"north"}, {}, {}, {}},
               LeadReassigned{{"d"}, {"sam"}, {"abe"}, {"north"}, {}, {}, {}}});
    CHECK(world.program().users.find("ada")->open_leads == 2);
    CHECK(world.program().users.find("abe")->open_leads == 3);
    CHECK(world.program().users.find("sam")->open_leads == 0);
}

TEST_CASE("DeactivateUser: to the administrators, opportunities go on as they stand", "[engine]") {
    CreateOpportunity own = opens("own");
    Given world = given(two_administrators() + gives_new("o", "sam") + user("sam", own) +
                        captured("a") + assigned("a", "sam"));
    world.given({user("sam", to("o", OpportunityStatus::on_hold))});
    world.when(manager(sam_to_administrators))
        .then({UserDeactivated{sam_to_administrators, 1, 2},
               LeadReassigned{{"a"}, {"sam"}, {"abe"}, {"north"}, {}, {}, {}},
               OpportunityHandedOver{{"o"}, {"ada"}, {"north"}, {"sam"}},
               OpportunityHandedOver{{"own"}, {"abe"}, {"north"}, {"sam"}}});
    CHECK(holder(world, "o") == "ada");
    CHECK(status_of(world, "o") == "on_hold");
    CHECK(holder(world, "own") == "abe");
    CHECK(status_of(world, "own") == "new");
    CHECK(world.program().partners.find("north")->opportunities == 1);
}

TEST_CASE("DeactivateUser: to the administrators, where none may have work all goes back",
          "[engine]") {
    const std::vector<Asked> without[] = {
        {manager(DeactivateUser{{"ada"}, {}})},
        {manager(UpdateUser{{"ada"}, Role::manager, {}})},
        {manager(SuspendPartner{{"north"}, {}})},
    };
    for (const std::vector<Asked>& nobody : without) {
        Given world =
            given(three_partners() + owned_by_sam({"a"}) + gives_new("o", "sam") + nobody);
        world.when(manager(sam_to_administrators))
            .then({UserDeactivated{sam_to_administrators, 1, 1},
                   LeadReturned{{"a"}, {}, {"sam"}, {"north"}},
                   OpportunityReturned{{"o"}, OpportunityStatus::accepted, {"sam"}, {"north"}}});
    }
}

TEST_CASE("DeactivateUser: the last administrator hands over to nobody", "[engine]") {
    const DeactivateUser ada{{"ada"}, {}, WorkOfUser::administrators};
    Given world = given(three_partners() + captured("a") + assigned("a", "ada"));
    world.when(user("ada", ada))
        .then({UserDeactivated{ada, 1}, LeadReturned{{"a"}, {}, {"ada"}, {"north"}}});
}

TEST_CASE("DeactivatePartner: by the rules, nothing comes back to any of its users", "[engine]") {
    const DeactivatePartner gone{{"north"}, {}, false, WorkOfPartner::rules};
    Given world =
        given(open_queue() +
              rules("team", {{"all", {}, rotate_users("team", {{"sam"}, {"sue"}, {"tom"}}), {}}},
                    to_queue("inbound")) +
              owned_by_sam({"a"}) + captured("b") + assigned("b", "sue"));
    const Outcome outcome = world.when(manager(gone));
    CHECK(names_of(outcome) ==
          std::vector<Text>{"PartnerDeactivated", "LeadReassigned", "LeadReassigned"});
    CHECK(owner_of(world, "a") == "tom");
    CHECK(owner_of(world, "b") == "tom");
}

TEST_CASE("DeactivatePartner: by the rules, its leads and what it was offered take turns",
          "[engine]") {
    const DeactivatePartner gone{{"north"}, {}, false, WorkOfPartner::rules};
    const std::vector<Asked> offers =
        rules("offers", {{"all", {}, rotate_partners("o", {{"north"}, {"south"}, {"west"}}), {}}},
              to_user("sue"));
    Given world = given(three_partners() + owned_by_sam({"b"}) + offers + captured("a"));
    REQUIRE(owner_of(world, "a") == "offered to north");
    world.given({manager(gone)});
    CHECK(owner_of(world, "b") == "offered to south");
    CHECK(owner_of(world, "a") == "offered to west");
}

}  // namespace
}  // namespace leadline::tests
