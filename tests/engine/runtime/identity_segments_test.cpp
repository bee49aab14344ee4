// The segments of decided commands in RocksDB, against a map: checkpoints, segments that become
// one, windows that end, restarts, and readers while all that goes on.
#include "engine/runtime/identity_segments.hpp"

#include <rapidcheck.h>
#include <rocksdb/iostats_context.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using engine::CommandIdentity;
using engine::Decided;
using engine::DedupRecord;
using engine::IdentityFilter;
using engine::IdentitySegments;
using engine::Time;

// Spread evenly, as a hash is.
CommandIdentity identity_of(std::uint64_t key) {
    std::mt19937_64 random(key);
    const std::uint64_t low = random();
    return {low, random()};
}

// A database with segments in it, written to as the state's store does.
class Ground {
public:
    explicit Ground(std::size_t records_at_most) : segments(records_at_most) { open(); }

    void open() {
        segments.clear();
        db.reset();
        rocksdb::Options options;
        options.create_if_missing = true;
        rocksdb::BlockBasedTableOptions table;
        table.no_block_cache = true;  // as in the state's store
        options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
        rocksdb::DB* raw = nullptr;
        REQUIRE(rocksdb::DB::Open(options, (folder_.path() / "db").string(), &raw).ok());
        db.reset(raw);
        REQUIRE(segments.load(*db).has_value());
    }

    [[nodiscard]] rocksdb::Status write(std::vector<DedupRecord> noted, Time now) {
        const std::string path = (folder_.path() / "new.sst").string();
        rocksdb::SstFileWriter file(rocksdb::EnvOptions(), rocksdb::Options{});
        rocksdb::Status status = file.Open(path);
        if (status.ok()) status = file.Put(rocksdb::Slice("\0", 1), "position");
        if (status.ok()) status = segments.add(file, *db, noted, now);
        if (status.ok()) status = file.Put("x", "an entry");
        for (int i = 0; i < kibs_beside && status.ok(); ++i)
            status = file.Put("y" + std::to_string(1'000'000 + i), std::string(1'024, 'y'));
        if (status.ok()) status = file.Finish();
        rocksdb::IngestExternalFileOptions ingesting;
        ingesting.move_files = true;
        if (!status.ok()) return status;
        return segments.publish([&] { return db->IngestExternalFile({path}, ingesting); });
    }

    [[nodiscard]] std::map<std::uint64_t, Decided> found(const std::vector<std::uint64_t>& keys) {
        std::vector<CommandIdentity> identities;
        for (const std::uint64_t key : keys) identities.push_back(identity_of(key));
        std::map<std::uint64_t, Decided> known;
        const auto status = segments.find(
            *db, identities, [&](std::size_t i, const Decided& d) { known[keys[i]] = d; });
        REQUIRE(status.ok());
        return known;
    }

    // Bytes that this thread reads from the database within the call.
    template <class Act>
    static std::uint64_t bytes_read(Act&& act) {
        const std::uint64_t before = rocksdb::get_iostats_context()->bytes_read;
        act();
        return rocksdb::get_iostats_context()->bytes_read - before;
    }

    std::unique_ptr<rocksdb::DB> db;
    IdentitySegments segments;
    int kibs_beside = 0;  // of entries, written with the segments

private:
    TemporaryFolder folder_;
};

std::vector<DedupRecord> records(std::uint64_t from, std::uint64_t count, std::int64_t until) {
    std::vector<DedupRecord> made;
    for (std::uint64_t key = from; key < from + count; ++key)
        made.push_back({identity_of(key), {{until}, {key + 1}, 2, key * 5}});
    return made;
}

}  // namespace

TEST_CASE("IdentityFilter: has all that was added, and seldom seems to have another", "[engine]") {
    const std::size_t lines = IdentityFilter::lines_for(20'000);
    IdentityFilter filter(lines);
    for (std::uint64_t key = 0; key < 20'000; ++key) filter.add(identity_of(key));
    IdentityFilter again(lines);
    for (std::size_t i = 0; i < IdentityFilter::pieces_of(lines); ++i)
        REQUIRE(again.take(i, filter.piece(i)));
    CHECK_FALSE(again.take(0, filter.piece(0).first(64)));
    CHECK_FALSE(again.take(IdentityFilter::pieces_of(lines), filter.piece(0)));
    std::size_t missed = 0;
    std::size_t mistaken = 0;
    std::size_t otherwise = 0;  // said of one line's bytes alone
    for (std::uint64_t key = 0; key < 20'000; ++key) {
        missed += again.may_have(identity_of(key)) ? 0U : 1U;
        const CommandIdentity other = identity_of(1'000'000 + key);
        mistaken += again.may_have(other) ? 1U : 0U;
        const auto line =
            filter.bytes().subspan(IdentityFilter::line_of(other, lines) * 64).first(64);
        otherwise += IdentityFilter::may_have(line, other) == again.may_have(other) ? 0U : 1U;
    }
    CHECK(missed == 0);
    CHECK(otherwise == 0);
    CHECK(mistaken > 0);
    CHECK(mistaken < 100);  // one in 600 is 33
    CHECK(filter.bytes().size() <= 20'000 * 2 + 64);
}

TEST_CASE("IdentitySegments: know the latest of each command whose window is open", "[engine]") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Ground ground(400);
        std::map<std::uint64_t, Decided> model;
        std::vector<std::uint64_t> keys;
        for (std::uint64_t key = 0; key < 3'000; ++key) keys.push_back(key);
        std::int64_t now = 1;
        for (std::uint64_t round = 0; round < 40; ++round) {
            std::vector<DedupRecord> noted;
            for (std::uint64_t i = random() % 200; i > 0; --i) {
                const std::uint64_t key = random() % keys.size();
                if (model.contains(key) && now < model[key].until.us) continue;  // a repeat
                const Decided decided{{now + static_cast<std::int64_t>(1 + random() % 4'000)},
                                      {1 + random() % 1'000'000},
                                      1,
                                      random()};
                noted.push_back({identity_of(key), decided});
                model[key] = decided;
            }
            now += static_cast<std::int64_t>(random() % 200);
            REQUIRE(ground.write(noted, {now}).ok());
            if (random() % 5 == 0) ground.open();
            const auto found = ground.found(keys);
            std::size_t wrong = 0;
            for (const std::uint64_t key : keys) {
                const auto known = model.find(key);
                const auto here = found.find(key);
                if (known != model.end() && now < known->second.until.us) {
                    wrong += here != found.end() && here->second == known->second ? 0U : 1U;
                } else if (here != found.end()) {  // over: nothing need be known, nor anything else
                    wrong += known != model.end() && here->second.until.us <= now ? 0U : 1U;
                }
            }
            REQUIRE(wrong == 0);
        }
    }
}

TEST_CASE("IdentitySegments: neighbours become one, the large stay, and what is over goes",
          "[engine]") {
    Ground ground(1'000);
    for (std::uint64_t i = 0; i < 32; ++i) {
        REQUIRE(ground.write(records(i * 100, 100, 10'000), {1}).ok());
        CHECK(ground.segments.count() <= 3 + i / 8);
    }
    CHECK(ground.segments.count() == 2);  // 1,600 and 1,600
    CHECK(ground.segments.filter_bytes() <= 3'200 * 2 + 2 * 64);
    CHECK(ground.found({0, 1'599, 1'600, 3'199, 3'200}).size() == 4);
    REQUIRE(ground.write({}, {9'999}).ok());
    CHECK(ground.segments.count() == 2);
    REQUIRE(ground.write({}, {10'000}).ok());
    CHECK(ground.segments.count() == 0);
    ground.open();
    CHECK(ground.segments.count() == 0);
    const std::unique_ptr<rocksdb::Iterator> left(ground.db->NewIterator({}));
    std::size_t keys = 0;
    for (left->SeekToFirst(); left->Valid(); left->Next()) ++keys;
    CHECK(keys == 2);  // the position and the entry
}

TEST_CASE(
    "IdentitySegments: what an opening and its first look-up read is not of the history's size",
    "[engine]") {
    constexpr std::uint64_t count = 400'000;  // whose filter has 800 kB
    Ground ground(1U << 20U);
    REQUIRE(ground.write(records(0, count, 10'000), {1}).ok());
    CHECK(ground.segments.filter_bytes() > 2 * count);
    CHECK(Ground::bytes_read([&] { ground.open(); }) < 200'000);
    CHECK(ground.segments.filter_bytes() == 0);
    CHECK(Ground::bytes_read([&] {
              CHECK(ground.found({5, count + 1, count + 2}).size() == 1);
          }) < 200'000);
    // From the first look-up on the filters are read beside it, and everything says the same.
    const auto begun = std::chrono::steady_clock::now();
    while (ground.segments.filter_bytes() == 0) {
        REQUIRE(std::chrono::steady_clock::now() - begun < std::chrono::minutes(1));
        CHECK(ground.found({0, 7, count}).size() == 2);
    }
    CHECK(ground.segments.filter_bytes() > 2 * count);
    CHECK(ground.found({0, 7, count - 1, count, count + 9}).size() == 3);
}

TEST_CASE("IdentitySegments: a filter that is damaged is found, whoever reads it", "[engine]") {
    Ground ground(1U << 20U);
    REQUIRE(ground.write(records(0, 40'000, 10'000), {1}).ok());
    REQUIRE(ground.db->Delete({}, engine::identity_piece_key(1, 7)).ok());
    ground.open();
    const auto of_piece = [](std::size_t piece) {
        const std::size_t lines = IdentityFilter::lines_for(40'000);
        for (std::uint64_t key = 0;; ++key)
            if (IdentityFilter::line_of(identity_of(key), lines) / 64 == piece)
                return identity_of(key);
    };
    const auto find = [&](CommandIdentity identity) {
        return ground.segments.find(*ground.db, std::span(&identity, 1),
                                    [](std::size_t, const Decided&) {});
    };
    SECTION("by a look-up that needs it") { CHECK(find(of_piece(7)).IsCorruption()); }
    SECTION("beside others") {
        const auto begun = std::chrono::steady_clock::now();
        while (find(of_piece(3)).ok())
            REQUIRE(std::chrono::steady_clock::now() - begun < std::chrono::minutes(1));
        CHECK(find(of_piece(3)).IsCorruption());
    }
}

TEST_CASE("IdentitySegments: becoming one reads little of what else is in the tables", "[engine]") {
    Ground ground(1'000);
    REQUIRE(ground.db->SetOptions({{"disable_auto_compactions", "true"}}).ok());
    ground.kibs_beside = 400;
    for (std::uint64_t i = 0; i < 15; ++i)
        REQUIRE(ground.write(records(i * 10, 10, 10'000), {1}).ok());
    CHECK(ground.segments.count() == 4);
    const std::uint64_t read =
        Ground::bytes_read([&] { REQUIRE(ground.write(records(150, 10, 10'000), {1}).ok()); });
    CHECK(ground.segments.count() == 1);
    // Four segments of a few kilobytes, looked for in each of 15 tables of 400.
    CHECK(read < 300'000);
}

TEST_CASE("IdentitySegments: a reader always finds what was written, while segments become one",
          "[engine]") {
    Ground ground(1U << 20U);
    std::atomic<std::uint64_t> written = 0;
    std::atomic<bool> has_failed = false;
    std::thread writer([&] {
        for (std::uint64_t i = 0; i < 64 && !has_failed; ++i) {
            if (!ground.write(records(i * 50, 50, 10'000), {1}).ok()) has_failed = true;
            written = (i + 1) * 50;
        }
        written = 64 * 50;
    });
    std::uint64_t rounds = 0;
    std::uint64_t missed = 0;
    for (std::uint64_t have = 0; have < 64 * 50 && !has_failed; ++rounds) {
        have = written;
        std::vector<CommandIdentity> identities;
        for (std::uint64_t key = rounds % 7; key < have; key += 7)
            identities.push_back(identity_of(key));
        std::size_t found = 0;
        const auto status = ground.segments.find(*ground.db, identities,
                                                 [&](std::size_t, const Decided&) { ++found; });
        if (!status.ok()) has_failed = true;
        missed += identities.size() - std::min(identities.size(), found);
    }
    writer.join();
    CHECK_FALSE(has_failed);
    CHECK(missed == 0);
}

}  // namespace leadline::tests
