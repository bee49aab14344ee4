// Damage on the disk: whatever is flipped, cut off or taken away in the log's files is found, and
// named by the first position that cannot be read. Never does a log open shorter without a word.
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>

#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/chain.hpp"
#include "tests/support/sim_events.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using Catch::Contains;
using engine::LogEnd;
using engine::Partition;
using events::Failure;
using tests::commands;
using tests::EpochMaker;
using tests::TemporaryFolder;
namespace fs = std::filesystem;

constexpr Partition p0{0};
constexpr std::size_t wal_block_bytes = 32'768;  // RocksDB's, and the header of a record in it:
constexpr std::size_t wal_header_bytes = 7;      // checksum u32, length u16, type u8

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void flip(std::string& bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
}

std::vector<fs::path> files_with(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension && entry.file_size() > 0) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

// Makes a log, leaves a copy of its folder as a kill would, and says where it ended.
LogEnd make_killed_log(const fs::path& folder, const std::vector<tests::CommandLengths>& epochs) {
    const auto living = folder.parent_path() / "living";
    const auto log = EmbeddedLog::open(living);
    REQUIRE(log.has_value());
    EpochMaker maker((*log)->id(), p0);
    for (const auto& lengths : epochs) {
        REQUIRE((*log)->append(maker.make(lengths)).has_value());
    }
    fs::copy(living, folder);
    return maker.end();
}

// The same, with every block in table files and none in the write-ahead log.
LogEnd make_flushed_log(const fs::path& folder, int epochs, std::size_t events) {
    const LogEnd end = make_killed_log(
        folder, std::vector<tests::CommandLengths>(static_cast<std::size_t>(epochs),
                                                   commands(events)));
    REQUIRE(EmbeddedLog::open(folder).has_value());
    return end;
}

// What `log verify` does: the error, or an empty text when nothing is wrong up to `end`.
std::string verify(const fs::path& folder, const LogEnd& end) {
    const auto reader = EmbeddedReader::open(folder, Beside::nobody);
    if (!reader) {
        const bool fits = reader.error().failure == Failure::loss ||
                          reader.error().failure == Failure::corrupt;
        return (fits ? "" : "WRONG FAILURE ") + reader.error().message;
    }
    engine::ChainVerifier verifier((*reader)->id(), p0, engine::empty_end((*reader)->id(), p0));
    auto checked = (*reader)->scan(p0, 1, [&](std::uint64_t, engine::BytesView block) {
        return verifier.feed(block);
    });
    if (checked) checked = verifier.finish();
    if (checked) checked = (*reader)->check_tables();
    if (!checked) return checked.error().message;
    return verifier.end() == end ? "" : "SHORTER WITHOUT A WORD";
}

// Positions that a message names: "first missing position is N", "cannot be read is N", "first is N".
std::uint64_t named_position(const std::string& message) {
    static const std::regex named(R"((position is|cannot be read is|the first is) ([0-9]+))");
    std::smatch match;
    return std::regex_search(message, match, named) ? std::stoull(match[2]) : 0;
}

// Where each record of a write-ahead log begins.
std::vector<std::size_t> wal_records(const std::string& wal) {
    std::vector<std::size_t> records;
    for (std::size_t at = 0; at + wal_header_bytes <= wal.size();) {
        const std::size_t left = wal_block_bytes - at % wal_block_bytes;
        if (left < wal_header_bytes) {
            at += left;
            continue;
        }
        records.push_back(at);
        const auto low = static_cast<unsigned char>(wal[at + 4]);
        const auto high = static_cast<unsigned char>(wal[at + 5]);
        at += wal_header_bytes + low + 256U * high;
    }
    return records;
}

TEST_CASE("Damage: every flipped header bit of every record of a live WAL is found", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    // The third epoch is larger than a WAL block: its record lies there in parts.
    const LogEnd end = make_killed_log(
        log, {commands(2), commands(3), commands(900, 100), commands(1), commands(2)});
    const auto wals = files_with(log, ".log");
    REQUIRE_FALSE(wals.empty());
    REQUIRE(verify(log, end).empty());
    std::size_t flipped = 0;
    for (const auto& path : wals) {
        const std::string whole = read_file(path);
        for (const std::size_t record : wal_records(whole)) {
            for (std::size_t bit = record * 8; bit < (record + wal_header_bytes) * 8; ++bit) {
                std::string damaged = whole;
                flip(damaged, bit);
                write_file(path, damaged);
                const std::string message = verify(log, end);
                INFO(path.filename() << ", record at " << record << ", bit " << bit - record * 8
                                     << ": " << message);
                REQUIRE_THAT(message, Contains("position"));
                REQUIRE(named_position(message) >= 1);
                REQUIRE(named_position(message) <= end.last_position.number);
                ++flipped;
            }
        }
        write_file(path, whole);
    }
    CHECK(flipped >= 7 * 56);
    CHECK(verify(log, end).empty());
}

TEST_CASE("Damage: an engine refuses such a log too, and leaves its files as they were",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    make_killed_log(log, {commands(2), commands(3), commands(4)});
    const auto path = files_with(log, ".log").back();
    const std::string whole = read_file(path);
    const auto records = wal_records(whole);
    for (const std::size_t bit : {0U, 35U, 44U, 48U}) {  // checksum, both of length, type
        std::string damaged = whole;
        flip(damaged, records.back() * 8 + bit);
        write_file(path, damaged);
        const auto refused = EmbeddedLog::open(log);
        INFO("bit " << bit);
        REQUIRE_FALSE(refused.has_value());
        CHECK(named_position(refused.error().message) == 6);
        CHECK(read_file(path) == damaged);
        const auto follower = EmbeddedReader::open(log, Beside::engine);
        REQUIRE_FALSE(follower.has_value());
        CHECK(named_position(follower.error().message) == 6);
    }
    const auto accepted = EmbeddedLog::open(log, {.accept_loss = true});
    REQUIRE(accepted.has_value());
    CHECK((*accepted)->end(p0)->last_position.number == 5);
}

TEST_CASE("Damage: a half-written last block that was never answered is dropped", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    make_killed_log(log, {commands(2), commands(3)});
    const Acked before = *read_acked(log, p0);
    fs::remove_all(log);
    fs::remove_all(folder.path() / "living");
    make_killed_log(log, {commands(2), commands(3), commands(300)});
    {
        // As if the kill had come before the answer.
        auto acked = AckedFile::open(log, p0);
        REQUIRE(acked->write({before.block, before.last_position, {}}).has_value());
        fs::remove(acked_path(log, p0));
    }
    const auto path = files_with(log, ".log").back();
    fs::resize_file(path, fs::file_size(path) - 5'000);
    const auto opened = EmbeddedLog::open(log);
    REQUIRE(opened.has_value());
    CHECK((*opened)->end(p0)->last_position.number == 5);
}

TEST_CASE("Damage: a last block cut short after it was answered is a loss", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const LogEnd end = make_killed_log(log, {commands(2), commands(3), commands(300)});
    const auto path = files_with(log, ".log").back();
    for (const std::uint64_t cut : {1U, 100U, 10'000U}) {
        fs::resize_file(path, fs::file_size(path) - cut);
        const std::string message = verify(log, end);
        CHECK(named_position(message) == 6);
        CHECK_THAT(message, Contains("the last acknowledged one 305"));
    }
}

TEST_CASE("Damage: a flipped byte anywhere in a table file of blocks is found", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const LogEnd end = make_flushed_log(log, 40, 100);
    REQUIRE(files_with(log, ".log").size() <= 1);
    fs::path table;
    for (const auto& path : files_with(log, ".sst")) {
        if (fs::file_size(path) > 100'000) table = path;
    }
    REQUIRE_FALSE(table.empty());
    const std::string whole = read_file(table);
    REQUIRE(verify(log, end).empty());
    const std::size_t step = whole.size() / 150;
    std::size_t found = 0;
    const auto damaged_at = [&](std::size_t byte) {
        std::string damaged = whole;
        flip(damaged, byte * 8 + byte % 8);
        write_file(table, damaged);
        const std::string message = verify(log, end);
        INFO("byte " << byte << " of " << whole.size() << ": " << message);
        REQUIRE_FALSE(message.empty());
        REQUIRE(named_position(message) >= 1);
        REQUIRE(named_position(message) <= end.last_position.number);
        ++found;
        return named_position(message);
    };
    for (std::size_t byte = 0; byte < whole.size(); byte += step) damaged_at(byte);
    // The end holds what a scan of blocks does not read: properties, index, footer.
    for (std::size_t byte = whole.size() - 3'000; byte < whole.size(); byte += 23) damaged_at(byte);
    CHECK(found > 250);
    CHECK(damaged_at(20) == 1);
    CHECK(damaged_at(whole.size() / 2) > 1'000);
}

TEST_CASE("Damage: a missing table file is named by its first position", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const LogEnd end = make_killed_log(
        log, std::vector<tests::CommandLengths>(60, commands(9, 100'000)));  // three files or more
    const auto tables = files_with(log, ".sst");
    REQUIRE(tables.size() >= 3);
    fs::remove(tables[tables.size() - 1]);
    const std::string message = verify(log, end);
    INFO(message);
    CHECK(named_position(message) > 1);
    CHECK(named_position(message) <= end.last_position.number);
}

}  // namespace
}  // namespace leadline::connectors
