// What a slip on the command line is answered with: a sentence that names it and helps on, and the
// exit code of SPEC 16.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

// A pipe whose reader has gone.
class ClosedOutput final : public connectors::Output {
public:
    [[nodiscard]] events::Result<void> write(std::string_view) override {
        return events::fail(events::Failure::io, std::string(connectors::output_closed));
    }
};

}  // namespace

TEST_CASE("-n: every list takes it, as a whole number from 1 on, and says so otherwise",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const Words data{"-o", "jsonl", "--data", folder.path().string()};
    const Words list =
        GENERATE(Words{"lead", "list"}, Words{"queue", "list"}, Words{"partner", "list"},
                 Words{"deal", "list"}, Words{"program", "list"}, Words{"contest", "list"},
                 Words{"dead-letter", "list"}, Words{"log", "tail"});
    INFO(list[0] << ' ' << list[1]);
    for (const std::string wrong : {"0", "-1", "1.5", "x", "1000000001"}) {
        const Ran ran = run(list + Words{"-n", wrong} + data);
        INFO(ran.err);
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains("-n: expected a whole number from 1 to 1000000000, not \"" +
                                     wrong + "\""));
    }
    const Ran one = run(list + Words{"-n", "1"} + data);
    INFO(one.err);
    CHECK(one.code == 0);
    CHECK(std::count(one.out.begin(), one.out.end(), '\n') == (list[0] == "dead-letter" ? 0 : 1));
}

TEST_CASE("-n: what is cut off a list of partners comes behind the cursor", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const Words asked{"partner", "list", "-o", "jsonl", "--data", folder.path().string()};
    const std::string all = run(asked).out;
    const Ran first = run(asked + Words{"-n", "1"});
    const std::size_t at = first.err.find("more: --after ");
    REQUIRE(at != std::string::npos);
    std::string cursor = first.err.substr(at + 14);
    cursor.pop_back();
    CHECK(first.out + run(asked + Words{"--after", cursor}).out == all);
    CHECK(run(asked + Words{"-n", "1000"}).err.find("more:") == std::string::npos);
}

TEST_CASE("an unknown command is named, with the nearest one and where help is", "[connectors]") {
    const Ran noun = run({"laed", "list"});
    CHECK(noun.code == 2);
    CHECK_THAT(noun.err, Contains("leadline: unknown command \"laed\"") &&
                             Contains("did you mean \"lead\"?") &&
                             Contains("Help: leadline --help\n"));
    const Ran verb = run({"lead", "lst"});
    CHECK(verb.code == 2);
    CHECK_THAT(verb.err, Contains("leadline lead: unknown command \"lst\"") &&
                             Contains("explain, list") && Contains("did you mean \"list\"?") &&
                             Contains("Help: leadline lead --help\n"));
    const Ran far = run({"foo"});
    CHECK(far.code == 2);
    CHECK_THAT(far.err, Contains("unknown command \"foo\"") && !Contains("did you mean"));
}

TEST_CASE("a file that is not there is exit code 74 and one sentence, whoever asks for it",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto in_folder = [&folder](const char* name) { return (folder.path() / name).string(); };
    const std::string none = in_folder("none");
    const std::string map = (repository_root() / "config/samples/olist.map.yaml").string();
    const std::string csv = in_folder("olist_closed_deals_dataset.csv");
    std::ofstream(csv) << "mql_id\n";
    const Words data{"--data", in_folder("data")};
    const std::vector<Words> all{Words{"submit", none} + data,
                                 {"rules", "check", none},
                                 {"rules", "test", none},
                                 {"config", "check", none},
                                 {"config", "show", "--config", none},
                                 Words{"program", "plan", none} + data,
                                 Words{"program", "apply", none} + data,
                                 {"import", csv, "--map", none},
                                 {"import", csv, none, "--map", map}};
    for (const Words& words : all) {
        const Ran ran = run(words);
        INFO(words[0] << ' ' << words[1] << '\n' << ran.err);
        CHECK(ran.code == 74);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, StartsWith("leadline: " + none));
        CHECK_THAT(ran.err, EndsWith("No such file or directory\n"));
        CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    }
}

TEST_CASE("import: --to names the file; -o is the format, and says so when it gets a file",
          "[connectors]") {
    const TemporaryFolder folder;
    const auto in_folder = [&folder](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(in_folder("leads.csv")) << "lead,met\nl1,2018-01-01\n";
    std::ofstream(in_folder("map.yaml"))
        << "program: acme\nsource: crm\nfiles:\n  leads: {file: \"leads.csv\", key: lead}\n"
           "kinds:\n  - {type: CreateLead, from: leads, id: \"${lead}\", time: \"${met}\",\n"
           "     actor: \"system:crm\", data: {lead: \"${lead}\"}}\n";
    const Words import{"import", in_folder("leads.csv"), "--map", in_folder("map.yaml")};
    const std::string lines = run(import).out;
    CHECK_THAT(lines, Contains("\"data\":{\"lead\":\"l1\"}"));
    const Ran to = run(import + Words{"--to", in_folder("lines")});
    INFO(to.err);
    CHECK(to.code == 0);
    CHECK(to.out.empty());
    CHECK(read_text(in_folder("lines")) == lines);
    CHECK(run(import + Words{"-o", "jsonl"}).out == lines);
    const Ran path = run(import + Words{"-o", in_folder("other")});
    CHECK(path.code == 2);
    CHECK_THAT(path.err, Contains("-o is the format, and import writes jsonl; the file that the "
                                  "lines go to is --to FILE"));
    CHECK_FALSE(std::filesystem::exists(in_folder("other")));
    CHECK(run(import + Words{"-o", "csv"}).code == 2);
}

TEST_CASE("a closed output ends what only tells quietly, but no check", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    ClosedOutput closed;
    const Words data{"--data", folder.path().string()};
    const std::string sample = (repository_root() / "config/samples/demo.program.yaml").string();
    for (const Words& words : {Words{"lead", "list"} + data, Words{"lead", "show", "L-1"} + data,
                               Words{"log", "tail"} + data, Words{"log", "export"} + data,
                               Words{"program", "plan", sample} + data, Words{"config", "show"},
                               Words{"schema", "events"}}) {
        const Ran ran = run(words, closed);
        INFO(words[0] << ' ' << words[1]);
        CHECK(ran.code == 0);
        CHECK(ran.err.find("the output was closed") == std::string::npos);
    }
    for (const Words& words : {Words{"log", "verify"} + data, Words{"rules", "test", sample}}) {
        const Ran ran = run(words, closed);
        INFO(words[0] << ' ' << words[1]);
        CHECK(ran.code == 74);
        CHECK_THAT(ran.err, EndsWith("leadline: the output was closed\n"));
    }
}

TEST_CASE("an unknown owner, partner, queue or lead in a question is exit 1 with the nearest name",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const Words data{"--data", folder.path().string()};
    const auto refused = [&data](const Words& words, const std::string& nearest) {
        const Ran ran = run(words + data);
        INFO(words[0] << ' ' << words[1] << '\n' << ran.err);
        CHECK(ran.code == 1);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains(words.back()));
        if (!nearest.empty()) CHECK_THAT(ran.err, Contains("did you mean \"" + nearest + "\"?"));
    };
    refused({"lead", "list", "--owner", "sma"}, "sam");
    refused({"lead", "list", "--queue", "inbuond"}, "inbound");
    refused({"lead", "list", "--partner", "nroth"}, "north");
    refused({"deal", "list", "--partner", "nroth"}, "north");
    refused({"lead", "list", "--owner", "zork"}, "");
    refused({"contest", "show", "L404"}, "");
    // A lead that nobody raced for is there: the answer is an empty list.
    CHECK(run(Words{"contest", "show", "L-2"} + data).code == 0);
}

TEST_CASE("counts: one thing is named in the singular, and in words", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest()).tell_nonsense("00000001", "no json");
    const Words data{"--data", folder.path().string()};
    CHECK_THAT(run(Words{"queue", "list"} + data).err, StartsWith("1 queue, at position "));
    CHECK_THAT(run(Words{"contest", "list"} + data).err, StartsWith("1 contest, at position "));
    CHECK_THAT(run(Words{"lead", "list", "-n", "1"} + data).err, StartsWith("1 lead, "));
    CHECK_THAT(run(Words{"lead", "list"} + data).err, StartsWith("3 leads, "));
    CHECK_THAT(run(Words{"dead-letter", "list"} + data).err, StartsWith("1 dead letter, "));
}

TEST_CASE("times: tables and stories write them in one form", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const Words data{"--data", folder.path().string()};
    const std::string table = run(Words{"lead", "list"} + data).out;
    const std::string story = run(Words{"lead", "explain", "L-1"} + data).out;
    const std::size_t at = story.find("\n2026-");
    REQUIRE(at != std::string::npos);
    const std::string created = story.substr(at + 1, story.find(' ', at) - at - 1);
    CHECK(created.size() == std::string("2026-01-01T00:00:00Z").size());
    CHECK_THAT(table, Contains(created));
}

TEST_CASE("an engine on Kafka is refused where only an embedded one can be, and makes no folder",
          "[connectors]") {
    const TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const Ran ran = run({"submit", "/dev/null", "--data", data, "--set", "engine.log=kafka"});
    CHECK(ran.code == 78);
    CHECK_THAT(ran.err, Contains("engine.log is kafka"));
    CHECK_FALSE(std::filesystem::exists(data));
}

TEST_CASE("a wrong --log-level is named by its flag, with the nearest level", "[connectors]") {
    const Ran ran = run({"config", "show", "--log-level", "inof"});
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Contains("--log-level: unknown value \"inof\"") &&
                            Contains("did you mean \"info\"?") && !Contains("--set"));
    CHECK(run({"config", "show", "--log-format", "xml"}).code == 2);
    CHECK(run({"config", "show", "--log-level", "off", "--log-format", "json"}).code == 0);
}

}  // namespace leadline::tests
