// The data folder: what it is, who may write, and the plain words when something is in the way.
#include "connectors/embedded/data_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using Catch::Contains;
using events::Failure;
using tests::TemporaryFolder;
namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string read_file(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("DataFolder: it is made where there is none, with its rooms", "[connectors]") {
    const TemporaryFolder folder;
    const auto root = folder.path() / "some" / "where";
    const auto made = DataFolder::open(root);
    REQUIRE(made.has_value());
    CHECK(read_file(root / "FORMAT") == "leadline data folder, version 1\n");
    CHECK(made->log() == root / "log");
    CHECK(made->state({0}) == root / "state" / "p0");
    CHECK(made->views({12}) == root / "views" / "p12");
    CHECK(fs::is_directory(root / "log"));
    CHECK(fs::is_directory(root / "state"));
    CHECK(fs::is_directory(root / "views"));
}

TEST_CASE("DataFolder: a second opener is told which process has it", "[connectors]") {
    const TemporaryFolder folder;
    {
        const auto first = DataFolder::open(folder.path());
        REQUIRE(first.has_value());
        const auto second = DataFolder::open(folder.path());
        REQUIRE_FALSE(second.has_value());
        CHECK(second.error().failure == Failure::unavailable);
        CHECK(second.error().message ==
              folder.path().string() + " is in use by process " + std::to_string(::getpid()));
    }
    CHECK(DataFolder::open(folder.path()).has_value());
}

TEST_CASE("DataFolder: another process is refused too, and one that died lets go", "[connectors]") {
    const TemporaryFolder folder;
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = DataFolder::open(folder.path());
        const char ready = held ? 'y' : 'n';
        if (::write(pipe[1], &ready, 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    char ready = 0;
    REQUIRE(::read(pipe[0], &ready, 1) == 1);
    CHECK(ready == 'y');
    const auto refused = DataFolder::open(folder.path());
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message ==
          folder.path().string() + " is in use by process " + std::to_string(child));
    CHECK(DataFolder::look(folder.path())->in_use());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);
    CHECK_FALSE(DataFolder::look(folder.path())->in_use());
    CHECK(DataFolder::open(folder.path()).has_value());
}

TEST_CASE("DataFolder: looking takes nothing and writes nothing", "[connectors]") {
    const TemporaryFolder folder;
    CHECK(DataFolder::look(folder.path()).error().failure == Failure::not_found);
    CHECK(fs::is_empty(folder.path()));
    const auto engine = DataFolder::open(folder.path());
    const auto looked = DataFolder::look(folder.path());
    REQUIRE(looked.has_value());
    CHECK(looked->in_use());
    CHECK(looked->log() == engine->log());
}

TEST_CASE("DataFolder: one of a newer version is refused and left alone", "[connectors]") {
    const TemporaryFolder folder;
    write_file(folder.path() / "FORMAT", "leadline data folder, version 2\n");
    for (const auto& opened : {DataFolder::open(folder.path()).map([](auto&&) {}),
                               DataFolder::look(folder.path()).map([](auto&&) {})}) {
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().failure == Failure::configuration);
        CHECK_THAT(opened.error().message, Contains("version 2") && Contains("up to 1"));
    }
    CHECK_FALSE(fs::exists(folder.path() / "LOCK"));
}

TEST_CASE("DataFolder: it says whose log its own is a copy of", "[connectors]") {
    const TemporaryFolder folder;
    const auto made = DataFolder::open(folder.path());
    REQUIRE(made.has_value());
    CHECK(made->copy_of().empty());
    REQUIRE(made->mark_copy_of("leadline.log of the cluster abc").has_value());
    CHECK(made->copy_of() == "leadline.log of the cluster abc");
    CHECK(read_file(folder.path() / "COPY") == "leadline.log of the cluster abc\n");
    const auto seen = DataFolder::look(folder.path());
    REQUIRE(seen.has_value());
    CHECK(seen->copy_of() == made->copy_of());
}

TEST_CASE("DataFolder: something else is not made into a data folder", "[connectors]") {
    const TemporaryFolder folder;
    write_file(folder.path() / "thesis.txt", "chapter one");
    const auto opened = DataFolder::open(folder.path());
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().failure == Failure::configuration);
    CHECK_THAT(opened.error().message, Contains("is not empty and not a leadline data folder"));

    const TemporaryFolder other;
    for (const std::string text :
         {"", "leadline data folder, version ", "hello\n", "leadline data folder, version 1x\n",
          "leadline data folder, version 0\n"}) {
        write_file(other.path() / "FORMAT", text);
        CHECK(DataFolder::open(other.path()).error().failure == Failure::configuration);
    }
}

TEST_CASE("DataFolder: making it goes on after a cut", "[connectors]") {
    const TemporaryFolder folder;
    write_file(folder.path() / "FORMAT.new", "leadl");
    write_file(folder.path() / "LOCK", "4711\n");
    CHECK(DataFolder::open(folder.path()).has_value());
}

TEST_CASE("DataFolder: a folder that may not be written is said in plain words", "[connectors]") {
    const TemporaryFolder folder;
    const auto root = folder.path() / "data";
    REQUIRE(DataFolder::open(root).has_value());
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(root, fs::perms(0555));
    fs::permissions(root / "LOCK", fs::perms(0444));
    // File modes do not hold for root: be nobody for as long as it takes.
    const bool is_root = ::geteuid() == 0;
    if (is_root) REQUIRE(::seteuid(65534) == 0);
    const auto opened = DataFolder::open(root);
    const auto looked = DataFolder::look(root);
    const auto made = DataFolder::open(root / "new");
    if (is_root) REQUIRE(::seteuid(0) == 0);
    fs::permissions(root, fs::perms(0755));
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().failure == Failure::io);
    CHECK(opened.error().message ==
          (root / "LOCK").string() + " cannot be written: Permission denied");
    CHECK(looked.has_value());
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().failure == Failure::io);
    CHECK(made.error().message == (root / "new").string() + " cannot be made: Permission denied");
}

}  // namespace
}  // namespace leadline::connectors
