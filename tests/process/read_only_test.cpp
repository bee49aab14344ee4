// A data folder that cannot be written: whoever would write says so in one line and ends with 74,
// whoever reads is answered, with the position that the answer stands at. On a read-only disk, and
// as a user whom the folder's modes refuse (root obeys no modes, so nobody runs it then).
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/support/child.hpp"
#include "tests/support/mounts.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using Catch::EndsWith;
using Run = std::function<Ended(const std::vector<std::string>&)>;

constexpr std::uint64_t line_count = 2'500;

// `whole`: views up to the log; `behind`: decided further without views.
struct Folders {
    explicit Folders(const fs::path& root)
        : lines(root / "lines.jsonl"), whole(root / "whole"), behind(root / "behind") {
        const std::string all = workload_lines(line_count);
        write_text(lines, all);
        for (const fs::path& data : {whole, behind})
            REQUIRE(leadline({"submit", "--data", data.string(), "--set", "disk.free_min=0"}, all)
                        .exit_code == 0);
        REQUIRE(leadline({"submit", "--data", behind.string(), "--set", "views.enabled=false",
                          "--set", "disk.free_min=0"},
                         acme_lines())
                    .exit_code == 0);
    }

    fs::path lines, whole, behind;
};

void check_refused(const Run& run, const std::vector<std::string>& arguments,
                   const std::string& sentence) {
    const Ended ended = run(arguments);
    CHECK(ended.exit_code == 74);
    CHECK(ended.out.empty());
    CHECK(ended.err == "leadline: " + sentence + "\n");
}

void check_writers(const Run& run, const Folders& folders, const std::string& why) {
    const std::string lock = (folders.whole / "LOCK").string();
    const std::string whole = folders.whole.string();
    check_refused(run, {"submit", folders.lines.string(), "--data", whole},
                  lock + " cannot be written: " + why);
    check_refused(
        run,
        {"program", "apply", (repository_root() / "config/samples/demo.program.yaml").string(),
         "--data", whole},
        lock + " cannot be written: " + why);
    const std::string made = (folders.whole / "new").string();
    check_refused(run, {"submit", folders.lines.string(), "--data", made},
                  made + " cannot be made: " + why);
}

void check_readers(const Run& run, const Folders& folders, const Contents& before) {
    const std::string whole = folders.whole.string();
    const Ended list = run({"lead", "list", "--data", whole, "-o", "csv"});
    CHECK(list.exit_code == 0);
    const std::size_t rows =
        static_cast<std::size_t>(std::count(list.out.begin(), list.out.end(), '\n'));
    CHECK(rows > line_count / 2);
    const Ended verified = run({"log", "verify", "--data", whole});
    CHECK(verified.exit_code == 0);
    CHECK_THAT(verified.out, Contains("not compared: the folder cannot be written"));
    CHECK_THAT(verified.out, Contains(before.state_hash));
    CHECK(position_told(verified.err) == position_told(list.err));
    const Ended exported = run({"log", "export", "--data", whole});
    CHECK(exported.exit_code == 0);
    CHECK((exported.out == before.events));
}

void check_reader_of_old_views(const Run& run, const Folders& folders, const std::string& why) {
    const std::string behind = folders.behind.string();
    const Ended list = run({"partner", "list", "--data", behind});
    CHECK(list.exit_code == 0);
    CHECK_THAT(list.err,
               Contains("the views are behind the log and cannot be brought up to it: " +
                        (folders.behind / "LOCK").string() + " cannot be written: " + why));
    const Ended verified = run({"log", "verify", "--data", behind});
    CHECK(verified.exit_code == 0);
    CHECK(position_told(list.err) > 0);
    CHECK(position_told(list.err) < position_told(verified.err));
}

void check(const Run& run, const Folders& folders, const Contents& before, const std::string& why) {
    check_writers(run, folders, why);
    check_readers(run, folders, before);
    check_reader_of_old_views(run, folders, why);
}

void set_modes(const fs::path& folder, bool is_writable) {
    const auto of = [is_writable](bool is_folder) {
        return fs::perms(is_folder ? (is_writable ? 0755 : 0555) : (is_writable ? 0644 : 0444));
    };
    fs::permissions(folder, of(true));
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        fs::permissions(entry.path(), of(entry.is_directory()));
}

}  // namespace

TEST_CASE("read-only disk: writers end with 74 and say why, readers answer", "[process]") {
    const TemporaryFolder folder;
    Mounts mounts;
    if (!mounts.permitted()) {
        WARN("SKIPPED: " << mounts.why_not());
        return;
    }
    const fs::path disk = folder.path() / "disk";
    mounts.add_disk(disk, 64U << 20U);
    const Folders folders(disk);
    const Contents before = contents_of(folders.whole);
    mounts.make_read_only(disk);
    const Run run = [](const std::vector<std::string>& arguments) { return leadline(arguments); };
    check(run, folders, before, "Read-only file system");
}

TEST_CASE("read-only by its modes: writers end with 74 and say why, readers answer", "[process]") {
    const TemporaryFolder folder;
    const Folders folders(folder.path());
    const Contents before = contents_of(folders.whole);
    // Where the binary lies, nobody may not be allowed to go.
    const fs::path binary = folder.path() / "leadline";
    fs::copy_file(build_folder() / "leadline", binary);
    fs::permissions(folder.path(), fs::perms(0755));
    Run run = [](const std::vector<std::string>& arguments) { return leadline(arguments); };
    const fs::path setpriv = "/usr/bin/setpriv";
    if (::geteuid() == 0) {
        if (!fs::exists(setpriv)) {
            WARN("SKIPPED: root obeys no modes, and " << setpriv << " is not here");
            return;
        }
        run = [&](std::vector<std::string> arguments) {
            arguments.insert(arguments.begin(), {"--reuid=65534", "--regid=65534", "--clear-groups",
                                                 "--", binary.string()});
            return Child(arguments, {-1, -1, setpriv}).wait();
        };
    }
    for (const fs::path& data : {folders.whole, folders.behind}) set_modes(data, false);
    check(run, folders, before, "Permission denied");
    for (const fs::path& data : {folders.whole, folders.behind}) set_modes(data, true);
}

}  // namespace leadline::tests
