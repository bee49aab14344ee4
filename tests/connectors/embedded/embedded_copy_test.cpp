// An embedded log that is a copy of one that lies elsewhere.
#include <catch2/catch.hpp>

#include "connectors/embedded/embedded_log.hpp"
#include "engine/log/chain.hpp"
#include "tests/support/sim_disk.hpp"
#include "tests/support/sim_events.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using engine::LogEnd;
using tests::commands;
using tests::EpochMaker;
using tests::TemporaryFolder;

constexpr engine::Partition p0{0};

std::unique_ptr<EmbeddedLog> open(const std::filesystem::path& folder,
                                  const EmbeddedOptions& options) {
    auto log = EmbeddedLog::open(folder, options);
    INFO((log ? "" : log.error().message));
    REQUIRE(log.has_value());
    return *std::move(log);
}

LogEnd verified_end(const engine::LogReader& log) {
    engine::ChainVerifier verifier(log.id(), p0, engine::empty_end(log.id(), p0));
    REQUIRE(log.scan(p0, 1,
                     [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); })
                .has_value());
    REQUIRE(verifier.finish().has_value());
    return verifier.end();
}

// The truth of a copy is elsewhere: what is lost here is read there again.
TEST_CASE("EmbeddedLog: a copy is not synced, and what a power cut takes of it is no loss",
          "[connectors]") {
    const TemporaryFolder folder;
    tests::SimDisk disk;
    EmbeddedOptions options;
    options.is_copy = true;
    options.env = disk.env();
    LogEnd whole;
    {
        const auto log = open(folder.path() / "log", options);
        EpochMaker maker(log->id(), p0);
        REQUIRE(log->append(maker.make(commands(5))).has_value());
        disk.set_sync_fails(true);
        for (int i = 0; i < 10; ++i) REQUIRE(log->append(maker.make(commands(5))).has_value());
        CHECK(verified_end(*log) == maker.end());
        whole = maker.end();
        disk.power_cut(folder.path() / "log", folder.path() / "left");
        disk.set_sync_fails(false);
    }
    const auto left = open(folder.path() / "left", options);
    const LogEnd end = verified_end(*left);
    CHECK(end.block < whole.block);
    EpochMaker maker(left->id(), p0, end);
    REQUIRE(left->append(maker.make(commands(7))).has_value());
    CHECK(verified_end(*left) == maker.end());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "log" / "acked.p0"));
}

}  // namespace
}  // namespace leadline::connectors
