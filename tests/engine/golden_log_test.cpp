// The golden logs: blocks that were written once, with the hash of the state that they make and the
// digest of their events in a text file beside them. Whoever builds this anywhere must fold them to
// the same. A log is for ever, like every golden file: a new kind of event comes in one more. A
// text is not: a new version of state has another hash, and then the texts, and they alone, are
// removed and made anew. What is missing is written when LEADLINE_WRITE_GOLDENS is set.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/core/evolve/evolve.hpp"
#include "engine/core/state/state_codec.hpp"
#include "engine/log/chain.hpp"
#include "tests/engine/runtime/simulated.hpp"
#include "tests/support/every_kind.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using events::as_bytes;
using events::EventKind;

std::filesystem::path golden(const std::string& name) {
    return repository_root() / "tests/golden" / name;
}

// The first has no number of its own. v1: the block's format.
std::string story_name(std::size_t number) {
    return number == 1 ? "story.v1" : fmt::format("story.v1.{}", number);
}

std::vector<std::string> stories() {
    std::vector<std::string> names;
    while (std::filesystem::exists(golden(story_name(names.size() + 1) + ".log")))
        names.push_back(story_name(names.size() + 1));
    return names;
}

// ---- Writing it, once.

// The story and, after it, what some random people did.
std::string written_blocks() {
    const EveryKind story;
    const RandomCommands others(7, 250);
    std::vector<engine::Input> inputs = story.inputs();
    inputs.insert(inputs.end(), others.inputs().begin(), others.inputs().end());
    Ground ground(1);
    REQUIRE(run(ground, inputs, {40, {}}).has_value());
    auto log = engine::SimLog::open(ground.storage, true);
    std::string blocks;
    REQUIRE((*log)
                ->scan({0}, 1,
                       [&blocks](std::uint64_t, engine::BytesView block) {
                           blocks += events::as_text(block);
                           return engine::Result<void>{};
                       })
                .has_value());
    return blocks;
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

bool may_write(const std::filesystem::path& path) {
    return std::getenv("LEADLINE_WRITE_GOLDENS") != nullptr && !std::filesystem::exists(path);
}

// ---- Reading it.

std::string sha256_hex(const std::string& bytes) {
    unsigned char digest[32];
    EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha256(), nullptr);
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

// The events of all blocks, one after the other, once the chain has been checked.
std::string chained_events(engine::BytesView blocks) {
    std::string events;
    std::optional<engine::ChainVerifier> chain;
    while (!blocks.empty()) {
        const auto header = engine::peek_header(blocks);
        REQUIRE(header.has_value());
        const std::size_t bytes = engine::block_header_bytes + header->payload_bytes;
        REQUIRE(bytes <= blocks.size());
        const engine::LogId id = header->log_id;
        if (!chain) chain.emplace(id, engine::Partition{0}, engine::empty_end(id, {0}));
        REQUIRE(chain->feed(blocks.first(bytes)).has_value());
        events += events::as_text(engine::payload_of(blocks.first(bytes)));
        blocks = blocks.subspan(bytes);
    }
    REQUIRE(chain.has_value());
    REQUIRE(chain->finish().has_value());
    return events;
}

struct Refolded {
    engine::State state;
    std::set<EventKind> kinds;
    std::size_t events = 0;
};

void fold_all(const std::string& bytes, Refolded& all) {
    events::Arena arena;
    engine::EventWalk walk(as_bytes(bytes));
    for (; const auto event = walk.next(); ++all.events) {
        events::EventHeader header;
        engine::BytesView body;
        REQUIRE(events::read_header(*event, header, body));
        all.kinds.insert(header.kind);
        REQUIRE(engine::fold(all.state, *event, arena));
        arena.reset();
    }
    REQUIRE(walk.at_end());
    all.state.collect([](engine::BytesView, engine::BytesView) {});
}

TEST_CASE("Golden: the log of a long story makes the same state everywhere", "[engine]") {
    REQUIRE_FALSE(stories().empty());
    for (const std::string& story : stories()) {
        INFO(story);
        const std::string events = chained_events(as_bytes(read_file(golden(story + ".log"))));
        Refolded all;
        fold_all(events, all);
        const std::string found = fmt::format(
            "events {}\nevents sha256 {}\nstate version {}\nstate hash {}\n", all.events,
            sha256_hex(events), engine::state_version, engine::hash_text(all.state.hash()));
        const std::filesystem::path text = golden(story + ".txt");
        if (may_write(text)) write_file(text, found);
        CHECK(read_file(text) == found);
    }
}

std::vector<std::string> kinds_missing(std::set<EventKind>& kinds) {
    for (const std::string& story : stories()) {
        Refolded all;
        fold_all(chained_events(as_bytes(read_file(golden(story + ".log")))), all);
        kinds.merge(all.kinds);
    }
    std::vector<std::string> missing;
    const auto expect = [&]<class Event>() {
        if (!kinds.contains(Event::kind)) missing.push_back(GoldenName<Event>::text());
    };
    events::Happenings::for_each(expect);
    events::Rejections::for_each(expect);
    return missing;
}

// A kind that came later is in a story that came later: the one that EveryKind tells by then.
TEST_CASE("Golden: the logs of long stories have every kind of event that can happen", "[engine]") {
    std::set<EventKind> kinds;
    std::vector<std::string> missing = kinds_missing(kinds);
    const std::filesystem::path next = golden(story_name(stories().size() + 1) + ".log");
    if (!missing.empty() && may_write(next)) {
        write_file(next, written_blocks());
        missing = kinds_missing(kinds);
    }
    CHECK(missing == std::vector<std::string>{});
    // Twenty-one commands may be without effect; of the others each is accepted or refused.
    CHECK(std::count_if(kinds.begin(), kinds.end(), events::is_no_effect) == 22);
}

}  // namespace
}  // namespace leadline::tests
