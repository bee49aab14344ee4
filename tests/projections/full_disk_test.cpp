// A store of views that cannot be written for a while, as when its disk is full.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/projections/failing_env.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

}  // namespace

TEST_CASE("Projector: a store that could not be written is opened again, and nothing is missing",
          "[projections]") {
    ViewWorld world;
    world.ask(two_partners());
    const std::size_t ingest_bytes_min = GENERATE(std::size_t{0}, std::size_t{1} << 40U);
    std::string whole;
    std::size_t failures = 0;
    {
        Grown grown(world.log());
        whole = dump(grown.catch_up().query());
    }
    for (std::uint64_t operations = 0; operations < 6; ++operations) {
        INFO("nothing is written after " << operations << " operations");
        FailingEnv files;
        ViewStoreOptions options;
        options.env = files.env();
        options.ingest_bytes_min = ingest_bytes_min;
        Grown grown(world.log(), {}, all_views(), options);
        files.kill_after(operations);
        const auto failed = grown.projector().catch_up();
        if (!failed) {
            ++failures;
            CHECK(failed.error().failure == events::Failure::io);
            CHECK(grown.store().has_failed());
            CHECK_FALSE(grown.projector().catch_up().has_value());  // there still is no room
            CHECK(grown.store().size_of(1) == 0);                   // it could not be opened either
        }
        files.kill_after(1'000'000);
        REQUIRE(grown.projector().catch_up().has_value());
        CHECK_FALSE(grown.store().has_failed());
        CHECK(grown.projector().was_emptied().empty());
        CHECK((dump(grown.query()) == whole));
    }
    CHECK(failures > 0);
}

TEST_CASE("Projector: a store that is damaged when it is opened again is made again from the log",
          "[projections]") {
    ViewWorld world;
    world.ask(two_partners());
    FailingEnv files;
    ViewStoreOptions options;
    options.env = files.env();
    Grown grown(world.log(), {}, all_views(), options);
    files.kill_after(0);
    REQUIRE_FALSE(grown.projector().catch_up().has_value());
    REQUIRE(grown.store().has_failed());
    std::ofstream(grown.folder() / "CURRENT") << "MANIFEST-999999\n";
    files.kill_after(1'000'000);
    REQUIRE(grown.projector().catch_up().has_value());
    CHECK_FALSE(grown.store().has_failed());
    CHECK_FALSE(grown.projector().was_emptied().empty());
    Grown anew(world.log());
    CHECK((dump(grown.query()) == dump(anew.catch_up().query())));
}
