// The limit of open files, raised to what the system allows.
#include "engine/runtime/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <catch2/catch.hpp>

namespace leadline::tests {

TEST_CASE("open files: as many as the system allows", "[engine]") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit few{std::min<rlim_t>(before.rlim_max, 100), before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
    CHECK(engine::allow_open_files() == before.rlim_max);
    rlimit after{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &after) == 0);
    CHECK(after.rlim_cur == before.rlim_max);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

}  // namespace leadline::tests
