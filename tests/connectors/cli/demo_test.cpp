// `leadline demo`: it runs, tells, and is the same each time.
#include "connectors/cli/demo.hpp"

#include <catch2/catch.hpp>

#include "config/plan.hpp"
#include "connectors/cli/demo_people.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

using namespace leadline;

TEST_CASE("demo: it shows totals, a race, a decision and what to try, and leaves its folder",
          "[connectors]") {
    const tests::TemporaryFolder folder;
    const auto kept = folder.path() / "kept";
    const tests::Ended ended =
        tests::leadline({"demo", "--leads", "2000", "--keep", kept.string()});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
    for (const char* heading :
         {"Setting up \"Arkwright Automation", "2,000 leads arrive", "What came of it", "A race\n",
          " won at position ", " lost by ", "Why did lead-", "Try next:\n"})
        CHECK(ended.out.find(heading) != std::string::npos);
    // As it was started, since `leadline` need not be where a shell looks.
    const std::string start = (tests::build_folder() / "leadline").string();
    CHECK(ended.out.find("Try next:\n  " + start + " lead explain lead-") != std::string::npos);
    CHECK(ended.out.find("\n  leadline ") == std::string::npos);

    const std::string data = (kept / "data").string();
    const std::string lines = tests::read_text(kept / "commands.jsonl");
    CHECK(tests::lines_in(tests::read_text(kept / "outcomes.jsonl")) == tests::lines_in(lines));
    const auto held = tests::held_in(data);
    const tests::Ended again = tests::leadline({"submit", "--data", data}, lines);
    CHECK(again.exit_code == 0);
    CHECK(tests::held_in(data) == held);  // every line is a repeat
}

TEST_CASE("demo: its people do the same each time, and leave nothing out", "[connectors]") {
    const auto sample = GENERATE(connectors::DemoSample::vendor, connectors::DemoSample::small);
    const auto samples = tests::repository_root() / "config/samples";
    const auto files = connectors::demo_files(sample);
    for (const connectors::DemoFile& each : files)
        CHECK(each.text == tests::read_text(samples / each.name));
    config::Diagnostics diagnostics;
    const auto file = config::load_program_file(samples / files[0].name, diagnostics);
    REQUIRE(file.has_value());
    const auto plan = config::plan_program(*file, {});
    REQUIRE(plan.has_value());
    const auto lived = [&] {
        connectors::DemoPeople people(*file);
        people.set_up(plan->commands);
        people.live_through(400);
        return people.lines();
    };
    const std::string lines = lived();
    CHECK(lived() == lines);
    for (const char* type :
         {"CreateLead", "ClaimLead", "ClaimNext", "ReleaseLead", "ReassignLead", "AddLeadNote",
          "ChangeLeadStatus", "ConvertLead", "RegisterDeal", "ApproveDeal"})
        CHECK(lines.find(fmt::format("\"type\":\"{}\"", type)) != std::string::npos);
}
