// `program plan` and `program apply`, as a process on the sample of the repository.
#include <catch2/catch.hpp>

#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

using namespace leadline;
using tests::Ended;

namespace {

const std::string sample = (tests::repository_root() / "config/samples/demo.program.yaml").string();

}  // namespace

TEST_CASE("program apply: twice is once", "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const Ended first = tests::leadline({"program", "apply", sample, "--data", data});
    INFO(first.err);
    CHECK(first.exit_code == 0);
    CHECK(first.out.find("+ partner \"bergmann\"") != std::string::npos);
    CHECK(first.err.find(" 0 rejected, 0 dead letters") != std::string::npos);
    const auto held = tests::held_in(data);
    CHECK_FALSE(held.events.empty());
    const Ended again = tests::leadline({"program", "apply", sample, "--data", data});
    CHECK(again.exit_code == 0);
    CHECK(again.out.find("nothing to apply") != std::string::npos);
    CHECK(tests::held_in(data) == held);
}

TEST_CASE("program plan: shows what apply would do and writes nothing", "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const Ended before = tests::leadline({"program", "plan", sample, "--data", data});
    CHECK(before.exit_code == 0);
    CHECK(before.out.find("+ queue \"dach\"") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(data));
    REQUIRE(tests::leadline({"program", "apply", sample, "--data", data}).exit_code == 0);
    const Ended after = tests::leadline({"program", "plan", sample, "--data", data});
    CHECK(after.exit_code == 0);
    CHECK(after.out.find("nothing to apply") != std::string::npos);
    const Ended rows = tests::leadline({"program", "plan", sample, "--data", data, "-o", "csv"});
    CHECK(rows.out.starts_with("change,thing,detail\nsame,"));
}

TEST_CASE("program plan --commands: submitted, they are what apply does", "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const Ended commands =
        tests::leadline({"program", "plan", sample, "--commands", "--data", data});
    CHECK(commands.exit_code == 0);
    CHECK(tests::leadline({"submit", "--strict", "--data", data}, commands.out).exit_code == 0);
    const Ended after = tests::leadline({"program", "plan", sample, "--data", data});
    CHECK(after.out.find("nothing to apply") != std::string::npos);
    CHECK(tests::leadline({"program", "plan", sample, "--commands", "--data", data}).out.empty());
}

TEST_CASE("program apply: a file with a mistake changes nothing and is exit code 78",
          "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    std::string text = tests::read_text(sample);
    text.replace(text.find("channel_manager:"), 15, "channel_manger");
    const auto file = folder.path() / "wrong.yaml";
    tests::write_text(file, text);
    const Ended ended = tests::leadline({"program", "apply", file.string(), "--data", data});
    CHECK(ended.exit_code == 78);
    CHECK(ended.err.find("channel_manager") != std::string::npos);  // the nearest name
    CHECK_FALSE(std::filesystem::exists(data));
}
