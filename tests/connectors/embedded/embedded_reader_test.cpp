// Reading the embedded log from outside the engine: beside it, and where none runs.
#include "connectors/embedded/embedded_reader.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <thread>

#include "connectors/embedded/embedded_log.hpp"
#include "engine/log/chain.hpp"
#include "tests/support/sim_events.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using engine::LogEnd;
using engine::Partition;
using events::Failure;
using tests::commands;
using tests::EpochMaker;
using tests::TemporaryFolder;
namespace fs = std::filesystem;

constexpr Partition p0{0};

LogEnd verified_end(const engine::LogReader& log) {
    engine::ChainVerifier verifier(log.id(), p0, engine::empty_end(log.id(), p0));
    const auto scanned = log.scan(
        p0, 1, [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); });
    INFO((scanned ? "" : scanned.error().message));
    REQUIRE(scanned.has_value());
    REQUIRE(verifier.finish().has_value());
    REQUIRE(verifier.end() == log.end(p0));
    return verifier.end();
}

std::map<std::string, std::pair<std::uintmax_t, fs::file_time_type>> picture(
    const fs::path& folder) {
    std::map<std::string, std::pair<std::uintmax_t, fs::file_time_type>> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        files[entry.path().filename()] = {entry.file_size(), entry.last_write_time()};
    }
    return files;
}

TEST_CASE("EmbeddedReader: it follows an engine from append to append", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE(log.has_value());
    EpochMaker maker((*log)->id(), p0);
    REQUIRE((*log)->append(maker.make(commands(3))).has_value());
    const auto reader = EmbeddedReader::open(folder.path(), Beside::engine);
    REQUIRE(reader.has_value());
    CHECK(verified_end(**reader) == maker.end());
    for (std::uint32_t i = 0; i < 60; ++i) {  // over flushes and new WAL files as well
        const LogEnd before = maker.end();
        engine::EpochWrite epoch = maker.make(i % 2 == 0 ? commands(9, 90'000) : commands(i));
        epoch.dead_letters = {{"letter" + std::to_string(i), "x"}};
        REQUIRE((*log)->append(epoch).has_value());
        CHECK((*reader)->end(p0) == before);
        REQUIRE((*reader)->catch_up().has_value());
        REQUIRE((*reader)->end(p0) == maker.end());
        REQUIRE((*reader)->read(p0, epoch.end.block) == epoch.blocks.back());
    }
    CHECK(verified_end(**reader) == maker.end());
    CHECK((*reader)->block_of(p0, {1}) == 1U);
    std::size_t letters = 0;
    REQUIRE((*reader)
                ->dead_letters([&](const engine::DeadLetter&) { return ++letters > 0; })
                .has_value());
    CHECK(letters == 60);
}

TEST_CASE("EmbeddedReader: it reads whole epochs while the engine appends at full speed",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE(log.has_value());
    const auto reader = EmbeddedReader::open(folder.path(), Beside::engine);
    REQUIRE(reader.has_value());
    EpochMaker maker((*log)->id(), p0);
    std::atomic<bool> done = false;
    bool appended = true;
    std::thread engine_thread([&] {
        for (std::uint32_t i = 0; i < 300 && appended; ++i) {  // 36 MB: two flushes come along
            appended = (*log)->append(maker.make(commands(4, 30'000))).has_value();
        }
        done = true;
    });
    engine::ChainVerifier verifier((*log)->id(), p0, engine::empty_end((*log)->id(), p0));
    std::string problem;
    for (bool last = false; problem.empty() && !last;) {
        last = done;
        auto read = (*reader)->catch_up();
        if (read) {
            read = (*reader)->scan(
                p0, verifier.end().block + 1,
                [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); });
        }
        if (read) read = verifier.finish();
        if (!read) problem = read.error().message;
    }
    engine_thread.join();
    CHECK(problem == "");
    CHECK(appended);
    CHECK(verifier.end() == maker.end());
}

TEST_CASE("EmbeddedReader: where no engine runs it touches nothing in the folder", "[connectors]") {
    const TemporaryFolder folder;
    LogEnd end;
    {
        const auto log = EmbeddedLog::open(folder.path());
        REQUIRE(log.has_value());
        EpochMaker maker((*log)->id(), p0);
        for (int i = 0; i < 5; ++i) REQUIRE((*log)->append(maker.make(commands(50))).has_value());
        end = maker.end();
    }
    const auto before = picture(folder.path());
    for (const Beside beside : {Beside::nobody, Beside::engine}) {
        const auto reader = EmbeddedReader::open(folder.path(), beside);
        REQUIRE(reader.has_value());
        CHECK(verified_end(**reader) == end);
        CHECK((*reader)->catch_up().has_value());
        CHECK((*reader)->check_tables().has_value());
    }
    CHECK(picture(folder.path()) == before);
}

TEST_CASE("EmbeddedReader: a follower removes its scratch folder", "[connectors]") {
    const TemporaryFolder folder;
    const auto temporary = folder.path() / "tmp";
    fs::create_directory(temporary);
    REQUIRE(EmbeddedLog::open(folder.path() / "log").has_value());
    const char* before = std::getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("TMPDIR", temporary.c_str(), 1);
    {
        const auto reader = EmbeddedReader::open(folder.path() / "log", Beside::engine);
        REQUIRE(reader.has_value());
        CHECK_FALSE(fs::is_empty(temporary));
    }
    before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
    CHECK(fs::is_empty(temporary));
}

TEST_CASE("EmbeddedReader: where there is no log it says so", "[connectors]") {
    const TemporaryFolder folder;
    for (const Beside beside : {Beside::nobody, Beside::engine}) {
        const auto reader = EmbeddedReader::open(folder.path() / "log", beside);
        REQUIRE_FALSE(reader.has_value());
        CHECK(reader.error().failure == Failure::not_found);
        CHECK(reader.error().message == "there is no log in " + (folder.path() / "log").string());
    }
}

}  // namespace
}  // namespace leadline::connectors
