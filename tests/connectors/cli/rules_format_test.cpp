// `rules fmt`: which files are replaced, which are left alone, and what is said of them.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
namespace fs = std::filesystem;

constexpr std::string_view messy = "rules:   # all\n- name:  'a'\n  then: {queue: q}\n";
constexpr std::string_view neat = "rules:  # all\n  - name: a\n    then: {queue: q}\n";

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// std::cin reads `text` while it lives.
class Typed {
public:
    explicit Typed(std::string_view text)
        : in_(std::string(text)), before_(std::cin.rdbuf(in_.rdbuf())) {}
    ~Typed() { std::cin.rdbuf(before_); }
    Typed(const Typed&) = delete;
    Typed& operator=(const Typed&) = delete;

private:
    std::istringstream in_;
    std::streambuf* before_;
};

}  // namespace

TEST_CASE("rules fmt: what differs is replaced with its mode, the rest is not touched",
          "[connectors]") {
    const TemporaryFolder folder;
    const fs::path one = folder.path() / "one.yaml";
    const fs::path two = folder.path() / "two.yaml";
    const fs::path link = folder.path() / "link.yaml";
    std::ofstream(one) << messy;
    std::ofstream(two) << neat;
    fs::create_symlink("one.yaml", link);
    fs::permissions(one, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    const auto before = fs::last_write_time(two);
    const Ran ran = run({"rules", "fmt", link.string(), two.string()});
    CHECK(ran.code == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err == link.string() + ": formatted\n");
    CHECK(text_of(one) == neat);
    CHECK(fs::is_symlink(link));
    CHECK(fs::status(one).permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
    CHECK(fs::last_write_time(two) == before);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 3);  // nothing is left over
}

TEST_CASE("rules fmt: --check names what differs and writes nothing", "[connectors]") {
    const TemporaryFolder folder;
    const fs::path one = folder.path() / "one.yaml";
    const fs::path two = folder.path() / "two.yaml";
    std::ofstream(one) << messy;
    std::ofstream(two) << neat;
    const Ran ran = run({"rules", "fmt", "--check", one.string(), two.string()});
    CHECK(ran.code == 1);
    CHECK(ran.out == one.string() + "\n");
    CHECK(text_of(one) == messy);
    CHECK(run({"rules", "fmt", "--check", two.string()}).code == 0);
}

TEST_CASE("rules fmt: a broken file is left alone with its mistakes, the others are laid out",
          "[connectors]") {
    const TemporaryFolder folder;
    const fs::path broken = folder.path() / "broken.yaml";
    const fs::path good = folder.path() / "good.yaml";
    std::ofstream(broken) << "a: 'x\nb: 1\n";
    std::ofstream(good) << messy;
    const Ran ran = run({"rules", "fmt", broken.string(), good.string()});
    CHECK(ran.code == 78);
    CHECK_THAT(ran.err, Contains("broken.yaml:1:4: error: this quoted text is never closed"));
    CHECK(text_of(broken) == "a: 'x\nb: 1\n");
    CHECK(text_of(good) == neat);
    CHECK(run({"rules", "fmt", (folder.path() / "none.yaml").string()}).code == 74);
    CHECK(run({"rules", "fmt", folder.path().string()}).code == 74);
    CHECK(run({"rules", "fmt"}).code == 2);
}

TEST_CASE("rules fmt: - is laid out from standard input to standard output", "[connectors]") {
    {
        const Typed typed(messy);
        const Ran ran = run({"rules", "fmt", "-"});
        CHECK(ran.code == 0);
        CHECK(ran.out == neat);
    }
    const Typed typed(messy);
    const Ran checked = run({"rules", "fmt", "--check", "-"});
    CHECK(checked.code == 1);
    CHECK(checked.out == "stdin\n");
}

TEST_CASE("rules fmt: the samples in their form are right, and their cases come out the same",
          "[connectors]") {
    const TemporaryFolder folder;
    for (const char* name : {"demo.program.yaml", "demo.rules-test.yaml", "vendor.program.yaml",
                             "vendor.rules.yaml", "vendor.rules-test.yaml"})
        fs::copy_file(repository_root() / "config/samples" / name, folder.path() / name);
    std::vector<std::string> words{"rules", "fmt"};
    for (const auto& file : fs::directory_iterator(folder.path()))
        words.push_back(file.path().string());
    REQUIRE(run(words).code == 0);
    words.push_back("--check");
    CHECK(run(words).code == 0);
    for (const char* name : {"demo", "vendor"}) {
        const std::string program = (folder.path() / name).string() + ".program.yaml";
        CHECK(run({"rules", "check", program}).code == 0);
        CHECK(run({"rules", "test", program}).code == 0);
    }
}

}  // namespace leadline::tests
