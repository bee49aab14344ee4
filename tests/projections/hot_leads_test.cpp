// A lead view that forgets says the same as one that remembers every lead.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "projections/views/lead_view.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

// All views, the lead view with room for so many leads.
ViewMakers with_room_for(std::size_t leads) {
    ViewMakers makers = all_views();
    for (ViewMaker& maker : makers)
        if (maker.name == lead_view_name)
            maker.make = [leads](ViewRows rows) { return std::make_unique<LeadView>(rows, leads); };
    return makers;
}

}  // namespace

TEST_CASE("lead view: leads that were forgotten are read from their timeline", "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 250);
        ViewWorld world;
        ProjectorOptions each_epoch;
        each_epoch.flush_bytes_max = 1;
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            if (random.one_in(5)) world.cut();
        }
        Grown forgetful(world.log(), each_epoch, with_room_for(2));
        Grown remembering(world.log());
        RC_ASSERT(dump(forgetful.catch_up().query()) == dump(remembering.catch_up().query()));
    }));
}

TEST_CASE("HotLeads: the older generation is forgotten, what was asked for lately is not",
          "[projections]") {
    HotLeads hot(4);  // two generations of three
    hot.add("a").created = 1;
    hot.add("b");
    hot.add("c");
    hot.settle();
    CHECK(hot.find("a")->created == 1);  // moves to the younger generation
    hot.add("d");
    hot.add("e");
    hot.settle();
    CHECK(hot.find("b") == nullptr);
    REQUIRE(hot.find("a") != nullptr);
    CHECK(hot.find("a")->created == 1);
    CHECK(hot.find("a")->key == "a");
}
