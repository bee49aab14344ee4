// Reading many keys at once, by two threads.
#include "engine/runtime/rocks_reads.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>

#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;

std::string key_of(std::size_t number) { return "key-" + std::to_string(number); }
std::string value_of(std::size_t number) {
    return std::to_string(number * number) + std::string(number % 300, 'v');
}

std::unique_ptr<rocksdb::DB> open(const fs::path& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.compression = rocksdb::kNoCompression;
    rocksdb::DB* made = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &made);
    REQUIRE(status.ok());
    return std::unique_ptr<rocksdb::DB>(made);
}

// Every second number has a value.
std::unique_ptr<rocksdb::DB> filled(const fs::path& folder, std::size_t numbers) {
    auto db = open(folder);
    for (std::size_t number = 0; number < numbers; number += 2)
        REQUIRE(db->Put({}, key_of(number), value_of(number)).ok());
    REQUIRE(db->Flush({}).ok());
    return db;
}

}  // namespace

TEST_CASE("RocksReads: each key gets what is under it, in the order asked, whoever reads it",
          "[engine]") {
    constexpr std::size_t numbers = 4'000;
    const TemporaryFolder folder;
    const auto db = filled(folder.path() / "db", numbers);
    engine::RocksReads reads;
    std::mt19937 random(7);
    // The thread beside may be late for any batch, but not for each of so many.
    constexpr int rounds_least = 60;
    constexpr int rounds_most = 100'000;
    int round = 0;
    for (; round < rounds_least || (reads.read_beside() == 0 && round < rounds_most); ++round) {
        const std::size_t count = round < 40 ? random() % 150 : random() % 1'500;
        std::vector<std::size_t> asked(count);
        std::vector<std::string> keys;
        for (std::size_t& number : asked) keys.push_back(key_of(number = random() % numbers));
        const std::vector<events::Text> texts(keys.begin(), keys.end());
        std::size_t next = 0;
        std::size_t wrong = 0;
        const auto status = reads.read(*db, texts, [&](std::size_t i, events::BytesView value) {
            const std::string expected = asked[i] % 2 == 0 ? value_of(asked[i]) : "";
            if (i != next++ || events::as_text(value) != expected) ++wrong;
        });
        REQUIRE(status.ok());
        REQUIRE(next == count);
        REQUIRE(wrong == 0);
    }
    CHECK(reads.read_beside() > 0);
}

TEST_CASE("RocksReads: where one key cannot be read, nothing is said of any", "[engine]") {
    constexpr std::size_t numbers = 4'000;
    const TemporaryFolder folder;
    filled(folder.path() / "db", numbers).reset();
    int damaged = 0;
    for (const auto& entry : fs::directory_iterator(folder.path() / "db")) {
        if (entry.path().extension() != ".sst") continue;
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(fs::file_size(entry.path()) / 2));
        file.write("??????", 6);
        ++damaged;
    }
    REQUIRE(damaged == 1);
    const auto db = open(folder.path() / "db");
    std::vector<std::string> keys;
    for (std::size_t number = 0; number < numbers; ++number) keys.push_back(key_of(number));
    const std::vector<events::Text> texts(keys.begin(), keys.end());
    engine::RocksReads reads;
    std::size_t visited = 0;
    const auto read = [&](std::span<const events::Text> these) {
        return reads.read(*db, these, [&](std::size_t, events::BytesView) { ++visited; });
    };
    CHECK(read(texts).IsCorruption());
    CHECK(visited == 0);
    // The rest can be read, also by the one who met the damage.
    std::size_t good = 0;
    for (std::size_t begin = 0; begin + 100 <= numbers; begin += 100)
        good += read(std::span(texts).subspan(begin, 100)).ok() ? 100U : 0U;
    CHECK(good > 0);
    CHECK(good < numbers);
    CHECK(visited == good);
}

}  // namespace leadline::tests
