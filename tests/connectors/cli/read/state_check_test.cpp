// `state check`: equal is equal, whatever differs is named, and what cannot be compared says why.
#include <rocksdb/db.h>

#include <catch2/catch.hpp>

#include "engine/core/state/state_codec.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
using engine::TableKind;
namespace fs = std::filesystem;

Ran check(const TemporaryFolder& folder) {
    return run({"state", "check", "--data", folder.path().string(), "-o", "json", "--set",
                "submit.progress=never"});
}

// The stored state, as whoever damages it sees it.
class Entries {
public:
    explicit Entries(const fs::path& data) {
        rocksdb::DB* opened = nullptr;
        const auto status = rocksdb::DB::Open({}, (data / "state" / "p0").string(), &opened);
        INFO(status.ToString());
        REQUIRE(status.ok());
        database_.reset(opened);
    }
    [[nodiscard]] std::string value(const std::string& key) const {
        std::string found;
        REQUIRE(database_->Get({}, key, &found).ok());
        return found;
    }
    void put(const std::string& key, const std::string& value) const {
        REQUIRE(database_->Put({}, key, value).ok());
    }
    void erase(const std::string& key) const { REQUIRE(database_->Delete({}, key).ok()); }

private:
    std::unique_ptr<rocksdb::DB> database_;
};

std::string key_of(TableKind table, Text id) {
    std::string key;
    engine::append_entry_key(key, table, "acme", id);
    return key;
}

}  // namespace

TEST_CASE("state check: a state that was kept equals the fold of its events", "[connectors]") {
    const TemporaryFolder folder;
    std::string hash;
    {
        DataStory story(folder.path());
        story.tell(a_contest());
        hash = story.state_hash();
    }
    const Ran ran = check(folder);
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Contains("\"result\": \"equal\"") && Contains(hash));
}

TEST_CASE("state check: a log that has gone on beyond the state changes nothing", "[connectors]") {
    const TemporaryFolder folder;
    const TemporaryFolder copy;
    DataStory(folder.path()).tell(open_queue());
    fs::copy(folder.path() / "state", copy.path() / "state", fs::copy_options::recursive);
    DataStory(folder.path()).tell({captured("L-1")});
    fs::remove_all(folder.path() / "state");
    fs::copy(copy.path() / "state", folder.path() / "state", fs::copy_options::recursive);
    const Ran ran = check(folder);
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Contains("\"result\": \"equal\""));
    fs::remove_all(folder.path() / "state");
    CHECK(check(folder).code == 0);
    CHECK_THAT(check(folder).out, Contains("none is stored"));
}

TEST_CASE("state check: the first entry that differs is named, exit code 1", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const auto differs = [&folder](const std::string& words) {
        const Ran ran = check(folder);
        INFO(ran.err);
        CHECK(ran.code == 1);
        CHECK_THAT(ran.out, Contains("\"result\": \"differs\""));
        CHECK(ran.err ==
              "partition 0: the stored state is not what its events fold to: " + words + "\n");
    };
    const std::string key = key_of(TableKind::lead, "L-2");
    std::string value;
    {
        const Entries entries(folder.path());
        value = entries.value(key);
        entries.put(key, value + "x");
    }
    differs(R"(lead "L-2" of program "acme": stored with another value)");
    Entries(folder.path()).erase(key);
    differs(R"(lead "L-2" of program "acme": not stored)");
    {
        const Entries entries(folder.path());
        entries.put(key, value);
        entries.put(key_of(TableKind::lead, "L-9"), value);
    }
    differs(R"(lead "L-9" of program "acme": stored, and its events make no such thing)");
    Entries(folder.path()).put(key_of(TableKind::account, "none"), value);
    differs(R"(account "none" of program "acme": stored, and its events make no such thing)");
}

TEST_CASE("state check: its CSV is a row for each partition, with the verdict", "[connectors]") {
    const TemporaryFolder folder;
    std::string hash;
    {
        DataStory story(folder.path());
        story.tell(a_contest());
        hash = story.state_hash();
    }
    const auto csv = [&folder] {
        return run({"state", "check", "--data", folder.path().string(), "-o", "csv", "--set",
                    "submit.progress=never"});
    };
    const std::string heading = "partition,position,state_hash,result,difference\n";
    const Ran equal = csv();
    CHECK(equal.code == 0);
    CHECK_THAT(equal.out, StartsWith(heading + "0,") && EndsWith("," + hash + ",equal,\n"));
    CHECK(equal.err == "CSV holds one table; left out: folder (-o json has all)\n");
    Entries(folder.path()).erase(key_of(TableKind::lead, "L-2"));
    const Ran differs = csv();
    CHECK(differs.code == 1);
    CHECK_THAT(differs.out, StartsWith(heading) && Contains("," + hash + ",differs,"));
    CHECK_THAT(differs.out, Contains("not stored"));
}

TEST_CASE("state check: a state of a newer version, or of another log, is 74 and says which",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const std::string position_key(1, '\0');
    const std::string value = Entries(folder.path()).value(position_key);
    std::string newer = value;
    newer[0] = static_cast<char>(engine::state_version + 1);
    Entries(folder.path()).put(position_key, newer);
    Ran ran = check(folder);
    CHECK(ran.code == 74);
    CHECK_THAT(ran.err, Contains("the stored state cannot be read: state: of another version"));
    Entries(folder.path()).put(position_key, value);
    CHECK(check(folder).code == 0);

    const TemporaryFolder other;
    DataStory(other.path()).tell(a_contest());
    fs::remove_all(folder.path() / "state");
    fs::copy(other.path() / "state", folder.path() / "state", fs::copy_options::recursive);
    ran = check(folder);
    CHECK(ran.code == 74);
    CHECK_THAT(ran.err, Contains("that is not the log's"));
}

}  // namespace leadline::tests
