// Cases beside the rules, run: the samples come out as expected, and a wrong expectation is told.
#include "connectors/cli/rules_runner.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "config/rules_check.hpp"
#include "tests/support/markdown.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline::connectors;
namespace config = leadline::config;
namespace events = leadline::events;

namespace {

events::Result<RulesReport> run(const std::filesystem::path& file) {
    config::Diagnostics diagnostics;
    const auto cases = config::load_rules_test(file, diagnostics);
    INFO(diagnostics.to_text());
    REQUIRE(cases);
    return run_rules_test(*cases);
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::string program =
    "program: {id: p, title: P, channel_manager: m}\n"
    "partners:\n"
    "  - {id: acme, title: Acme, users: [{id: ada, role: seller, logged_in: true}, {id: bob, role: "
    "seller}]}\n"
    "queues: [{id: q, title: Q, everybody: true}]\n"
    "rules:\n"
    "  - {name: turns, when: {field: source, equals: web},\n"
    "     then: {rotate: {name: r, users: [ada, bob]}}}\n"
    "fallback: {queue: q}\n";

events::Result<RulesReport> run_cases(const std::string& cases, const std::string& of = program) {
    const leadline::tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "p.program.yaml") << of;
    std::ofstream(folder.path() / "p.rules-test.yaml")
        << "program: p.program.yaml\ntime: 2026-03-02T09:00:00Z\ncases:\n" + cases;
    auto report = run(folder.path() / "p.rules-test.yaml");
    if (report)
        for (CaseReport& each : report->cases) each.file = "p.rules-test.yaml";
    return report;
}

}  // namespace

TEST_CASE("rules test: every case of the samples comes out as expected", "[connectors]") {
    for (const char* name : {"demo.rules-test.yaml", "vendor.rules-test.yaml"}) {
        const auto report = run(leadline::tests::repository_root() / "config/samples" / name);
        REQUIRE(report);
        INFO(to_text(*report));
        CHECK(report->failed() == 0);
        CHECK(report->cases.size() >= 9);
    }
}

TEST_CASE("rules test: a wrong expectation fails, with what was found and why", "[connectors]") {
    const auto report = run_cases(
        "  - name: right\n"
        "    when: {source: web}\n"
        "    expect: {user: ada, rule: turns, by: entry}\n"
        "  - name: wrong\n"
        "    given: {not_logged_in: [ada]}\n"
        "    when: [{source: web}, {source: fax}]\n"
        "    expect: [{user: ada, rule: turns}, {queue: q, by: fallback}]\n");
    REQUIRE(report);
    CHECK(report->failed() == 1);
    CHECK(to_text(*report) ==
          "ok     right\n"
          "FAILED wrong\n"
          "       p.rules-test.yaml:7\n"
          "       FAILED lead-1: expected user \"ada\", rule \"turns\"\n"
          "              found user \"bob\", rule \"turns\", by entry; passed over: 1 "
          "user_not_active\n"
          "       ok     lead-2: expected queue \"q\", by fallback\n"
          "2 cases, 1 failed\n");
}

TEST_CASE("rules test: place, rule and way are each compared", "[connectors]") {
    for (const char* wrong : {"{queue: q}", "{waiting: true}", "{user: bob}",
                              "{user: ada, by: else}", "{user: ada, by: fallback}"}) {
        INFO(wrong);
        const auto report = run_cases(
            "  - name: one\n    when: {source: web}\n    expect: " + std::string(wrong) + "\n");
        REQUIRE(report);
        CHECK(report->failed() == 1);
    }
}

TEST_CASE("rules test: cases share nothing, rotations begin anew", "[connectors]") {
    const auto report = run_cases(
        "  - name: first\n    when: {source: web}\n    expect: {user: ada}\n"
        "  - name: second\n    when: {source: web}\n    expect: {user: ada}\n"
        "  - name: in turn\n    when: [{source: web}, {source: web}]\n"
        "    expect: [{user: ada}, {user: bob}]\n");
    REQUIRE(report);
    CHECK(report->failed() == 0);
}

TEST_CASE("rules test: suspended, deactivated and never logged in are each passed over",
          "[connectors]") {
    const auto report = run_cases(
        "  - name: suspended\n    given: {suspended: [acme]}\n"
        "    when: {source: web}\n    expect: {waiting: true}\n"
        "  - name: gone\n    given: {deactivated_users: [ada]}\n"
        "    when: {source: web}\n    expect: {user: bob}\n"
        "  - name: partner gone\n    given: {deactivated_partners: [acme]}\n"
        "    when: {source: web}\n    expect: {waiting: true}\n");
    REQUIRE(report);
    INFO(to_text(*report));
    CHECK(report->failed() == 0);
}

TEST_CASE("rules test: what is given and refused stops the run, and is said", "[connectors]") {
    config::Diagnostics diagnostics;
    auto cases = config::load_rules_test(
        leadline::tests::repository_root() / "config/samples/demo.rules-test.yaml", diagnostics);
    REQUIRE(cases);
    std::vector<std::string>& commands = cases->cases.at(0).commands;
    commands.erase(commands.begin());  // CreateProgram
    const auto report = run_rules_test(*cases);
    REQUIRE_FALSE(report);
    CHECK(report.error().failure == events::Failure::configuration);
    CHECK(report.error().message.find("is refused: RegisterPartner: unknown_program") !=
          std::string::npos);
}

TEST_CASE("rules test: a case's time decides time windows, and addresses territories",
          "[connectors]") {
    const std::string hours =
        "program: {id: p, title: P, channel_manager: m}\n"
        "queues: [{id: q, title: Q, everybody: true}, {id: west, title: W, everybody: true}]\n"
        "time_zone: Europe/Berlin\n"
        "territories: {benelux: [{country: BE}, {country: NL}]}\n"
        "rules:\n"
        "  - name: west\n"
        "    when:\n"
        "      all:\n"
        "        - {territory: benelux}\n"
        "        - {time_window: {from: 10:30, to: 11:00}}\n"
        "    then: {queue: west}\n"
        "  - name: near Lille\n"
        "    when: {within_km: 60, of: {latitude: 50.63, longitude: 3.06}}\n"
        "    then: {queue: west}\n"
        "fallback: {queue: q}\n";
    const auto report = run_cases(
        "  - name: from half past ten in Berlin\n"
        "    when:\n"
        "      - {address: {country: NL}}\n"
        "      - {address: {country: NL}, after: 30m}\n"
        "      - {address: {country: FR}}\n"
        "      - {address: {country: FR}, custom: {latitude: 50.7, longitude: 3.2}}\n"
        "      - {address: {country: NL}, after: 30m}\n"
        "    expect:\n"
        "      - {queue: q, by: fallback}\n"
        "      - {queue: west, rule: west}\n"
        "      - {queue: q, by: fallback}\n"
        "      - {queue: west, rule: near Lille}\n"
        "      - {queue: q, by: fallback}\n",
        hours);
    REQUIRE(report);
    INFO(to_text(*report));
    CHECK(report->failed() == 0);
}

TEST_CASE("rules test: duplicates are flagged, attached or rejected as expected", "[connectors]") {
    const auto program_that = [](const std::string& then) {
        return "program: {id: p, title: P, channel_manager: m}\n"
               "queues: [{id: q, title: Q, everybody: true}, {id: again, title: A, everybody: "
               "true}]\n"
               "duplicates: {match: [email], look_back: 1h, then: " +
               then +
               "}\n"
               "rules: [{name: again, when: {field: duplicate, equals: true}, then: {queue: "
               "again}}]\n"
               "fallback: {queue: q}\n";
    };
    const std::string when =
        "  - name: three of one person\n"
        "    when:\n"
        "      - {contact: {email: a@b.example}}\n"
        "      - {contact: {email: A@b.example}}\n"
        "      - {contact: {email: a@b.example}, allow_duplicate: true}\n"
        "      - {contact: {email: a@b.example}, after: 60m}\n"
        "    expect:\n"
        "      - {queue: q}\n";
    const std::string then =
        "      - {queue: again, duplicate: lead-1}\n"
        "      - {queue: q, by: fallback}\n";
    for (const std::string way : {"attach", "reject"}) {
        const auto report =
            run_cases(when +
                          (way == "attach" ? "      - {attached: lead-1}\n"
                                           : "      - {rejected: duplicate_lead}\n") +
                          then,
                      program_that(way));
        REQUIRE(report);
        INFO(to_text(*report));
        CHECK(report->failed() == 0);
    }
    const auto report =
        run_cases(when + "      - {attached: lead-1}\n" + then, program_that("flag"));
    REQUIRE(report);
    INFO(to_text(*report));
    CHECK(to_text(*report).find("FAILED lead-2: expected attached to \"lead-1\"\n"
                                "              found queue \"again\", rule \"again\", by entry, "
                                "duplicate of \"lead-1\"\n") != std::string::npos);
}

TEST_CASE("docs/rules.md: its program, rules and cases are run as they stand", "[connectors]") {
    const std::vector<std::string> blocks =
        leadline::tests::code_blocks(leadline::tests::repository_root() / "docs/rules.md", "yaml");
    REQUIRE(blocks.size() > 5);
    const leadline::tests::TemporaryFolder folder;
    std::size_t run_count = 0;
    std::size_t rules_count = 0;
    for (const std::string& block : blocks) {
        INFO(block);
        if (block.starts_with("program: demo.program.yaml")) {
            std::ofstream(folder.path() / "demo.program.yaml")
                << text_of(leadline::tests::repository_root() / "config/samples/demo.program.yaml");
            std::ofstream(folder.path() / "a.rules-test.yaml") << block;
            const auto report = run(folder.path() / "a.rules-test.yaml");
            REQUIRE(report);
            INFO(to_text(*report));
            CHECK(report->failed() == 0);
            ++run_count;
            continue;
        }
        // Rules, or what stands within one.
        std::string text = block;
        if (text.starts_with("- name:")) text = "rules:\n" + text;
        if (text.starts_with("when:") || text.starts_with("then:")) {
            std::istringstream lines(text);
            text = "rules:\n  - name: example\n";
            for (std::string line; std::getline(lines, line);) text += "    " + line + "\n";
            if (block.find("then:") == std::string::npos) text += "    then: {queue: q}\n";
        }
        if (text.find("\nfallback:") == std::string::npos) text += "fallback: {queue: q}\n";
        std::ofstream(folder.path() / "a.rules.yaml") << text;
        config::Diagnostics diagnostics;
        const auto good = config::check_rules(folder.path() / "a.rules.yaml", diagnostics);
        INFO(diagnostics.to_text());
        CHECK(good.value_or(false));
        ++rules_count;
    }
    CHECK(run_count > 0);
    CHECK(rules_count > 4);
}
