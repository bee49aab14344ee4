// The embedded log: what was appended is there after any end of its process, and after an error it
// says so and stops.
#include "connectors/embedded/embedded_log.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/chain.hpp"
#include "tests/support/sim_disk.hpp"
#include "tests/support/sim_events.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using Catch::Contains;
using engine::LogEnd;
using engine::Partition;
using engine::Position;
using events::Failure;
using tests::commands;
using tests::EpochMaker;
using tests::TemporaryFolder;

constexpr Partition p0{0};
constexpr Partition p1{1};

std::unique_ptr<EmbeddedLog> open(const std::filesystem::path& folder,
                                  const EmbeddedOptions& options = {}) {
    auto log = EmbeddedLog::open(folder, options);
    INFO((log ? "" : log.error().message));
    REQUIRE(log.has_value());
    return *std::move(log);
}

LogEnd verified_end(const engine::LogReader& log, Partition partition = p0) {
    engine::ChainVerifier verifier(log.id(), partition, engine::empty_end(log.id(), partition));
    const auto scanned = log.scan(
        partition, 1, [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); });
    INFO((scanned ? "" : scanned.error().message));
    REQUIRE(scanned.has_value());
    REQUIRE(verifier.finish().has_value());
    REQUIRE(verifier.end() == log.end(partition));
    return verifier.end();
}

std::string dead_letters_of(const engine::LogReader& log) {
    std::string seen;
    REQUIRE(log.dead_letters([&](const engine::DeadLetter& letter) {
                   seen += letter.key + "=" + letter.value + " ";
                   return true;
               })
                .has_value());
    return seen;
}

TEST_CASE("EmbeddedLog: what was appended is read back after opening anew", "[connectors]") {
    const TemporaryFolder folder;
    LogEnd end;
    engine::LogId id;
    {
        const auto log = open(folder.path(), {.partitions = 2});
        id = log->id();
        CHECK(id != engine::LogId{});
        CHECK(log->partitions() == 2);
        CHECK(log->end(p1) == engine::empty_end(id, p1));
        EpochMaker maker(id, p1);
        for (const auto& lengths : {commands(300),
                                    {{240'000, 240'000, 240'000, 240'000}},
                                    tests::CommandLengths{{}},
                                    commands(2)}) {
            REQUIRE(log->append(maker.make(lengths)).has_value());
        }
        end = maker.end();
        CHECK(verified_end(*log, p1) == end);
    }
    const auto log = open(folder.path());  // how many partitions it has, it knows
    CHECK(log->id() == id);
    CHECK(log->partitions() == 2);
    CHECK(verified_end(*log, p1) == end);
    CHECK(verified_end(*log, p0) == engine::empty_end(id, p0));
    EpochMaker maker(id, p1, end);
    REQUIRE(log->append(maker.make(commands(1))).has_value());
    CHECK(verified_end(*log, p1).last_position.number == end.last_position.number + 1);
}

TEST_CASE("EmbeddedLog: a block is found by its number and by a position in it", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = open(folder.path());
    EpochMaker maker(log->id(), p0);
    std::vector<engine::Bytes> blocks;
    for (const auto& lengths : {commands(4),
                                {{240'000, 240'000, 240'000, 240'000}},
                                tests::CommandLengths{{}},
                                commands(2)}) {
        const engine::EpochWrite epoch = maker.make(lengths);
        blocks.insert(blocks.end(), epoch.blocks.begin(), epoch.blocks.end());
        REQUIRE(log->append(epoch).has_value());
    }
    REQUIRE(blocks.size() == 5);
    for (std::uint64_t block = 1; block <= 5; ++block) {
        CHECK(log->read(p0, block) == blocks[block - 1]);
    }
    CHECK(log->read(p0, 6).error().failure == Failure::not_found);
    CHECK(log->read(p0, 0).error().failure == Failure::not_found);
    const std::vector<std::uint64_t> block_of_position = {1, 1, 1, 1, 2, 2, 2, 3, 5, 5};
    for (std::uint64_t position = 1; position <= 10; ++position) {
        CHECK(log->block_of(p0, {position}) == block_of_position[position - 1]);
    }
    CHECK(log->block_of(p0, {11}).error().failure == Failure::not_found);
    CHECK(log->block_of(p0, {0}).error().failure == Failure::not_found);

    std::vector<std::uint64_t> visited;
    const auto stopped = log->scan(p0, 3, [&](std::uint64_t block, engine::BytesView) {
        visited.push_back(block);
        return block < 4 ? engine::Result<void>{} : events::fail(Failure::interrupted, "enough");
    });
    CHECK(visited == std::vector<std::uint64_t>{3, 4});
    CHECK(stopped.error().message == "enough");
}

TEST_CASE("EmbeddedLog: it holds the same bytes as the simulated log", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = open(folder.path(), {.id = tests::sim_id()});
    CHECK(log->id() == tests::sim_id());
    EpochMaker here(log->id(), p0);
    EpochMaker there(tests::sim_id(), p0);
    REQUIRE(log->append(here.make(commands(20))).has_value());
    CHECK(log->read(p0, 1) == there.make(commands(20)).blocks.front());
}

TEST_CASE("EmbeddedLog: dead letters stay beside the log, in key order and once", "[connectors]") {
    const TemporaryFolder folder;
    {
        const auto log = open(folder.path());
        EpochMaker maker(log->id(), p0);
        engine::EpochWrite epoch = maker.make(commands(1));
        epoch.dead_letters = {{"00000002", "two"}, {"00000001", "one"}};
        REQUIRE(log->append(epoch).has_value());
        epoch = maker.make({{}});
        epoch.dead_letters = {{"00000002", "two"}};
        REQUIRE(log->append(epoch).has_value());
    }
    CHECK(dead_letters_of(*open(folder.path())) == "00000001=one 00000002=two ");
}

TEST_CASE("EmbeddedLog: a second opener is refused while the first lives", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = open(folder.path());
    const auto second = EmbeddedLog::open(folder.path());
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().failure == Failure::unavailable);
    CHECK_THAT(second.error().message, Contains("is in use by another process"));
}

TEST_CASE("EmbeddedLog: every answered append survives a kill at any moment", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = open(folder.path() / "log", {.partitions = 2});
    EpochMaker makers[] = {EpochMaker(log->id(), p0), EpochMaker(log->id(), p1)};
    for (std::uint32_t i = 0; i < 12; ++i) {
        REQUIRE(log->append(makers[i % 2].make(commands(i * 40))).has_value());
        if (i % 3 != 0) continue;
        const auto copy = folder.path() / ("copy" + std::to_string(i));
        tests::copy_as_killed(folder.path() / "log", copy);
        const auto survivor = open(copy);
        CHECK(verified_end(*survivor, p0) == makers[0].end());
        CHECK(verified_end(*survivor, p1) == makers[1].end());
    }
}

TEST_CASE("EmbeddedLog: every answered append survives a power cut at any moment", "[connectors]") {
    const TemporaryFolder folder;
    tests::SimDisk disk;
    const auto log = open(folder.path() / "log", {.env = disk.env()});
    EpochMaker maker(log->id(), p0);
    for (std::uint32_t i = 0; i < 48; ++i) {  // 24 MB: flushes and new log files come along
        const auto lengths = i % 4 == 0 ? commands(9, 200'000) : commands(i * 10);
        REQUIRE(log->append(maker.make(lengths)).has_value());
        if (i % 6 != 0) continue;
        const auto copy = folder.path() / ("copy" + std::to_string(i));
        disk.power_cut(folder.path() / "log", copy);
        CHECK(verified_end(*open(copy)) == maker.end());
    }
}

TEST_CASE("EmbeddedLog: what two partitions append side by side survives a power cut, too",
          "[connectors]") {
    const TemporaryFolder folder;
    tests::SimDisk disk;
    const auto log = open(folder.path() / "log", {.partitions = 2, .env = disk.env()});
    EpochMaker maker0(log->id(), p0);
    EpochMaker maker1(log->id(), p1);
    for (std::uint32_t i = 0; i < 24; ++i) {
        bool is_written = false;
        std::thread beside([&] {
            is_written =
                log->append(maker1.make(commands(9, i % 2 == 0 ? 200'000 : 60))).has_value();
        });
        const auto written = log->append(maker0.make(commands(i + 1)));
        beside.join();
        REQUIRE(written.has_value());
        REQUIRE(is_written);
        if (i % 6 != 0) continue;
        const auto copy = folder.path() / ("copy" + std::to_string(i));
        disk.power_cut(folder.path() / "log", copy);
        const auto left = open(copy);
        CHECK(verified_end(*left, p0) == maker0.end());
        CHECK(verified_end(*left, p1) == maker1.end());
    }
    const SyncCounts counts = log->sync_counts();
    CHECK(counts.epochs == 48);
    CHECK(counts.syncs <= 48);
    disk.set_sync_fails(true);
    const LogEnd acknowledged = maker0.end();
    CHECK(log->append(maker0.make(commands(5))).error().failure == Failure::io);
    CHECK(log->append(maker1.make(commands(5))).error().failure == Failure::io);
    CHECK(log->end(p0) == acknowledged);
}

TEST_CASE("EmbeddedLog: a full disk is said in plain words, and no append follows",
          "[connectors]") {
    const TemporaryFolder folder;
    tests::SimDisk disk;
    LogEnd acknowledged;
    std::optional<LogEnd> in_doubt;
    {
        const auto log = open(folder.path(), {.env = disk.env()});
        EpochMaker maker(log->id(), p0);
        REQUIRE(log->append(maker.make(commands(5))).has_value());
        acknowledged = maker.end();
        disk.set_full(true);
        const auto full = log->append(maker.make(commands(5)));
        REQUIRE_FALSE(full.has_value());
        CHECK(full.error().failure == Failure::io);
        CHECK(full.error().message == "the disk that holds " + folder.path().string() + " is full");
        in_doubt = maker.end();
        disk.set_full(false);
        EpochMaker again(log->id(), p0, acknowledged);
        const auto refused = log->append(again.make(commands(5)));
        REQUIRE_FALSE(refused.has_value());
        CHECK_THAT(refused.error().message, Contains("refuses appends after an error"));
        CHECK(log->end(p0) == acknowledged);
    }
    const auto log = open(folder.path());
    const LogEnd found = verified_end(*log);
    CHECK((found == acknowledged || found == in_doubt));
    EpochMaker maker(log->id(), p0, found);
    CHECK(log->append(maker.make(commands(5))).has_value());
}

TEST_CASE("EmbeddedLog: an append whose sync fails is not answered", "[connectors]") {
    const TemporaryFolder folder;
    tests::SimDisk disk;
    LogEnd acknowledged;
    {
        const auto log = open(folder.path() / "log", {.env = disk.env()});
        EpochMaker maker(log->id(), p0);
        REQUIRE(log->append(maker.make(commands(5))).has_value());
        acknowledged = maker.end();
        disk.set_sync_fails(true);
        const auto failed = log->append(maker.make(commands(5)));
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().failure == Failure::io);
        CHECK(log->end(p0) == acknowledged);
        disk.power_cut(folder.path() / "log", folder.path() / "copy");
    }
    CHECK(verified_end(*open(folder.path() / "copy")) == acknowledged);
}

TEST_CASE("EmbeddedLog: another thread reads whole epochs while appends go on", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = open(folder.path());
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> problems = 0;
    std::uint64_t seen = 0;
    std::thread projector([&] {
        engine::ChainVerifier verifier(log->id(), p0, engine::empty_end(log->id(), p0));
        while (!done || verifier.end().block < log->end(p0)->block) {
            const auto read = log->scan(
                p0, verifier.end().block + 1,
                [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); });
            if (!read || !verifier.finish()) ++problems;
            if (problems > 0) return;
        }
        seen = verifier.end().last_position.number;
    });
    EpochMaker maker(log->id(), p0);
    bool all_well = true;
    for (std::uint32_t i = 0; i < 150; ++i) {
        const auto lengths = i % 20 == 0 ? commands(8, 240'000) : commands(20);
        all_well = all_well && log->append(maker.make(lengths)).has_value();
    }
    done = true;
    projector.join();
    CHECK(all_well);
    CHECK(problems == 0);
    CHECK(seen == maker.end().last_position.number);
}

TEST_CASE("EmbeddedLog: a log whose making was cut short is made again", "[connectors]") {
    const TemporaryFolder folder;
    const std::size_t made = GENERATE(1U, 2U, 3U, 4U);  // families, in their order
    CAPTURE(made);
    {
        rocksdb::DBOptions options = log_db_options(Access::write, nullptr);
        options.create_if_missing = true;
        options.create_missing_column_families = true;
        auto wanted = log_families(2);
        wanted.erase(wanted.begin() + static_cast<std::ptrdiff_t>(made), wanted.end());
        std::vector<rocksdb::ColumnFamilyHandle*> families;
        rocksdb::DB* database = nullptr;
        const auto status =
            rocksdb::DB::Open(options, folder.path().string(), wanted, &families, &database);
        REQUIRE(status.ok());
        for (auto* family : families) database->DestroyColumnFamilyHandle(family);
        delete database;  // before it was said which log this is
    }
    const auto reader = EmbeddedReader::open(folder.path(), Beside::nobody);
    REQUIRE_FALSE(reader.has_value());
    CHECK(reader.error().failure == Failure::not_found);
    const std::uint32_t partitions = GENERATE(1U, 2U, 3U);  // it was never said how many there are
    const auto log = open(folder.path(), {.partitions = partitions});
    CHECK(log->partitions() == partitions);
    CHECK(verified_end(*log) == engine::empty_end(log->id(), p0));
}

TEST_CASE("EmbeddedLog: a folder that cannot be made is said in plain words", "[connectors]") {
    const auto log = EmbeddedLog::open("/proc/no-such-folder/log");
    REQUIRE_FALSE(log.has_value());
    CHECK(log.error().failure == Failure::io);
    CHECK_THAT(log.error().message, Contains("/proc/no-such-folder/log cannot be made"));
}

}  // namespace
}  // namespace leadline::connectors
