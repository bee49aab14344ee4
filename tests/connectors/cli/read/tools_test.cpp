// The commands that need no data folder, and the shapes of answers.
#include <catch2/catch.hpp>
#include <fstream>

#include "connectors/cli/output_table.hpp"
#include "connectors/cli/output_words.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::StartsWith;
namespace fs = std::filesystem;

std::string sample(const std::string& name) {
    return (repository_root() / "config" / "samples" / name).string();
}

std::string written(const TemporaryFolder& folder, const std::string& text) {
    const fs::path file = folder.path() / "file.yaml";
    std::ofstream(file) << text;
    return file.string();
}

}  // namespace

TEST_CASE("schema: commands, events and config are printed, other names refused", "[connectors]") {
    for (const std::string name : {"commands", "events", "config"}) {
        const Ran ran = run({"schema", name});
        CHECK(ran.code == 0);
        CHECK_THAT(ran.out, StartsWith("{"));
    }
    const Ran wrong = run({"schema", "comands"});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.err, Contains("did you mean \"commands\"?"));
}

TEST_CASE("config: show names every value and its origin, check every mistake", "[connectors]") {
    const Ran shown = run({"config", "show", "--origin", "--set", "epoch.commands_max=512"});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Contains("= 512") && Contains("# --set") && Contains("# default"));
    const Ran help = run({"config", "show", "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Contains("--origin") && Contains(config::options_help()));
    const Ran rows = run({"config", "show", "--origin", "-o", "csv"});
    CHECK_THAT(rows.out, StartsWith("option,value,origin\n"));
    CHECK(run({"config", "check"}).code == 0);
    const TemporaryFolder folder;
    const std::string file = written(folder, "log:\n  levle: info\n  format: xml\n");
    const Ran checked = run({"config", "check", file});
    CHECK(checked.code == 1);
    CHECK_THAT(checked.out, Contains("file.yaml:2:3") && Contains("file.yaml:3:"));
    CHECK_THAT(checked.err, Contains("2 mistakes"));
    CHECK(run({"config", "show", "--config", file}).code == 78);
}

TEST_CASE("rules: check finds mistakes, test runs the cases beside the rules", "[connectors]") {
    CHECK(run({"rules", "check", sample("demo.program.yaml")}).code == 0);
    const Ran tested = run({"rules", "test", sample("demo.program.yaml")});
    INFO(tested.out << tested.err);
    CHECK(tested.code == 0);
    CHECK_THAT(run({"rules", "test", sample("demo.program.yaml"), "-o", "jsonl"}).out,
               Contains("\"passed\":true"));
    const TemporaryFolder folder;
    const std::string file = written(folder, "program:\n  id: x\n  titel: y\n");
    const Ran checked = run({"rules", "check", file, "-o", "jsonl"});
    CHECK(checked.code == 1);
    CHECK_THAT(checked.out, Contains("\"line\":3") && Contains("titel"));
    CHECK(run({"rules", "check", (folder.path() / "nothing.yaml").string()}).code != 0);
}

TEST_CASE("output: what people see has no control characters and keeps its columns",
          "[connectors]") {
    using namespace connectors;
    CHECK(one_line("a\x1b[31m\nb\xff\xc2\x9b") == "a?[31m b??");
    CHECK(columns_of("añ東") == 4);
    CHECK(fitted("東東東", 4) == "東…");
    CHECK(fitted("abc", 3) == "abc");
    CHECK(fitted("abcd", 3) == "ab…");
    const std::string odd("a\0\xff%/b", 6);
    CHECK(cursor_of(cursor_text(odd)) == odd);
    CHECK(cursor_text(odd) == "a%00%FF%25%2Fb");
    Table table("things", {{"id"}, {"name", true}, {"count"}});
    table.add({"one", "a long name of a thing", 5}).add({"two", Cell(), 12'000});
    std::string text;
    const Layout layout(table, 24);
    layout.append_heading(text, table);
    for (const Row& row : table.rows()) layout.append_row(text, row);
    CHECK(text ==
          "ID   NAME          COUNT\n"
          "one  a long name…      5\n"
          "two  -             12000\n");
}

TEST_CASE("output: CSV quotes what it must, JSON leaves out what is empty", "[connectors]") {
    using namespace connectors;
    std::string csv;
    for (const Cell& cell :
         {Cell("plain"), Cell("a,b"), Cell("say \"x\""), Cell("two\nlines"), Cell()})
        cell.append_csv(csv += '|');
    CHECK(csv == "|plain|\"a,b\"|\"say \"\"x\"\"\"|\"two\nlines\"|");
    std::string json;
    append_json_row(json, {{"a"}, {"b"}, {"c"}, {"d"}},
                    {"x", Cell(), true, Cell(events::Duration{3'600'000'000})});
    CHECK(json == R"({"a":"x","c":true,"d":"1h"})");
}

}  // namespace leadline::tests
