// Conditions on territory, distance and time: what each means for a lead, what does not compile,
// and that the clocks are those of the ruleset's zone when a command is decided.
#include <catch2/catch.hpp>

#include "engine/core/places/centroids.hpp"
#include "engine/core/routing/condition.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::LeadFacts;

const Nearness munich_50{50, {48'137'000, 11'575'000}, "48.137, 11.575"};

engine::Surroundings europe() {
    engine::Surroundings around;
    REQUIRE(around.add(territory("benelux", {{"BE", "", ""}, {"NL", "", ""}, {"LU", "", ""}})));
    REQUIRE(around.add(territory("munich", {{"DE", "", "80"}, {"DE", "", "81"}})));
    REQUIRE(around.add(territory("ile-de-france", {{"FR", "Ile-de-France", ""}})));
    REQUIRE(around.set_zone(berlin().zone()));
    return around;
}

bool holds(const std::vector<ConditionNode>& nodes, const LeadFacts& facts) {
    static const engine::Surroundings around = europe();
    const auto condition = engine::compile(List<ConditionNode>(nodes), around);
    REQUIRE(condition.has_value());
    engine::Inquiry asked(facts, around);
    return engine::holds(*condition, asked);
}

LeadFacts at_address(Text country, Text postal_code = {}, Text region = {}) {
    LeadFacts facts;
    facts.details.address.country = country;
    facts.details.address.postal_code = postal_code;
    facts.details.address.region = region;
    return facts;
}

LeadFacts decided(std::string_view time) {
    LeadFacts facts;
    facts.now = at(time);
    return facts;
}

TEST_CASE("Territory: holds for an address that one of the named territories covers", "[engine]") {
    CHECK(holds({in_territory({"benelux"})}, at_address("LU")));
    CHECK_FALSE(holds({in_territory({"benelux"})}, at_address("DE", "80331")));
    CHECK(holds({in_territory({"benelux", "munich"})}, at_address("DE", "80 331")));
    CHECK_FALSE(holds({in_territory({"munich"})}, at_address("DE", "90402")));
    CHECK_FALSE(holds({in_territory({"munich"})}, at_address("DE")));
    CHECK(holds({in_territory({"ile-de-france"})}, at_address("FR", "", " ILE-DE-FRANCE")));
    CHECK_FALSE(holds({in_territory({"benelux", "munich", "ile-de-france"})}, LeadFacts{}));
    CHECK(holds({group(ConditionOp::not_, 1), in_territory({"benelux"})}, LeadFacts{}));
    CHECK(holds({group(ConditionOp::all, 2), in_territory({"munich"}),
                 test_of("address.country", ConditionOp::equals, {"DE"})},
                at_address("DE", "81000")));
}

TEST_CASE("Distance: from a lead's own coordinates, else its postal code, else its country",
          "[engine]") {
    const std::vector<ConditionNode> near{within_km(munich_50)};
    CHECK(holds(near, at_address("DE", "80331")));
    CHECK_FALSE(holds(near, at_address("DE", "10115")));
    CHECK_FALSE(holds(near, at_address("DE")));  // the middle of the country is far away
    CHECK_FALSE(holds(near, LeadFacts{}));
    CHECK(holds({group(ConditionOp::not_, 1), within_km(munich_50)}, LeadFacts{}));
    CHECK(holds({within_km({600, munich_50.at, "x"})}, at_address("DE", "no such code")));

    LeadFacts berliner = at_address("DE", "10115");
    const std::vector<CustomField> own{{"latitude", CustomType::decimal, "48.2", 0, {}},
                                       {"longitude", CustomType::integer, {}, 11, {}}};
    berliner.person.custom.fields = own;
    CHECK(holds(near, berliner));
    CHECK(engine::whereabouts(berliner) == Coordinates{48'200'000, 11'000'000});
    // One alone, or one that is no latitude, is no place.
    berliner.person.custom.fields = List<CustomField>(std::span(own).first(1));
    CHECK_FALSE(holds(near, berliner));
    const std::vector<CustomField> wrong{{"latitude", CustomType::decimal, "148.2", 0, {}},
                                         {"longitude", CustomType::integer, {}, 11, {}}};
    berliner.person.custom.fields = wrong;
    CHECK(engine::whereabouts(berliner) == engine::postal_centroid("DE", "10115"));
}

TEST_CASE("Distance: 'within' is exact to the metre", "[engine]") {
    LeadFacts facts;
    const std::vector<CustomField> own{{"latitude", CustomType::decimal, "0", 0, {}},
                                       {"longitude", CustomType::decimal, "1", 0, {}}};
    facts.person.custom.fields = own;  // a degree at the equator: 111,195 m
    CHECK(holds({within_km({112, {0, 0}, "0, 0"})}, facts));
    CHECK_FALSE(holds({within_km({111, {0, 0}, "0, 0"})}, facts));
    CHECK(holds({within_km({0, {0, 1'000'000}, "0, 1"})}, facts));
}

TEST_CASE("Time window: holds by the clocks of the ruleset's zone", "[engine]") {
    const std::vector<ConditionNode> office{within({0x1F, 9 * 60, 17 * 60, {}, {}})};
    CHECK_FALSE(holds(office, decided("2026-07-01T06:59:59Z")));
    CHECK(holds(office, decided("2026-07-01T07:00:00Z")));
    CHECK_FALSE(holds(office, decided("2026-12-01T07:00:00Z")));  // in winter it is 8 o'clock
    CHECK_FALSE(holds(office, decided("2026-07-04T10:00:00Z")));  // a Saturday
    const std::vector<ConditionNode> holidays{
        within({0x7F, 0, day_minutes, "2026-12-24", "2027-01-02"})};
    CHECK(holds(holidays, decided("2026-12-23T23:00:00Z")));
    CHECK_FALSE(holds(holidays, decided("2027-01-02T23:00:00Z")));
}

TEST_CASE("Surroundings: what names nothing that there is does not compile", "[engine]") {
    const engine::Surroundings around = europe();
    const auto fails = [&](const ConditionNode& node) {
        return !engine::compile(std::vector<ConditionNode>{node}, around).has_value();
    };
    CHECK(fails(in_territory({"atlantis"})));
    CHECK(fails(in_territory({"benelux", "atlantis"})));
    CHECK(fails(in_territory({})));
    CHECK(fails(within_km({distance_km_max + 1, {}, ""})));
    CHECK(fails(within_km({1, {90'000'001, 0}, ""})));
    CHECK(fails(test_of({}, ConditionOp::within_km)));
    CHECK(fails(test_of({}, ConditionOp::time_window)));
    CHECK(fails(within({0, 0, 60, {}, {}})));
    CHECK(fails(within({0x7F, 1'440, 60, {}, {}})));
    CHECK(fails(within({0x7F, 0, 60, "2026-02-30", {}})));
    CHECK(fails(within({0x7F, 0, 60, "2026-03-02", "2026-03-01"})));
    ConditionNode two = in_territory({"benelux"});
    two.near = within_km(munich_50).near;
    CHECK(fails(two));
    two = in_territory({"benelux"});
    two.field_name = "source";
    CHECK(fails(two));
}

TEST_CASE("Surroundings: two territories of one name, or one without an area, are refused",
          "[engine]") {
    engine::Surroundings around = europe();
    CHECK_FALSE(around.add(territory("benelux", {{"BE", "", ""}})));
    CHECK_FALSE(around.add(territory("", {{"BE", "", ""}})));
    CHECK_FALSE(around.add(territory("nothing", {})));
    CHECK_FALSE(around.add(territory("nowhere", {{"", "x", ""}})));
    CHECK_FALSE(around.set_zone({"x", 19 * 3'600, {}, 0, {}}).has_value());
}

// ---- Through the decider.

std::vector<Asked> queues() {
    std::vector<Asked> story = two_partners();
    for (const Text queue : {"open", "west"})
        story.push_back(manager(DefineQueue{{queue}, {}, true, {}, {}, {}, {}}));
    return story;
}

std::string queue_of(const Given& world, Text lead) {
    const engine::Program& program = world.program();
    return program.queues.at(program.leads.find(lead)->queue).id;
}

CreateLead lead_from(Text id, Text country) {
    CreateLead create;
    create.lead.text = id;
    create.details.address.country = country;
    return create;
}

TEST_CASE("Routing: territories and the time of the command decide, also when asked again",
          "[engine]") {
    const Rule office{"office",
                      {group(ConditionOp::all, 2), in_territory({"west"}),
                       within({0x7F, 9 * 60, 17 * 60, {}, {}})},
                      to_queue("west"),
                      {}};
    Given world =
        given(queues() + rules("r", {office}, to_queue("open"), {},
                               {{territory("west", {{"BE", "", ""}})}, {berlin().zone()}}));
    world.given({at(at("2026-07-01T06:00:00Z"), upstream(lead_from("early", "BE"))),
                 at(at("2026-07-01T07:00:00Z"), upstream(lead_from("there", "BE"))),
                 at(at("2026-07-01T07:00:01Z"), upstream(lead_from("else", "DE")))});
    CHECK(queue_of(world, "early") == "open");
    CHECK(queue_of(world, "there") == "west");
    CHECK(queue_of(world, "else") == "open");
    UpdateLead again;
    again.lead.text = "early";
    again.route_again = true;
    ReassignLead through;
    through.lead.text = "there";
    through.to.rules = true;
    world.given({at(at("2026-07-01T14:59:00Z"), upstream(again)),
                 at(at("2026-07-01T15:00:00Z"), manager(through))});
    CHECK(queue_of(world, "early") == "west");
    CHECK(queue_of(world, "there") == "open");
}

TEST_CASE("PublishRuleset: refuses a territory that is not there, and a score by the time",
          "[engine]") {
    Given world = given(queues());
    const auto reason_of = [&](std::vector<Asked> story) {
        world.given({story[0]});
        world.when(story[1]).then_refused(Reason::ruleset_invalid);
    };
    reason_of(
        rules("r1", {{"x", {in_territory({"west"})}, to_queue("open"), {}}}, to_queue("open")));
    const TimeWindow nights{0x7F, 22 * 60, 6 * 60, {}, {}};
    reason_of(rules("r2", {}, to_queue("open"), {{{"night", {within(nights)}, 5}}, {}, {}}));
    reason_of(rules("r3", {}, to_queue("open"), {}, {{}, {{"x", 19 * 3'600, {}, 0, {}}}}));
    world.given(rules("r4", {{"x", {within(nights)}, to_queue("west"), {}}}, to_queue("open")));
}

}  // namespace
}  // namespace leadline::tests
