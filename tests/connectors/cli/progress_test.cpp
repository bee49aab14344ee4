// Progress at moments that the test gives: on a terminal and off it, as each option says.
#include "connectors/cli/progress.hpp"

#include <catch2/catch.hpp>
#include <sstream>

namespace leadline::connectors {
namespace {

using Mode = config::Progress;
using std::chrono::milliseconds;

// Work of 10,000 things at 1,000 a second, looked at every 10 ms.
struct Work {
    Mode mode = Mode::automatic;
    bool is_terminal = false;
    int ms = 0;
};

std::string told_of(const Work& work) {
    std::ostringstream err;
    const Progress::Clock::time_point begun{};
    Progress progress(err, {work.mode, milliseconds(250), work.is_terminal}, begun);
    for (int ms = 0; ms <= work.ms; ms += 10) {
        const auto count = static_cast<std::uint64_t>(ms);
        progress.at({"read", "events", count, share_of(count, 10'000)}, begun + milliseconds(ms));
    }
    progress.clear();
    return err.str();
}

const std::string second = "read 1,000 events, 1,000/s, 10 %, 9.0 s left";
const std::string sixth = "read 6,000 events, 1,000/s, 60 %, 4.0 s left";
const std::string anew = "\r\x1b[K";

}  // namespace

TEST_CASE("progress: work that is over within a second is not spoken of", "[connectors]") {
    CHECK(told_of({Mode::automatic, false, 990}).empty());
    CHECK(told_of({Mode::automatic, true, 990}).empty());
}

TEST_CASE("progress: off a terminal a plain line after a second, then every five", "[connectors]") {
    CHECK(told_of({Mode::automatic, false, 5'990}) == second + "\n");
    CHECK(told_of({Mode::automatic, false, 6'000}) == second + "\n" + sixth + "\n");
}

TEST_CASE("progress: on a terminal one line, drawn anew after each interval and taken away",
          "[connectors]") {
    CHECK(told_of({Mode::automatic, true, 1'000}) == anew + second + anew);
    CHECK(told_of({Mode::automatic, true, 1'250}) ==
          anew + second + anew + "read 1,250 events, 1,000/s, 12 %, 8.8 s left" + anew);
}

TEST_CASE("progress: always tells from the first interval on, never tells nothing",
          "[connectors]") {
    const std::string first = "read 250 events, 1,000/s, 2 %, 9.8 s left";
    CHECK(told_of({Mode::always, false, 250}) == first + "\n");
    CHECK(told_of({Mode::always, true, 250}) == anew + first + anew);
    CHECK(told_of({Mode::never, false, 60'000}).empty());
    CHECK(told_of({Mode::never, true, 60'000}).empty());
}

TEST_CASE("progress: new work begins with a silence and a rate of its own", "[connectors]") {
    std::ostringstream err;
    const Progress::Clock::time_point begun{};
    Progress progress(err, {}, begun);
    progress.at({"read", "rows", 1'000, {}}, begun + milliseconds(1'000));
    progress.restart(begun + milliseconds(1'500));
    progress.at({"made", "lines", 10, {}}, begun + milliseconds(2'490));
    progress.at({"made", "lines", 20, {}}, begun + milliseconds(2'500));
    CHECK(err.str() == "read 1,000 rows, 1,000/s\nmade 20 lines, 20/s\n");
}

}  // namespace leadline::connectors
