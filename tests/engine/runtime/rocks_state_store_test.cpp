// The state's checkpoints in RocksDB, with what a kill leaves behind.
#include "engine/runtime/rocks_state_store.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/runtime/checkpointer.hpp"
#include "tests/engine/runtime/simulated.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;

// Decides commands and writes a checkpoint after so many of them; answers the state's hash.
engine::Hash128 checkpoints(engine::StateStore& store, Ground& ground, std::size_t every) {
    const RandomCommands commands(3, 300);
    auto log = engine::SimLog::open(ground.storage);
    REQUIRE(log.has_value());
    auto engine = engine::PartitionEngine::open(
        **log, {**log, store, {0}, {}, {1U << 20U, {every, 1U << 20U}}});
    REQUIRE(engine.has_value());
    ListedSource source(commands.inputs(), 20);
    engine::EpochLoop loop({**engine, store, source, ground.listener, 20, {}});
    for (bool goes_on = true; goes_on;) {
        const auto stepped = loop.step();
        REQUIRE(stepped.has_value());
        goes_on = *stepped;
    }
    REQUIRE(loop.finish().has_value());
    return (*engine)->state().hash();
}

std::vector<fs::path> tables_in(const fs::path& folder) {
    std::vector<fs::path> tables;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".sst" && entry.path().stem() != "checkpoint")
            tables.push_back(entry.path());
    return tables;
}

}  // namespace

TEST_CASE("RocksStateStore: what keeps it closed for a while is no damage: nothing is moved aside",
          "[engine]") {
    const TemporaryFolder folder;
    const fs::path at = folder.path() / "state";
    Ground ground(3);
    auto store = engine::RocksStateStore::open(at);
    checkpoints(*store, ground, 100'000);
    auto second = engine::RocksStateStore::open(at);  // RocksDB lets one in
    auto log = engine::SimLog::open(ground.storage);
    REQUIRE(log.has_value());
    const auto refused =
        engine::PartitionEngine::open(**log, {**log, *second, {0}, {}, {1U << 20U, {1, 1}}});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().failure == events::Failure::io);
    CHECK(fs::exists(at / "CURRENT"));
    CHECK_FALSE(fs::exists(at.string() + ".damaged"));
}

TEST_CASE("RocksStateStore: a checkpoint's file that RocksDB has taken in is never written again",
          "[engine]") {
    const TemporaryFolder folder;
    const fs::path at = folder.path() / "state";
    Ground ground(3);
    engine::Hash128 hash = 0;
    {
        auto store = engine::RocksStateStore::open(at);
        hash = checkpoints(*store, ground, 100'000);
    }
    // RocksDB takes a file in by a second name for it, and the first goes afterwards: a kill in
    // between leaves both.
    const std::vector<fs::path> tables = tables_in(at);
    REQUIRE(tables.size() == 1);
    fs::create_hard_link(tables[0], at / "checkpoint.sst");
    {
        auto store = engine::RocksStateStore::open(at);
        const auto at_first = store->position();
        REQUIRE(at_first.has_value());
        REQUIRE(at_first->has_value());
        engine::State state(*store->stored(), 0, false);
        REQUIRE(store->load(state).has_value());
        engine::Checkpointer checkpointer(state, {1, 1});
        for (const auto& program : state.programs()) state.touch(program->settings);
        checkpointer.gather();
        const auto checkpoint = checkpointer.take();
        checkpoint->at = **at_first;
        REQUIRE(store->write(*checkpoint).has_value());
    }
    auto store = engine::RocksStateStore::open(at);
    const auto stands = store->position();
    REQUIRE(stands.has_value());
    REQUIRE(stands->has_value());
    CHECK(((*stands)->state_hash == hash));
    const auto kept = store->hash_of_entries();
    REQUIRE(kept.has_value());
    CHECK((*kept == hash));
}

TEST_CASE(
    "RocksStateStore: damage that is found while deciding ends it, and the next start mends it",
    "[engine]") {
    const TemporaryFolder folder;
    const fs::path at = folder.path() / "state";
    Ground ground(3);
    engine::Hash128 hash = 0;
    {
        auto store = engine::RocksStateStore::open(at);
        hash = checkpoints(*store, ground, 100'000);
    }
    auto log = engine::SimLog::open(ground.storage, true);
    REQUIRE(log.has_value());
    const auto recover = [&](std::unique_ptr<engine::State>& state, engine::StateStore& store) {
        const auto report = engine::recover({**log, store, {0}}, state);
        REQUIRE(report.has_value());
        return *report;
    };
    const fs::path whole = folder.path() / "whole";
    fs::copy(at, whole);
    // What must be in memory stands first in the file; most of the places that are read when they
    // are needed lie behind it.
    int found_late = 0;
    for (int percent = 30; percent < 95; percent += 5) {
        fs::remove_all(at);
        fs::copy(whole, at);
        const std::vector<fs::path> tables = tables_in(at);
        REQUIRE(tables.size() == 1);
        {
            const auto size = static_cast<std::streamoff>(fs::file_size(tables[0]));
            std::fstream file(tables[0], std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(size * percent / 100);
            file.write("??????", 6);
        }
        {
            auto store = engine::RocksStateStore::open(at);
            std::unique_ptr<engine::State> state;
            if (recover(state, *store).rebuilt) continue;  // found at once
            const auto every = [](engine::Text, events::BytesView) { return true; };
            const auto read = store->stored()->scan({}, "\x01", every);
            if (read) continue;  // in an index, say
            CHECK(read.error().failure == events::Failure::passing);
            ++found_late;
        }
        auto store = engine::RocksStateStore::open(at);
        std::unique_ptr<engine::State> state;
        CHECK(recover(state, *store).rebuilt);
        state->collect([](events::BytesView, events::BytesView) {});
        CHECK((state->hash() == hash));
        CHECK(fs::exists(folder.path() / "state.damaged"));
    }
    CHECK(found_late > 0);
}

}  // namespace leadline::tests
