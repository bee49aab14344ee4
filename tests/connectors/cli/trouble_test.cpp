// Trouble that a data folder may be in, as whoever runs the binary meets it: what goes on by itself
// says so, what must not go on stops with 74 and names the place.
#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/db.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "connectors/embedded/chains.hpp"
#include "engine/core/state/state_codec.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using connectors::Access;
using connectors::Chains;
using engine::Partition;
namespace fs = std::filesystem;

constexpr Partition p0{0};

// A folder with a program and 30 leads, in several blocks.
struct Case {
    TemporaryFolder folder;
    fs::path data = folder.path() / "data";

    Case() {
        REQUIRE(submit(setup_lines()).exit_code == 0);
        for (int lead = 1; lead < 30; lead += 10)
            REQUIRE(submit(lead_lines(lead, lead + 9)).exit_code == 0);
    }
    [[nodiscard]] Ended submit(const std::string& lines,
                               const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"submit", "--data", data.string()};
        words.insert(words.end(), more.begin(), more.end());
        return leadline(words, lines);
    }
    [[nodiscard]] Ended ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--data", data.string()});
        return leadline(words);
    }
};

// Takes a block out of the log; answers the first position that is missing then.
std::uint64_t take_block(const fs::path& log, std::uint64_t from_end) {
    const auto chains = Chains::open(log, Access::write, nullptr);
    REQUIRE(chains.has_value());
    const std::uint64_t block = (*chains)->last(p0)->block - from_end;
    const auto before = (*chains)->end_at(p0, block - 1);
    REQUIRE(before.has_value());
    rocksdb::DB& database = (*chains)->database();
    auto* const family = (*chains)->family(p0);
    const auto key = connectors::block_key(block);
    REQUIRE(database.Delete({}, family, connectors::as_slice(key)).ok());
    // Whoever finds a block missing looks into each table file by itself: out of those, too.
    rocksdb::CompactRangeOptions everything;
    everything.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    REQUIRE(database.CompactRange(everything, family, nullptr, nullptr).ok());
    return before->last_position.number + 1;
}

}  // namespace

TEST_CASE("trouble: a log that lost its last block stops the engine, until the loss is accepted",
          "[connectors]") {
    const Case it;
    const std::uint64_t missing = take_block(it.data / "log", 0);
    const std::string named = fmt::format("the first missing position is {}", missing);
    const Ended refused = it.submit("");
    CHECK(refused.exit_code == 74);
    CHECK_THAT(refused.err, Contains("the log has lost durable events") && Contains(named));
    CHECK(it.ask({"log", "verify"}).exit_code == 74);
    CHECK(it.ask({"state", "check"}).exit_code == 74);
    const Ended backup = it.ask({"backup", (it.folder.path() / "backup").string()});
    CHECK(backup.exit_code == 74);
    CHECK_THAT(backup.err, Contains(named));
    const Ended accepted = it.submit("", {"--accept-loss"});
    CHECK(accepted.exit_code == 0);
    CHECK_THAT(accepted.err, Contains("going on without what is lost") && Contains(named));
    CHECK(it.ask({"log", "verify"}).exit_code == 0);
    CHECK(it.submit(lead_lines(31, 40)).exit_code == 0);
}

TEST_CASE("trouble: a block that is missing in the middle is named, and whoever needs it stops",
          "[connectors]") {
    const Case it;
    const std::uint64_t missing = take_block(it.data / "log", 1);
    const std::string named = fmt::format("the first position that cannot be read is {}", missing);
    for (const char* verb : {"verify", "export"}) {
        const Ended ended = it.ask({"log", verb});
        INFO(ended.err);
        CHECK(ended.exit_code == 74);
        CHECK_THAT(ended.err, Contains(named));
    }
    const Ended backup = it.ask({"backup", (it.folder.path() / "backup").string()});
    CHECK(backup.exit_code == 74);
    CHECK_THAT(backup.err, Contains(named));
    const Ended check = it.ask({"state", "check"});
    CHECK(check.exit_code == 74);
    CHECK_THAT(check.err, Contains(named));
    fs::remove_all(it.data / "state");  // now the engine has to read all of it
    const Ended refused = it.submit("");
    INFO(refused.err);
    CHECK(refused.exit_code == 74);
    CHECK_THAT(refused.err, Contains(named));
}

TEST_CASE("trouble: the block that state stands on is missing: it stops, and names the position",
          "[connectors]") {
    const Case it;
    const fs::path state = it.data / "state", older = it.folder.path() / "older";
    fs::copy(state, older, fs::copy_options::recursive);
    REQUIRE(it.submit(lead_lines(31, 40)).exit_code == 0);
    fs::remove_all(state);
    fs::rename(older, state);
    take_block(it.data / "log", 1);
    const Ended refused = it.submit("");
    INFO(refused.err);
    CHECK(refused.exit_code == 74);
    CHECK_THAT(refused.err, Contains("the block that it stands on is missing") &&
                                Contains("state stands at position"));
}

TEST_CASE("trouble: a state of a newer version is moved aside and made from the log",
          "[connectors]") {
    const Case it;
    const Held before = held_in(it.data);
    const fs::path state = it.data / "state" / "p0";
    {
        rocksdb::DB* opened = nullptr;
        REQUIRE(rocksdb::DB::Open({}, state.string(), &opened).ok());
        const std::unique_ptr<rocksdb::DB> database(opened);
        const std::string key(1, '\0');
        std::string value;
        REQUIRE(database->Get({}, key, &value).ok());
        value[0] = static_cast<char>(engine::state_version + 1);
        REQUIRE(database->Put({}, key, value).ok());
    }
    const Ended ended = it.submit("");
    CHECK(ended.exit_code == 0);
    CHECK_THAT(ended.err, Contains("rebuilt from the log") && Contains("of another version"));
    CHECK(fs::exists(state.string() + ".damaged"));
    CHECK((held_in(it.data) == before));
    CHECK(it.ask({"state", "check"}).exit_code == 0);
}

TEST_CASE("trouble: a data folder of a newer version is refused and left alone", "[connectors]") {
    const Case it;
    write_text(it.data / "FORMAT", "leadline data folder, version 2\n");
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"submit"},
          {"log", "verify"},
          {"state", "check"},
          {"backup", (it.folder.path() / "backup").string()}}) {
        const Ended ended = it.ask(words);
        CHECK(ended.exit_code == 78);
        CHECK_THAT(ended.err, Contains("is a data folder of version 2"));
    }
    CHECK_FALSE(fs::exists(it.folder.path() / "backup"));
}

TEST_CASE("trouble: views taken away from a running engine are made again; its state is checked",
          "[connectors]") {
    const Case it;
    int in[2];
    REQUIRE(::pipe2(in, O_CLOEXEC) == 0);
    Child serve({"serve", "--data", it.data.string()}, {in[0], -1});
    ::close(in[0]);
    const auto eventually = [&](const std::function<bool()>& is_so) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!is_so() && std::chrono::steady_clock::now() < limit)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return is_so();
    };
    const auto list = [&] { return it.ask({"lead", "list", "-o", "csv"}); };
    REQUIRE(eventually([&] { return it.ask({"status"}).exit_code == 0; }));
    const std::string before = list().out;
    // In one step: the engine makes and removes files there all the while.
    fs::rename(it.data / "views" / "p0", it.folder.path() / "gone");
    CHECK(eventually([&] {
        const Ended now = list();
        return now.exit_code == 0 && now.out == before;
    }));
    CHECK_THAT(serve.err_so_far(), Contains("views are made again from the log"));
    const Ended checked = it.ask({"state", "check", "-o", "json"});
    INFO(checked.err);
    CHECK(checked.exit_code == 0);
    CHECK_THAT(checked.out, Contains("\"result\": \"equal\""));
    CHECK_FALSE(fs::exists(it.data / "staging"));
    ::kill(serve.pid(), SIGTERM);
    CHECK(serve.wait().exit_code == 0);
    ::close(in[1]);
}

}  // namespace leadline::tests
