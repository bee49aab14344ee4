// `leadline submit` as a process: outcomes, exit codes, what is mended while opening.
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "connectors/embedded/data_folder.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

using namespace leadline;
using tests::Ended;

namespace {

struct Case {
    tests::TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();

    [[nodiscard]] Ended submit(const std::string& lines, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"submit", "--data", data};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return tests::leadline(arguments, lines);
    }
};

}  // namespace

TEST_CASE("submit: one outcome line per command, in input order", "[connectors]") {
    const Case it;
    const Ended ended = it.submit(tests::setup_lines() + "\nno json\n" + tests::lead_lines(1, 10));
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    CHECK(tests::lines_in(ended.out) == 7 + 1 + 31);
    CHECK(
        ended.out.starts_with(R"({"program":"acme","source":"test","id":"s1","outcome":"accepted",)"
                              R"("partition":0,"position":1,"events":["ProgramCreated"]})"));
    CHECK(ended.out.find(R"({"outcome":"dead_lettered","reason":"not_json")") != std::string::npos);
    CHECK(ended.out.find(R"("id":"again10","outcome":"rejected")") != std::string::npos);
    CHECK(ended.err.find("39 lines in ") != std::string::npos);
    CHECK(ended.err.find("37 accepted, 1 rejected, 1 dead letter;") != std::string::npos);
}

TEST_CASE("submit: each checkpoint is told at debug, and none at info", "[connectors]") {
    const auto told = [](const std::string& level) {
        const Case it;
        const Ended ended = it.submit(tests::setup_lines() + tests::lead_lines(1, 500),
                                      {"--log-level", level, "--set", "epoch.commands_max=100",
                                       "--set", "state.checkpoint_events=1000"});
        CHECK(ended.exit_code == 0);
        return ended.err.find("debug: state: checkpoint of partition 0 at position ") !=
               std::string::npos;
    };
    CHECK(told("debug"));
    CHECK_FALSE(told("info"));
}

TEST_CASE("submit: the same lines twice leave the same events, and the first outcomes again",
          "[connectors]") {
    const Case it;
    const std::string lines = tests::setup_lines() + tests::lead_lines(1, 50) + "no json\n";
    const Ended first = it.submit(lines);
    const auto held = tests::held_in(it.data);
    const Ended again = it.submit(lines);
    CHECK(again.exit_code == 0);
    CHECK(tests::held_in(it.data) == held);
    std::string without = again.out;
    for (std::size_t at = 0; (at = without.find(R"(,"repeated":true)", at)) != std::string::npos;)
        without.erase(at, 16);
    CHECK(without == first.out);
    CHECK(again.out != first.out);
}

TEST_CASE("submit: --strict says 65 after a dead letter, else 1 after a rejection",
          "[connectors]") {
    const std::string good = tests::setup_lines();
    const std::string refused = tests::asked("x", "AddLeadNote", R"({"lead":"none","note":"n"})");
    CHECK(Case().submit(good, {"--strict"}).exit_code == 0);
    CHECK(Case().submit(good + refused, {"--strict"}).exit_code == 1);
    CHECK(Case().submit(good + refused + "{}\n", {"--strict"}).exit_code == 65);
    CHECK(Case().submit(good + refused + "{}\n").exit_code == 0);
}

TEST_CASE("submit: a data folder that is in use is exit code 69 and one line", "[connectors]") {
    const Case it;
    const auto held = connectors::DataFolder::open(it.data);
    REQUIRE(held.has_value());
    const Ended ended = it.submit(tests::setup_lines());
    CHECK(ended.exit_code == 69);
    CHECK(ended.out.empty());
    CHECK(ended.err.starts_with("leadline: " + it.data + " is in use by process "));
    CHECK(tests::lines_in(ended.err) == 1);
}

TEST_CASE("submit: wrong usage is exit code 2, a missing file 74", "[connectors]") {
    CHECK(tests::leadline({"submit"}).exit_code == 2);
    CHECK(tests::leadline({"submit", "--data", "x", "--nothing"}).exit_code == 2);
    CHECK(tests::leadline({}).exit_code == 2);
    const Case it;
    const Ended ended = it.submit("", {(it.folder.path() / "missing").string()});
    CHECK(ended.exit_code == 74);
    CHECK_FALSE(std::filesystem::exists(it.data));
}

TEST_CASE("submit: a folder that cannot be written is exit code 74 and one line", "[connectors]") {
    const Ended ended = tests::leadline({"submit", "--data", "/proc/leadline"});
    CHECK(ended.exit_code == 74);
    CHECK(tests::lines_in(ended.err) == 1);
}

TEST_CASE(
    "submit: when the reader of its output has gone, what was decided is durable; exit code 74",
    "[connectors]") {
    const Case it;
    const std::string lines = tests::setup_lines() + tests::lead_lines(1, 2'000);
    tests::write_text(it.folder.path() / "lines", lines);
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    ::close(ends[0]);
    tests::Child child({"submit", (it.folder.path() / "lines").string(), "--data", it.data},
                       {-1, ends[1]});
    ::close(ends[1]);
    const Ended ended = child.wait();
    CHECK(ended.exit_code == 74);
    CHECK(ended.err.ends_with("leadline: the output was closed\n"));
    CHECK_FALSE(tests::held_in(it.data).events.empty());
    const Ended again = it.submit(lines);
    CHECK(again.exit_code == 0);
    const Case other;
    REQUIRE(other.submit(lines).exit_code == 0);
    CHECK(tests::held_in(it.data) == tests::held_in(other.data));
}

TEST_CASE("submit: a full disk under its output is exit code 74", "[connectors]") {
    const Case it;
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    tests::write_text(it.folder.path() / "lines", tests::setup_lines());
    tests::Child child({"submit", (it.folder.path() / "lines").string(), "--data", it.data},
                       {-1, full});
    const Ended ended = child.wait();
    ::close(full);
    CHECK(ended.exit_code == 74);
    CHECK(ended.err.ends_with("the output cannot be written: No space left on device\n"));
}

TEST_CASE("submit: a missing or damaged state is made again from the log, and said so",
          "[connectors]") {
    const Case it;
    REQUIRE(it.submit(tests::setup_lines() + tests::lead_lines(1, 20)).exit_code == 0);
    const auto held = tests::held_in(it.data);
    const auto state = std::filesystem::path(it.data) / "state" / "p0";
    SECTION("missing") {
        std::filesystem::remove_all(state);
        const Ended ended = it.submit("");
        CHECK(ended.exit_code == 0);
        CHECK(ended.err.find("leadline: state was missing: rebuilt from the log, ") !=
              std::string::npos);
    }
    SECTION("damaged") {
        for (const auto& file : std::filesystem::directory_iterator(state))
            if (file.path().extension() == ".sst") tests::write_text(file.path(), "no table");
        const Ended ended = it.submit("");
        CHECK(ended.exit_code == 0);
        CHECK(ended.err.find("leadline: state was damaged: rebuilt from the log, ") !=
              std::string::npos);
    }
    CHECK(tests::held_in(it.data) == held);
}

TEST_CASE("submit: state ahead of its log stops everything, until the loss is accepted",
          "[connectors]") {
    const Case it;
    REQUIRE(it.submit(tests::setup_lines()).exit_code == 0);
    const std::filesystem::path data = it.data;
    std::filesystem::copy(data / "log", it.folder.path() / "older",
                          std::filesystem::copy_options::recursive);
    const auto held = tests::held_in(it.data);
    REQUIRE(it.submit(tests::lead_lines(1, 20)).exit_code == 0);
    std::filesystem::remove_all(data / "log");
    std::filesystem::rename(it.folder.path() / "older", data / "log");

    const Ended refused = it.submit("");
    CHECK(refused.exit_code == 74);
    CHECK(refused.err.find("the log has lost durable events") != std::string::npos);
    CHECK(refused.err.find("the log ends at 7") != std::string::npos);

    const Ended accepted = it.submit("", {"--accept-loss"});
    CHECK(accepted.exit_code == 0);
    CHECK(accepted.err.find("going on without what is lost: ") != std::string::npos);
    CHECK(accepted.err.find("rebuilt from the log, 7 events") != std::string::npos);
    CHECK(accepted.err.find("views are made again") != std::string::npos);
    CHECK(tests::held_in(it.data) == held);
    CHECK(it.submit("").exit_code == 0);
}

TEST_CASE("submit: outcomes as text, as a JSON list and as CSV", "[connectors]") {
    const Case it;
    const std::string lines = tests::setup_lines();
    CHECK(
        it.submit(lines, {"-o", "text"}).out.starts_with("accepted acme test s1: ProgramCreated"));
    CHECK(it.submit(lines, {"-o", "json"}).out.starts_with("[\n{\"program\":\"acme\""));
    CHECK(it.submit("", {"-o", "json"}).out == "[]\n");
    const Ended csv = it.submit(lines, {"-o", "csv"});
    CHECK(csv.out.starts_with(
        "program,source,id,outcome,reason,partition,position,events,"
        "repeated,errors,detail\nacme,test,s1,accepted,,0,1,ProgramCreated,true,,\n"));
    const Ended refused = it.submit("no json\n" + tests::lead_lines(10, 10), {"-o", "csv"});
    CHECK(refused.out.find("\n,,,dead_lettered,not_json,,,,false,\"[{\"\"pointer\"\":\"\"\"\",") !=
          std::string::npos);
    CHECK(refused.out.find("\nacme,test,again10,rejected,lead_already_claimed,0,") !=
          std::string::npos);
    CHECK(refused.out.find(
              ",,false,,\"{\"\"about_kind\"\":\"\"lead\"\",\"\"about\"\":\"\"l10\"\",") !=
          std::string::npos);
}

TEST_CASE("submit: nothing personal is logged at level info, as text or as JSON", "[connectors]") {
    const Case it;
    const std::string mark = "Xq7Zw";
    const std::string format = GENERATE("text", "json");
    const auto marked = [&mark](std::string data) {
        for (std::size_t at = 0; (at = data.find('#', at)) != std::string::npos;)
            data.replace(at, 1, mark);
        return data;
    };
    const std::string lines =
        tests::setup_lines() +
        tests::asked(
            "i", "InviteUser",
            marked(R"({"user":"v","partner":"p","full_name":"#","email":"#@v.example"})")) +
        tests::asked("c", "CreateLead",
                     marked(R"({"lead":"l","contact":{"name":"#","email":"#@c.example",)"
                            R"("phone":"#"},"text":"#","custom":{"a":"#"}})"),
                     1, "system:crm") +
        tests::asked("n", "AddLeadNote", marked(R"({"lead":"l","note":"#"})"), 2) +
        // Refused, and not understood.
        tests::asked("o", "AddLeadNote", marked(R"({"lead":"none","note":"#"})"), 3) +
        tests::asked("d", "CreateLead",
                     marked(R"({"lead":"m","contact":{"name":"#","email":["#"]}})"), 4) +
        mark + " no json\n";
    for (int time = 0; time < 2; ++time) {  // the second finds a folder that is there
        const Ended ended = it.submit(lines, {"--log-level", "info", "--log-format", format});
        INFO(ended.out << ended.err);
        CHECK(ended.exit_code == 0);
        CHECK(ended.err.find("opened ") != std::string::npos);
        CHECK(ended.err.find("10 accepted, 1 rejected, 2 dead letters") != std::string::npos);
        CHECK(ended.err.find(mark) == std::string::npos);
    }
    // The mark did arrive where people's words belong.
    CHECK(tests::held_in(it.data).events.find(mark) != std::string::npos);
}
