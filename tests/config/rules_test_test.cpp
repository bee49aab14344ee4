// Cases beside the rules: what is read of them, and what is said of mistakes. That they come out as
// expected is tested where they are run (connectors/cli).
#include "config/rules_test.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "events/codec/cloud_event.hpp"
#include "events/kinds.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

const std::string program =
    "program: {id: p, title: P, channel_manager: m, in_force_from: 2030-01-01, published: false}\n"
    "partners:\n"
    "  - {id: acme, title: Acme, users: [{id: ada, role: seller, logged_in: true}, {id: bob, role: "
    "seller}]}\n"
    "queues: [{id: q, title: Q, everybody: true}]\n"
    "rules: [{name: web, when: {field: source, equals: web}, then: {user: ada}}]\n"
    "fallback: {queue: q}\n";

struct Cases {
    leadline::tests::TemporaryFolder folder;
    Diagnostics diagnostics;
    events::Result<RulesTestFile> file;

    explicit Cases(const std::string& text) : file(load(text)) {}

    // The diagnostics, without the folder.
    std::string said() const {
        std::string text = diagnostics.to_text();
        const std::string path = folder.path().string() + "/";
        for (std::size_t at = 0; (at = text.find(path)) != std::string::npos;)
            text.erase(at, path.size());
        return text;
    }

private:
    events::Result<RulesTestFile> load(const std::string& text) {
        std::ofstream(folder.path() / "p.program.yaml") << program;
        std::ofstream(folder.path() / "p.rules-test.yaml") << text;
        return load_rules_test(folder.path() / "p.rules-test.yaml", diagnostics);
    }
};

std::vector<std::string> kinds_of(const std::vector<std::string>& lines, std::string& last_time) {
    events::CloudEventReader reader;
    std::vector<std::string> kinds;
    for (const std::string& line : lines) {
        events::Arena arena;
        events::DecodedCommand command;
        std::vector<events::FieldError> errors;
        REQUIRE(reader.read(events::as_bytes(line), arena, command, errors).understood());
        kinds.emplace_back(events::name_of(command.header.kind));
        last_time = events::to_text(command.header.time);
    }
    return kinds;
}

const std::string head = "program: p.program.yaml\ntime: 2026-03-02T09:00:00Z\ncases:\n";

}  // namespace

TEST_CASE("rules test: what is given becomes the commands that bring it about", "[config]") {
    const Cases cases(head +
                      "  - name: one\n"
                      "    given: {not_logged_in: [bob], suspended: [acme]}\n"
                      "    when: {source: web}\n"
                      "    expect: {user: ada, rule: web, by: entry}\n");
    INFO(cases.said());
    REQUIRE(cases.file);
    const RulesTestCase& one = cases.file->cases.at(0);
    std::string time;
    // Published at the case's time, whatever the program file says of either.
    CHECK(kinds_of(one.commands, time) ==
          std::vector<std::string>{"CreateProgram", "RegisterPartner", "ActivatePartner",
                                   "InviteUser", "InviteUser", "DefineQueue", "StageRulesetPart",
                                   "PublishRuleset", "PublishProgram", "RecordLogin",
                                   "SuspendPartner"});
    CHECK(time == "2026-03-02T09:00:00.000000Z");
    REQUIRE(one.leads.size() == 1);
    CHECK(one.leads[0].id == "lead-1");
    CHECK(one.leads[0].expect.place == ExpectedPlace::user);
    CHECK(one.leads[0].expect.id == "ada");
    CHECK(one.leads[0].expect.rule == "web");
    CHECK(one.leads[0].expect.by == events::RoutedBy::entry);
    CHECK(one.place.line == 4);
}

TEST_CASE("rules test: leads arrive in turn, each so much later than the one before", "[config]") {
    const Cases cases(head +
                      "  - name: one\n"
                      "    when:\n"
                      "      - {lead: first, after: 1h}\n"
                      "      - {company: Late, after: 30m}\n"
                      "    expect: [{queue: q}, {waiting: true}]\n");
    INFO(cases.said());
    REQUIRE(cases.file);
    const RulesTestCase& one = cases.file->cases.at(0);
    REQUIRE(one.leads.size() == 2);
    CHECK(one.leads[0].id == "first");
    CHECK(one.leads[1].command.find("2026-03-02T10:30:00.000000Z") != std::string::npos);
    CHECK(one.leads[1].expect.place == ExpectedPlace::waiting);
}

TEST_CASE("rules test: every field of a lead can be said", "[config]") {
    const Cases cases(head +
                      "  - name: one\n"
                      "    when:\n"
                      "      company: Kolbe\n"
                      "      contact: {name: Eva, email: e@kolbe.example, phone: '+49 30 1'}\n"
                      "      address: {country: NO, region: Oslo, city: Oslo, postal_code: 0150, "
                      "street: Gate 1}\n"
                      "      products: [arm, vision]\n"
                      "      source: web\n"
                      "      campaign: spring\n"
                      "      revenue: 1000.50 EUR\n"
                      "      employees: 12\n"
                      "      text: wants a robot\n"
                      "      record_type: inbound\n"
                      "      priority: -3\n"
                      "      custom: {vip: true, seats: 5, rate: 1.50, since: 2026-01-31, code: "
                      "'7', tags: [a, b]}\n"
                      "    expect: {queue: q}\n");
    INFO(cases.said());
    REQUIRE(cases.file);
    const std::string& line = cases.file->cases.at(0).leads.at(0).command;
    for (const char* part :
         {R"("company":"Kolbe")", R"("name":"Eva")", R"("country":"NO")", R"("postal_code":"0150")",
          R"("street":"Gate 1")", R"("products":["arm","vision"])", R"("amount":"1000.50")",
          R"("employees":12)", R"("text":"wants a robot")", R"("priority":-3)",
          R"("rate":{"decimal":"1.50"})", R"("since":{"date":"2026-01-31"})", R"("seats":5)",
          R"("tags":["a","b"])", R"("vip":true)", R"("code":"7")"}) {
        INFO(line);
        CHECK(line.find(part) != std::string::npos);
    }
}

TEST_CASE("rules test: mistakes in cases are said in one run", "[config]") {
    const Cases cases(head +
                      "  - name: one\n"
                      "    given: {suspended: [acne], not_logged_in: [bo]}\n"
                      "    when: {sorce: web}\n"
                      "    expect: {queue: qq, rule: wep}\n"
                      "  - name: one\n"
                      "    when: [{address: {country: Norway}}, {revenue: 5}]\n"
                      "    expect: {queue: q, waiting: true}\n");
    REQUIRE_FALSE(cases.file);
    CHECK(cases.said() ==
          "p.rules-test.yaml:5:25: error: unknown partner \"acne\"; expected one of: acme; did you "
          "mean \"acme\"?\n"
          "    5 |     given: {suspended: [acne], not_logged_in: [bo]}\n"
          "      |                         ^\n"
          "p.rules-test.yaml:5:48: error: unknown user \"bo\"; expected one of: ada, bob; did you "
          "mean \"bob\"?\n"
          "    5 |     given: {suspended: [acne], not_logged_in: [bo]}\n"
          "      |                                                ^\n"
          "p.rules-test.yaml:6:12: error: unknown key \"sorce\"; expected one of: lead, after, "
          "allow_duplicate, company, source, campaign, record_type, text, priority, employees, "
          "contact, address, "
          "products, revenue, custom; did you mean \"source\"?\n"
          "    6 |     when: {sorce: web}\n"
          "      |            ^\n"
          "p.rules-test.yaml:7:21: error: unknown queue \"qq\"; expected one of: q; did you mean "
          "\"q\"?\n"
          "    7 |     expect: {queue: qq, rule: wep}\n"
          "      |                     ^\n"
          "p.rules-test.yaml:7:31: error: unknown rule \"wep\"; expected one of: web; did you mean "
          "\"web\"?\n"
          "    7 |     expect: {queue: qq, rule: wep}\n"
          "      |                               ^\n"
          "p.rules-test.yaml:8:11: error: the case at line 4 has this name too\n"
          "    8 |   - name: one\n"
          "      |           ^\n"
          "p.rules-test.yaml:9:32: error: address.country must be two capital letters (ISO "
          "3166-1), such as \"DE\"\n"
          "    9 |     when: [{address: {country: Norway}}, {revenue: 5}]\n"
          "      |                                ^\n"
          "p.rules-test.yaml:9:52: error: expected an amount and its currency such as 1000.00 EUR, "
          "found \"5\"\n"
          "    9 |     when: [{address: {country: Norway}}, {revenue: 5}]\n"
          "      |                                                    ^\n"
          "p.rules-test.yaml:10:13: error: expected 2 places, one for each lead, found 1\n"
          "   10 |     expect: {queue: q, waiting: true}\n"
          "      |             ^\n"
          "p.rules-test.yaml:10:13: error: a lead is in one place: expected one of: queue, user, "
          "offered_to, "
          "attached, rejected, waiting: true\n"
          "   10 |     expect: {queue: q, waiting: true}\n"
          "      |             ^\n");
}

TEST_CASE("rules test: the program's own mistakes are said in its own file", "[config]") {
    const Cases missing("program: q.yaml\ntime: 2026-03-02\ncases: []\n");
    REQUIRE_FALSE(missing.file);
    CHECK(missing.said().find("p.rules-test.yaml:1:10: error: ") == 0);
    const Cases empty("program: p.program.yaml\ntime: 2026-03-02\ncases: []\n");
    REQUIRE_FALSE(empty.file);
    CHECK(empty.said().find("p.rules-test.yaml:3:8: error: expected a list of one or more cases") ==
          0);
}

TEST_CASE("rules test: the cases of a program file stand beside it", "[config]") {
    CHECK(rules_test_beside("a/demo.program.yaml") == "a/demo.rules-test.yaml");
    CHECK(rules_test_beside("demo.rules.yaml") == "demo.rules-test.yaml");
    CHECK(rules_test_beside("demo.yaml") == "demo.rules-test.yaml");
    CHECK(rules_test_beside("a/demo.rules-test.yaml") == "a/demo.rules-test.yaml");
}

TEST_CASE("rules test: the sample's cases are without a mistake", "[config]") {
    Diagnostics diagnostics;
    const auto file = load_rules_test(
        leadline::tests::repository_root() / "config/samples/demo.rules-test.yaml", diagnostics);
    CHECK(diagnostics.to_text().empty());
    REQUIRE(file);
    CHECK(file->program == "halden");
    CHECK(file->cases.size() >= 10);
}
