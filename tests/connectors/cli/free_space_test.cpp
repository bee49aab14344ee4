// The watch over free space: when it shuts the door, when it opens it, and that it says so once.
#include "connectors/cli/free_space.hpp"

#include <catch2/catch.hpp>
#include <map>

namespace leadline::connectors {
namespace {

using Catch::Contains;

constexpr std::uint64_t mib = 1U << 20U;

// Disks of the test's own; time goes on by a look's span with each question.
struct Disks {
    std::map<std::filesystem::path, std::uint64_t> free{{"log", 900 * mib}, {"views", 900 * mib}};
    std::vector<std::string> said;
    FreeSpace::Clock::time_point now{std::chrono::hours(1)};
    int looks = 0;
    FreeSpace space{{{"log", "views"},
                     256 * mib,
                     [this](std::string_view line) { said.emplace_back(line); },
                     [this](const std::filesystem::path& folder) -> events::Result<std::uint64_t> {
                         ++looks;
                         if (free.contains(folder)) return free[folder];
                         return events::fail(events::Failure::io, "no such disk");
                     }}};

    [[nodiscard]] bool has_room() { return space.has_room(now += FreeSpace::look_every); }
};

}  // namespace

TEST_CASE("FreeSpace: below the limit nothing comes in, and a little above it all does again",
          "[connectors]") {
    Disks disks;
    CHECK(disks.has_room());
    disks.free["views"] = 256 * mib;
    CHECK(disks.has_room());
    CHECK(disks.said.empty());
    disks.free["views"] = 256 * mib - 1;
    CHECK_FALSE(disks.has_room());
    CHECK_FALSE(disks.has_room());
    REQUIRE(disks.said.size() == 1);
    CHECK(disks.said[0] ==
          "the disk that holds views has 255 MiB left, less than disk.free_min (256 MiB): commands "
          "wait until there is more");
    CHECK(disks.space.why_closed() == disks.said[0]);
    disks.free["views"] = 287 * mib;
    CHECK_FALSE(disks.has_room());
    disks.free["views"] = 288 * mib;
    disks.free["log"] = 0;  // now it is another
    CHECK_FALSE(disks.has_room());
    disks.free["log"] = 288 * mib;
    CHECK(disks.has_room());
    REQUIRE(disks.said.size() == 2);
    CHECK_THAT(disks.said[1], Contains("commands go on"));
    CHECK(disks.space.why_closed().empty());
}

TEST_CASE("FreeSpace: disks are looked at some times a second, however often it is asked",
          "[connectors]") {
    Disks disks;
    CHECK(disks.space.has_room(disks.now));
    for (int i = 0; i < 1'000; ++i)
        CHECK(disks.space.has_room(disks.now + std::chrono::microseconds(i)));
    CHECK(disks.looks == 2);  // one for each disk
}

TEST_CASE("FreeSpace: a disk that does not say how much it has left stops nobody", "[connectors]") {
    Disks disks;
    disks.free.clear();
    CHECK(disks.has_room());
    CHECK(disks.looks == 2);
}

TEST_CASE("FreeSpace: the system's own figure is that of the disk", "[connectors]") {
    CHECK(free_bytes("/").value_or(0) > 0);
    CHECK_FALSE(free_bytes("/no/such/folder").has_value());
}

}  // namespace leadline::connectors
