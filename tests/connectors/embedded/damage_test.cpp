// Damage on the disk: whatever is flipped, cut off or taken away in the log's files is found, and
// named by the first position that cannot be read. Never does a log open shorter without a word.
#include <catch2/catch.hpp>
#include <fstream>

#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/chain.hpp"
#include "tests/support/sim_events.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/wal_records.hpp"

namespace leadline::connectors {
namespace {

using Catch::Contains;
using engine::LogEnd;
using engine::Partition;
using events::Failure;
using tests::commands;
using tests::EpochMaker;
using tests::TemporaryFolder;
using tests::wal_header_bytes;
using tests::wal_records;
using tests::WalRecord;
namespace fs = std::filesystem;

constexpr Partition p0{0};

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

// Appends the epochs to the log in `folder`, and closes it.
LogEnd make_log(const fs::path& folder, const std::vector<tests::CommandLengths>& epochs,
                LogCompression compression = LogCompression::zstd) {
    const auto log = EmbeddedLog::open(folder, {.compression = compression});
    REQUIRE(log.has_value());
    EpochMaker maker((*log)->id(), p0);
    for (const auto& lengths : epochs) {
        REQUIRE((*log)->append(maker.make(lengths)).has_value());
    }
    return maker.end();
}

// The same, with every block in table files and none in the write-ahead log.
LogEnd make_flushed_log(const fs::path& folder, std::size_t epochs, std::size_t events,
                        std::uint32_t length, LogCompression compression) {
    const LogEnd end = make_log(
        folder, std::vector<tests::CommandLengths>(epochs, commands(events, length)), compression);
    REQUIRE(EmbeddedLog::open(folder, {.compression = compression}).has_value());
    return end;
}

// What `log verify` does: the error, or an empty text when nothing is wrong up to `end`.
std::string verify(const fs::path& folder, const LogEnd& end) {
    const auto reader = EmbeddedReader::open(folder, Beside::nobody);
    if (!reader) {
        const bool fits =
            reader.error().failure == Failure::loss || reader.error().failure == Failure::corrupt;
        return (fits ? "" : "WRONG FAILURE ") + reader.error().message;
    }
    engine::ChainVerifier verifier((*reader)->id(), p0, engine::empty_end((*reader)->id(), p0));
    auto checked = (*reader)->scan(
        p0, 1, [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); });
    if (checked) checked = verifier.finish();
    if (checked) checked = (*reader)->check_tables();
    if (!checked) return checked.error().message;
    return verifier.end() == end ? "" : "SHORTER WITHOUT A WORD";
}

// Positions that a message names: "first missing position is N", "cannot be read is N", "first is
// N".
std::uint64_t named_position(const std::string& message) {
    for (const std::string phrase : {"position is ", "cannot be read is ", "the first is "}) {
        const std::size_t at = message.find(phrase);
        if (at != std::string::npos) return std::stoull(message.substr(at + phrase.size()));
    }
    return 0;
}

TEST_CASE("Damage: every flipped header bit of every record of a live WAL is found",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    // The third epoch is larger than a WAL block: its record lies there in parts.
    const LogEnd end =
        make_log(log, {commands(2), commands(3), commands(900, 100), commands(1), commands(2)});
    const std::vector<std::uint64_t> first_positions = {1, 3, 6, 906, 907};
    const auto path = files_with(log, ".log").back();
    const std::string whole = read_file(path);
    const auto records = wal_records(whole);
    REQUIRE(records.size() > first_positions.size());
    REQUIRE(records.back().number + 1 == first_positions.size());
    REQUIRE(verify(log, end).empty());
    for (const WalRecord& record : records) {
        for (std::size_t bit = 0; bit < wal_header_bytes * 8; ++bit) {
            std::string damaged = whole;
            flip(damaged, record.at * 8 + bit);
            write_file(path, damaged);
            const std::string message = verify(log, end);
            INFO("record at " << record.at << ", bit " << bit << ": " << message);
            REQUIRE(named_position(message) == first_positions[record.number]);
        }
    }
    write_file(path, whole);
    CHECK(verify(log, end).empty());
}

TEST_CASE("Damage: a flipped bit in what the records of a live WAL hold is found, and named",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    // The third and the fourth epoch lie in several WAL blocks each, one behind the other.
    const LogEnd end = make_log(log, {commands(2), commands(3), commands(900, 100),
                                      commands(1'500, 100), commands(1), commands(2)});
    const std::vector<std::uint64_t> first_positions = {1, 3, 6, 906, 2'406, 2'407};
    const auto path = files_with(log, ".log").back();
    const std::string whole = read_file(path);
    const auto records = wal_records(whole);
    REQUIRE(records.size() >= first_positions.size() + 5);
    REQUIRE(records.back().number + 1 == first_positions.size());
    for (const WalRecord& record : records) {
        const std::size_t step = record.bytes < 800 ? 13 : 4'001;
        for (std::size_t byte = wal_header_bytes; byte < record.bytes; byte += step) {
            std::string damaged = whole;
            flip(damaged, (record.at + byte) * 8 + byte % 8);
            write_file(path, damaged);
            const std::string message = verify(log, end);
            INFO("record at " << record.at << ", byte " << byte << ": " << message);
            REQUIRE(named_position(message) == first_positions[record.number]);
        }
    }
}

TEST_CASE("Damage: an engine refuses such a log too, and leaves its files as they were",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    make_log(log, {commands(2), commands(3), commands(4)});
    const auto path = files_with(log, ".log").back();
    const std::string whole = read_file(path);
    const auto records = wal_records(whole);
    for (const std::size_t bit : {0U, 35U, 44U, 48U}) {  // checksum, both of length, type
        std::string damaged = whole;
        flip(damaged, records.back().at * 8 + bit);
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
    make_log(log, {commands(2), commands(3)});
    const Acked before = *read_acked(log, p0);
    fs::remove_all(log);
    make_log(log, {commands(2), commands(3), commands(300)});
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
    const LogEnd end = make_log(log, {commands(2), commands(3), commands(300)});
    const auto path = files_with(log, ".log").back();
    for (const std::uint64_t cut : {1U, 100U, 10'000U}) {
        fs::resize_file(path, fs::file_size(path) - cut);
        const std::string message = verify(log, end);
        CHECK(named_position(message) == 6);
        CHECK_THAT(message, Contains("the last acknowledged one 305"));
    }
}

// A log whose 45 blocks, of nine events and 855 kB each, lie in three table files.
LogEnd make_log_of_many_tables(const fs::path& folder, LogCompression compression) {
    return make_flushed_log(folder, 45, 9, 95'000, compression);
}

// By what RocksDB writes at the end of each, in plain text.
std::vector<fs::path> tables_of_blocks(const fs::path& folder) {
    auto tables = files_with(folder, ".sst");
    std::erase_if(tables, [](const fs::path& path) {
        return read_file(path).find("namep0") == std::string::npos;
    });
    return tables;
}

bool is_compressed(const fs::path& table) {
    return read_file(table).find("ZSTD") != std::string::npos;
}

TEST_CASE("Damage: a flipped byte anywhere in a table file of blocks is found", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    constexpr std::size_t epochs = 40;
    constexpr std::size_t events = 100;
    const LogEnd end = make_flushed_log(log, epochs, events, 60, LogCompression::none);
    const auto tables = tables_of_blocks(log);
    REQUIRE(tables.size() == 1);
    CHECK_FALSE(is_compressed(tables[0]));
    const std::string whole = read_file(tables[0]);
    REQUIRE(verify(log, end).empty());
    const auto damaged_at = [&](std::size_t byte) {
        std::string damaged = whole;
        flip(damaged, byte * 8 + byte % 8);
        write_file(tables[0], damaged);
        const std::string message = verify(log, end);
        INFO("byte " << byte << " of " << whole.size() << ": " << message);
        REQUIRE(named_position(message) >= 1);
        REQUIRE(named_position(message) <= end.last_position.number);
        return named_position(message);
    };
    for (std::size_t byte = 0; byte < 246'000; byte += 1'777) {
        const std::size_t block = byte / (whole.size() / epochs);
        const std::uint64_t position = damaged_at(byte);
        INFO("byte " << byte << ", position " << position);
        REQUIRE(position % events == 1);
        REQUIRE(position / events + 3 >= block);  // RocksDB reads three of these at once
        REQUIRE(position / events <= block + 1);
    }
    // The end holds what no scan of blocks reads: index, properties, footer, and unused bytes.
    for (std::size_t byte = whole.size() - 2'000; byte < whole.size(); byte += 11) {
        REQUIRE(damaged_at(byte) >= 1);
    }
}

TEST_CASE("Damage: a flipped byte anywhere in a compressed table file is found and named",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const LogEnd end = make_flushed_log(log, 120, 100, 60, LogCompression::zstd);
    const auto tables = tables_of_blocks(log);
    REQUIRE(tables.size() == 1);
    CHECK(is_compressed(tables[0]));
    const std::string whole = read_file(tables[0]);
    REQUIRE(verify(log, end).empty());
    const std::size_t blocks_end = whole.find("rocksdb.") / 2;  // behind them index and properties
    std::uint64_t last = 1;
    for (std::size_t byte = 0; byte < whole.size(); byte += whole.size() / 150) {
        std::string damaged = whole;
        flip(damaged, byte * 8 + byte % 8);
        write_file(tables[0], damaged);
        const std::string message = verify(log, end);
        INFO("byte " << byte << " of " << whole.size() << ": " << message);
        REQUIRE(named_position(message) >= 1);
        REQUIRE(named_position(message) <= end.last_position.number);
        if (byte > blocks_end) continue;
        REQUIRE(named_position(message) >= last);
        last = named_position(message);
    }
    CHECK(last > end.last_position.number / 3);
}

TEST_CASE("Damage: of several table files, the damaged one is named by its own positions",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const auto compression = GENERATE(LogCompression::none, LogCompression::zstd);
    CAPTURE(static_cast<int>(compression));
    const LogEnd end = make_log_of_many_tables(log, compression);
    std::uint64_t last = 0;
    const auto tables = tables_of_blocks(log);
    REQUIRE(tables.size() >= 3);
    for (const auto& table : tables) {
        const std::string whole = read_file(table);
        std::string damaged = whole;
        flip(damaged, 345);
        write_file(table, damaged);
        const std::string message = verify(log, end);
        INFO(table << ": " << message);
        REQUIRE((last == 0 ? named_position(message) == 1 : named_position(message) > last + 100));
        last = named_position(message);
        write_file(table, whole);
    }
    CHECK(verify(log, end).empty());
}

TEST_CASE("Damage: a missing table file is named by its first position", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = folder.path() / "log";
    const LogEnd end = make_log_of_many_tables(log, LogCompression::zstd);
    const auto tables = tables_of_blocks(log);
    REQUIRE(tables.size() >= 3);
    fs::rename(tables[1], folder.path() / "elsewhere");
    const std::uint64_t second = named_position(verify(log, end));
    CHECK(second > 100);
    CHECK(second <= end.last_position.number);
    const auto refused = EmbeddedLog::open(log);
    REQUIRE_FALSE(refused.has_value());
    CHECK(named_position(refused.error().message) == second);
    fs::rename(folder.path() / "elsewhere", tables[1]);
    CHECK(EmbeddedLog::open(log).has_value());
}

}  // namespace
}  // namespace leadline::connectors
