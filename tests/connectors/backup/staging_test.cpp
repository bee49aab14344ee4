// Copies of a folder that an engine has open: asked for, given, and gone when nobody waits for
// them.
#include "connectors/backup/staging.hpp"

#include <catch2/catch.hpp>
#include <fstream>

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

}  // namespace leadline::tests
