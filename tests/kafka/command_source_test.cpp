// CommandSource on a real broker, by itself: times that cannot be, and where reading goes on.
#include "connectors/kafka/command_source.hpp"

#include <catch2/catch.hpp>

#include "tests/kafka/ground.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using connectors::FixedClock;
using connectors::WallClock;
using namespace connectors::kafka;

// What one source reads until it has so many inputs, or its first error.
struct Reading {
    std::vector<std::string> ids;
    std::optional<events::Error> error;
};

Reading read(const Ground& ground, const connectors::Clock& clock, std::uint64_t from,
             std::size_t count) {
    auto sender = Sender::open(ground.options);
    REQUIRE(sender.has_value());
    OriginalLetters letters;
    const std::atomic<std::uint32_t> commands_max = 7;
    const auto source = CommandSource::open(
        {ground.options, 0, 1, from, {}, clock, **sender, letters, commands_max, [] {
             return std::nullopt;
         }});
    REQUIRE(source.has_value());
    Reading told;
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (told.ids.size() < count && std::chrono::steady_clock::now() < until) {
        const auto inputs = (*source)->poll(1'000);
        if (!inputs) {
            told.error = inputs.error();
            break;
        }
        CHECK(inputs->size() <= commands_max);
        for (const engine::Input& input : *inputs) told.ids.emplace_back(input.command.id);
    }
    CHECK((*source)->counts().next >= from);
    return told;
}

events::Time minutes_from_now(std::int64_t minutes) {
    return {WallClock().now().us + minutes * 60 * 1'000'000};
}

}  // namespace

TEST_CASE("CommandSource: it begins at the offset that it is given, and takes no more than it may",
          "[kafka]") {
    const Ground ground("source");
    std::string text;
    for (std::uint64_t lead = 0; lead < 20; ++lead) text += acme_lead_line(lead);
    publish(ground.options, lines_of(text), 1);
    const WallClock clock;
    CHECK(read(ground, clock, 0, 20).ids.size() == 20);
    const Reading rest = read(ground, clock, 15, 5);
    REQUIRE(rest.ids.size() == 5);
    CHECK(rest.ids.front() == "lead-15");
}

TEST_CASE("CommandSource: a command more than five minutes ahead of the clock stops it",
          "[kafka]") {
    const Ground ground("ahead");
    publish(ground.options, lines_of(acme_lead_line(1)), 1);
    const FixedClock near(minutes_from_now(-4));
    CHECK(read(ground, near, 0, 1).ids.size() == 1);
    const FixedClock far(minutes_from_now(-6));
    const Reading refused = read(ground, far, 0, 1);
    CHECK(refused.ids.empty());
    REQUIRE(refused.error.has_value());
    CHECK(refused.error->failure == events::Failure::passing);
    CHECK_THAT(refused.error->message, Contains("ahead of this machine's clock"));
}

}  // namespace leadline::tests
