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
    // The first key that begins so, with its value.
    [[nodiscard]] std::pair<std::string, std::string> first(const std::string& prefix) const {
        const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}));
        // Pages of decided commands may be empty.
        for (at->Seek(prefix); at->Valid() && at->value().empty();) at->Next();
        REQUIRE((at->Valid() && at->key().starts_with(prefix)));
        return {at->key().ToString(), at->value().ToString()};
    }

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

TEST_CASE("state check: places, lists and timers are compared, each by its name", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path())
        .tell(a_contest() + captured("L-4") + assigned("L-4", "sue") +
              manager(events::ApproveDeal{{"D-1"}, {}}));
    const auto differs = [&folder](const std::string& words) {
        const Ran ran = check(folder);
        INFO(ran.err);
        CHECK(ran.code == 1);
        CHECK_THAT(ran.out, Contains("\"result\": \"differs\""));
        CHECK_THAT(ran.err, Contains("is not what its events fold to: ") && Contains(words));
    };
    for (const auto& [table, words] :
         {std::pair(TableKind::queue_place,
                    "lead \"L-2\" in the order of queue \"inbound\" of program \"acme\""),
          std::pair(TableKind::timer, "the timer of deal \"D-1\""),
          std::pair(TableKind::leads_of_user,
                    "lead \"L-4\" in the list of user \"sue\" of program \"acme\"")}) {
        const auto [key, value] = Entries(folder.path()).first({static_cast<char>(table)});
        Entries(folder.path()).erase(key);
        differs(words);
        differs("not stored");
        Entries(folder.path()).put(key, value);
        CHECK(check(folder).code == 0);
        // A name that leads to no record.
        Entries(folder.path()).put(key, "L-none");
        differs(table == TableKind::timer ? words : "lead \"L-none\" in the ");
        differs("stored, and its events make no such thing");
        Entries(folder.path()).put(key, value);
        Entries(folder.path()).put(key + "x", value);
        differs("stored, and its events make no such thing");
        Entries(folder.path()).erase(key + "x");
        CHECK(check(folder).code == 0);
    }
}

TEST_CASE("state check: the commands that were decided are compared", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    constexpr std::size_t record_bytes = 44;
    constexpr std::size_t at_until = 16;
    const auto [key, page] = Entries(folder.path()).first({"\0\1", 2});
    const auto check_with = [&, key = key](const std::string& changed) {
        Entries(folder.path()).put(key, changed);
        return check(folder);
    };
    const auto differs = [&](const std::string& changed, const std::string& words) {
        const Ran ran = check_with(changed);
        INFO(ran.err);
        CHECK(ran.code == 1);
        CHECK_THAT(ran.err, Contains("the command whose first event is at position ") &&
                                EndsWith(": " + words + "\n"));
    };
    REQUIRE(page.size() >= 2 * record_bytes);
    differs(page.substr(record_bytes), "not stored");
    differs(page.substr(0, page.size() - record_bytes), "not stored");
    std::string other = page;
    other[record_bytes - 1] = static_cast<char>(other[record_bytes - 1] ^ 1);  // the digest
    differs(other, "stored with another value");
    CHECK(check_with(page).code == 0);

    // One whose window is over may be there, as long as its filter knows it.
    const auto [place, piece] = Entries(folder.path()).first({"\0\3", 2});
    std::string one(page, 0, record_bytes);
    std::fill(one.begin(), one.begin() + at_until, '\0');
    Entries(folder.path()).put(place, std::string(piece.size(), '\xff'));
    differs(one + page, "stored, and its events make no such thing");
    std::fill(one.begin() + at_until, one.begin() + at_until + 8, '\0');
    CHECK(check_with(one + page).code == 0);
    Entries(folder.path()).put(place, piece);
    CHECK(check_with(page).code == 0);

    // A filter that does not know its commands would let them be decided once more.
    Entries(folder.path()).put(place, std::string(piece.size(), '\0'));
    differs(page, "stored, and its filter does not know it");
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
