// The file `acked`, and what it means for opening: a log that ends before it has lost events.
#include "connectors/embedded/acked.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
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

constexpr Partition p0{0};

Acked sample() {
    Acked acked{12, {3456}, {}};
    acked.hash.fill(std::byte{0x11});
    return acked;
}

void write_file(const std::filesystem::path& folder, const Acked& acked) {
    auto file = AckedFile::open(folder, p0);
    REQUIRE(file.has_value());
    REQUIRE(file->write(acked).has_value());
}

// A log of two epochs with positions 1-3 and 4-7, closed again.
LogEnd make_log(const std::filesystem::path& folder) {
    const auto log = EmbeddedLog::open(folder);
    REQUIRE(log.has_value());
    EpochMaker maker((*log)->id(), p0);
    REQUIRE((*log)->append(maker.make(commands(3))).has_value());
    REQUIRE((*log)->append(maker.make(commands(4))).has_value());
    return maker.end();
}

void flip(const std::filesystem::path& path, std::size_t bit) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(bit / 8));
    const char byte = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(bit / 8));
    file.put(static_cast<char>(byte ^ (1 << (bit % 8))));
}

TEST_CASE("acked: what is written last is read back", "[connectors]") {
    const TemporaryFolder folder;
    CHECK_FALSE(read_acked(folder.path(), p0).has_value());
    write_file(folder.path(), {});
    CHECK(read_acked(folder.path(), p0) == Acked{});
    write_file(folder.path(), sample());
    CHECK(read_acked(folder.path(), p0) == sample());
    CHECK(std::filesystem::file_size(acked_path(folder.path(), p0)) == acked_bytes);
}

TEST_CASE("acked: any flipped bit makes it unreadable, never another value", "[connectors]") {
    const TemporaryFolder folder;
    write_file(folder.path(), sample());
    for (std::size_t bit = 0; bit < acked_bytes * 8; ++bit) {
        flip(acked_path(folder.path(), p0), bit);
        REQUIRE_FALSE(read_acked(folder.path(), p0).has_value());
        flip(acked_path(folder.path(), p0), bit);
    }
    CHECK(read_acked(folder.path(), p0) == sample());
}

TEST_CASE("acked: it follows every append before append returns", "[connectors]") {
    const TemporaryFolder folder;
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE(log.has_value());
    EpochMaker maker((*log)->id(), p0);
    for (std::size_t i = 0; i < 5; ++i) {
        REQUIRE((*log)->append(maker.make(commands(i))).has_value());
        const Acked expected{maker.end().block, maker.end().last_position, maker.end().hash};
        CHECK(read_acked(folder.path(), p0) == expected);
    }
}

TEST_CASE("acked: a log that ends before it has lost durable events", "[connectors]") {
    const TemporaryFolder folder;
    const LogEnd end = make_log(folder.path());
    Acked ahead{end.block + 1, {end.last_position.number + 5}, {}};
    write_file(folder.path(), ahead);

    const std::string expected =
        "partition 0: the log has lost durable events: the first missing position is 8, the last "
        "acknowledged one 12";
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE_FALSE(log.has_value());
    CHECK(log.error().failure == Failure::loss);
    CHECK(log.error().message == expected);
    for (const Beside beside : {Beside::nobody, Beside::engine}) {
        const auto reader = EmbeddedReader::open(folder.path(), beside);
        REQUIRE_FALSE(reader.has_value());
        CHECK(reader.error().failure == Failure::loss);
        CHECK(reader.error().message == expected);
    }
    CHECK(read_acked(folder.path(), p0) == ahead);  // being refused changes nothing

    CHECK(EmbeddedLog::open(folder.path(), {.accept_loss = true}).has_value());
    CHECK(EmbeddedLog::open(folder.path()).has_value());
}

TEST_CASE("acked: another block in the acknowledged one's place is a loss", "[connectors]") {
    const TemporaryFolder folder;
    const LogEnd end = make_log(folder.path());
    Acked other{end.block, end.last_position, end.hash};
    other.hash.front() ^= std::byte{1};
    write_file(folder.path(), other);
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE_FALSE(log.has_value());
    CHECK(log.error().failure == Failure::loss);
    CHECK_THAT(log.error().message, Contains("block 2, which ends at position 7, is not the one"));

    other.block = 1;  // in the middle of the chain it is looked at as well
    write_file(folder.path(), other);
    CHECK(EmbeddedLog::open(folder.path()).error().failure == Failure::loss);
}

TEST_CASE("acked: a log that goes beyond it is accepted, and is acknowledged from then on",
          "[connectors]") {
    const TemporaryFolder folder;
    const LogEnd end = make_log(folder.path());
    const auto first = [&] {
        const auto reader = EmbeddedReader::open(folder.path(), Beside::nobody);
        EpochMaker maker((*reader)->id(), p0);
        static_cast<void>(maker.make(commands(3)));
        return maker.end();
    }();
    write_file(folder.path(), {first.block, first.last_position, first.hash});
    CHECK((*EmbeddedReader::open(folder.path(), Beside::nobody))->end(p0) == end);
    // Beside an engine that may not have synced the rest yet, only the acknowledged part is shown.
    CHECK((*EmbeddedReader::open(folder.path(), Beside::engine))->end(p0) == first);
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE(log.has_value());
    CHECK((*log)->end(p0) == end);
    CHECK(read_acked(folder.path(), p0)->block == end.block);
}

TEST_CASE("acked: missing, cut short or unreadable it is what a power cut leaves, and accepted",
          "[connectors]") {
    const TemporaryFolder folder;
    const LogEnd end = make_log(folder.path());
    const auto path = acked_path(folder.path(), p0);
    const auto opens = [&] {
        return EmbeddedLog::open(folder.path()).has_value() &&
               read_acked(folder.path(), p0)->block == end.block;
    };
    std::filesystem::remove(path);
    CHECK(opens());
    std::filesystem::resize_file(path, 20);
    CHECK(opens());
    flip(path, 100);
    CHECK(opens());
}

TEST_CASE("acked: a log that is gone is a loss, also where fewer partitions are asked for",
          "[connectors]") {
    const TemporaryFolder folder;
    constexpr Partition last{2};
    {
        auto file = AckedFile::open(folder.path(), last);
        REQUIRE(file.has_value());
        REQUIRE(file->write(sample()).has_value());
    }
    std::ofstream(folder.path() / "acked.x") << "somebody else's";
    connectors::EmbeddedOptions options;
    for (const std::uint32_t partitions : {1U, 2U, 3U, 4U}) {
        options.partitions = partitions;
        const auto log = EmbeddedLog::open(folder.path(), options);
        REQUIRE_FALSE(log.has_value());
        CHECK(log.error().failure == Failure::loss);
        CHECK_THAT(log.error().message, Contains("partition 2: the log in ") &&
                                            Contains("the last acknowledged one 3456"));
    }
    // Whoever accepts it is not told again.
    options.partitions = 1;
    options.accept_loss = true;
    CHECK(EmbeddedLog::open(folder.path(), options).has_value());
    CHECK_FALSE(std::filesystem::exists(acked_path(folder.path(), last)));
    CHECK(std::filesystem::exists(folder.path() / "acked.x"));
}

TEST_CASE("acked: a log that is gone beside it is a loss and no new log", "[connectors]") {
    const TemporaryFolder folder;
    make_log(folder.path());
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (entry.path() != acked_path(folder.path(), p0)) std::filesystem::remove(entry.path());
    }
    const auto log = EmbeddedLog::open(folder.path());
    REQUIRE_FALSE(log.has_value());
    CHECK(log.error().failure == Failure::loss);
    CHECK_THAT(log.error().message, Contains("is gone: the first missing position is 1, the last "
                                             "acknowledged one 7"));
}

}  // namespace
}  // namespace leadline::connectors
