// What an accepted claim takes from the heap: nothing, once claims have come and gone before.
#include <catch2/catch.hpp>
#include <limits>

#include "engine/core/history.hpp"
#include "tests/support/heap_taken.hpp"
#include "tests/support/memory_stored.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;

constexpr Duration hour{3'600'000'000};
constexpr Time begin{1'780'000'000'000'000};

// A core that decides one command after the other, in epochs of a hundred.
struct Core {
    MemoryStored stored;
    engine::State state{stored, std::numeric_limits<std::size_t>::max(), true};
    engine::NoHistory history;
    engine::Decider decider{state, history};
    std::uint64_t commands = 0;
    std::string id;
    std::size_t taken = 0;  // from the heap, by the last decision

    void decide(const Asked& asked) {
        id = "claim-by-the-portal-" + std::to_string(commands);
        const CommandHeader command{asked.kind,
                                    {"acme"},
                                    "portal",
                                    id,
                                    begin + Duration{static_cast<std::int64_t>(commands)},
                                    asked.actor,
                                    {},
                                    {},
                                    {},
                                    {},
                                    commands,
                                    BytesView(asked.body)};
        if (commands++ % 100 == 0) decider.begin_epoch();
        const std::size_t before = heap_taken();
        const auto verdict = decider.decide(command);
        taken = heap_taken() - before;
        REQUIRE(verdict.has_value());
    }
    // What has changed is in the store from then on, and may be forgotten.
    void checkpoint() {
        state.collect([this](BytesView key, BytesView value) { stored.put(key, value); });
        std::vector<engine::DedupRecord> noted;
        state.dedup.take_noted(noted);
        stored.put(noted);
        state.memory.written = state.memory.changing++;
    }
};

TEST_CASE("ClaimLead: accepted, it takes nothing from the heap", "[engine]") {
    constexpr std::size_t count = 300;
    Core core;
    for (const Asked& asked : two_partners()) core.decide(asked);
    ClaimPolicy policy;
    policy.touch_within = hour;  // an armed timer goes with each
    core.decide(manager(DefineQueue{{"inbound"}, {}, true, {}, {}, {}, policy}));
    // As long as a UUID: no library's text holds it without the heap.
    std::vector<std::string> leads;
    for (std::size_t i = 0; i < count; ++i)
        leads.push_back("7c9e6679-7425-40de-944b-" + std::to_string(100'000'000'000 + i));
    std::vector<Asked> claims, returns;
    for (const std::string& lead : leads) {
        core.decide(captured(lead));
        core.decide(queued(lead));
        claims.push_back(user("sam", ClaimLead{{lead}, {}}));
        returns.push_back(queued(lead));
    }
    for (int round = 0; round < 6; ++round) {
        for (const Asked& claim : claims) core.decide(claim);
        for (const Asked& back : returns) core.decide(back);
        core.checkpoint();
    }

    // What is left is a block for over a thousand deduplication records, and the list of those that
    // the next checkpoint takes, which doubles.
    std::size_t with_any = 0;
    for (const Asked& claim : claims) {
        core.decide(claim);
        if (core.taken != 0) ++with_any;
    }
    CHECK(with_any <= 8);
    for (const std::string& lead : leads)
        REQUIRE(core.state.program({"acme"})->leads.find(lead)->place == engine::Place::user);
}

}  // namespace
}  // namespace leadline::tests
