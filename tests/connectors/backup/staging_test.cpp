// Copies of a folder that an engine has open: asked for, given, and gone when nobody waits for
// them.
#include "connectors/backup/staging.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "connectors/backup/still_folder.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using connectors::DataFolder;
using connectors::StagedCopy;
using connectors::Staging;
using events::Failure;
using events::Result;

struct Case {
    TemporaryFolder folder;
    DataFolder data = *DataFolder::open(folder.path());
    fs::path place = folder.path() / "staging";
    int made = 0;

    Staging::Make make() {
        return [this](const fs::path& to) -> Result<void> {
            ++made;
            write_text(to / "file", "contents");
            return {};
        };
    }
};

}  // namespace

TEST_CASE("Staging: a copy is given once, and gone with whoever asked for it", "[connectors]") {
    Case it;
    Staging staging(it.folder.path(), it.make());
    staging.look();
    CHECK_FALSE(fs::exists(it.place));
    {
        auto first = StagedCopy::ask(it.data);
        REQUIRE(first.has_value());
        const StagedCopy copy = *std::move(first);  // moving it takes nothing away
        CHECK_FALSE(*copy.is_ready());
        staging.look();
        REQUIRE(*copy.is_ready());
        CHECK(read_text(copy.path() / "file") == "contents");
        staging.look();
        staging.look();
        CHECK(it.made == 1);
        const auto second = StagedCopy::ask(it.data);
        staging.look();
        CHECK(*second->is_ready());
        CHECK(second->path() != copy.path());
        CHECK(it.made == 2);
    }
    CHECK_FALSE(fs::exists(it.place));
}

TEST_CASE("Staging: why a copy cannot be made is told, and nothing is left of it", "[connectors]") {
    Case it;
    Staging staging(it.folder.path(), [](const fs::path& to) -> Result<void> {
        write_text(to / "half", "a half");
        return events::fail(Failure::io, "the disk is full");
    });
    {
        const auto copy = StagedCopy::ask(it.data);
        staging.look();
        const auto ready = copy->is_ready();
        REQUIRE_FALSE(ready.has_value());
        CHECK(ready.error().message == "the disk is full");
        CHECK_FALSE(fs::exists(copy->path()));
    }
    CHECK_FALSE(fs::exists(it.place));
}

TEST_CASE("Staging: what an asker or an engine that died has left is removed", "[connectors]") {
    Case it;
    fs::create_directories(it.place / "11-22");  // its asker died with its copy
    write_text(it.place / "11-22.request", "");
    write_text(it.place / "33-44.failed", "why");
    fs::create_directories(it.place / "55-66.making");
    const auto copy = StagedCopy::ask(it.data);
    fs::create_directories(copy->path().string() + ".making");  // the engine died, another came
    write_text(copy->path().string() + ".making/half", "a half");
    Staging staging(it.folder.path(), it.make());
    staging.look();
    staging.look();
    REQUIRE(*copy->is_ready());
    CHECK_FALSE(fs::exists(copy->path() / "half"));
    for (const auto& entry : fs::directory_iterator(it.place))
        CHECK(entry.path().stem() == copy->path().filename());
}

TEST_CASE("StillFolder: nobody is kept out of a folder that no engine has, while it is read",
          "[connectors]") {
    const TemporaryFolder place;
    const fs::path data = place.path() / "data";
    const fs::path table = fs::path("state") / "p0" / "000007.sst";
    const fs::path written = fs::path("log") / "000004.log";
    {
        const auto folder = DataFolder::open(data);
        REQUIRE(folder.has_value());
        fs::create_directories((data / table).parent_path());
        write_text(data / table, "table");
        write_text(data / written, "before");
        write_text(data / "log" / "LOCK", "");
    }
    const auto never = [] { return false; };
    {
        const auto still = connectors::open_still(data, never);
        REQUIRE(still.has_value());
        CHECK_FALSE(still->lock.has_value());
        const auto engine = DataFolder::open(data);
        REQUIRE(engine.has_value());
        // It writes on, takes tables away, and looks for copies that nobody holds.
        write_text(data / written, "after");
        fs::remove(data / table);
        Staging staging(data, [](const fs::path&) { return Result<void>(); });
        staging.look();
        staging.look();
        CHECK(read_text(still->path / written) == "before");
        CHECK(read_text(still->path / table) == "table");
        CHECK_FALSE(fs::exists(still->path / "log" / "LOCK"));
    }
    CHECK_FALSE(fs::exists(data / "staging"));
}

TEST_CASE("StillFolder: where no copy can be made, the folder itself is locked", "[connectors]") {
    const TemporaryFolder place;
    const fs::path data = place.path() / "data";
    REQUIRE(DataFolder::open(data).has_value());
    write_text(data / "staging", "in its way");
    const auto still = connectors::open_still(data, [] { return false; });
    REQUIRE(still.has_value());
    CHECK(still->path == data);
    CHECK(still->lock.has_value());
    CHECK_FALSE(DataFolder::open(data).has_value());
}

}  // namespace leadline::tests
