// Program files: what is read, and the whole text of what is said of one with many mistakes.
#include "config/program_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "config/rules_check.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

struct Program {
    Diagnostics diagnostics;
    events::Result<ProgramFile> file;

    explicit Program(std::string text)
        : file(parse_program_file("p.yaml", std::move(text), diagnostics)) {}
    std::string said() const { return diagnostics.to_text(); }
};

const std::string head =
    "program: {id: p, title: P, channel_manager: m}\n"
    "partners:\n"
    "  - id: acme\n"
    "    title: Acme\n"
    "    users: [{id: ada, role: seller}]\n";
const std::string rules = "rules: []\nfallback: {queue: q}\n";

// What is said of the claims of one queue, without excerpts.
std::string claims(const std::string& text) {
    const std::string said =
        Program(head + "queues:\n  - {id: q, title: Q, everybody: true, claims: {" + text + "}}\n" +
                rules)
            .said();
    const std::size_t at = said.find("error: ");
    return at == std::string::npos ? "" : said.substr(at + 7, said.find('\n', at) - at - 7);
}

const std::string many_mistakes =
    "program:\n"
    "  id: p\n"
    "  titel: A program\n"
    "  channel_manager: karin\n"
    "  repeat_window: 10y\n"
    "partners:\n"
    "  - id: acme\n"
    "    title: Acme\n"
    "    users:\n"
    "      - {id: ada, role: admin}\n"
    "      - {id: ada, role: seller}\n"
    "  - id: acme\n"
    "    title: Acme again\n"
    "queues:\n"
    "  - id: emea\n"
    "    title: Europe\n"
    "    partners: [acmee]\n"
    "    everybody: true\n"
    "    claims: {open_per_user: 0, window_per_user: 3}\n"
    "  - title: No id\n"
    "    users: [ada, ada]\n"
    "rules:\n"
    "  - name: web\n"
    "    when: {field: sorce, equals: web}\n"
    "    then: {queue: emae}\n"
    "  - name: web\n"
    "    when: {field: text, matches: '['}\n"
    "    then: {user: adda}\n"
    "fallback: {queue: emea, user: ada}\n"
    "extra: 1\n";

const std::string all_that_is_said =
    "p.yaml:3:3: error: unknown key \"titel\"; did you mean \"title\", which is missing?\n"
    "    3 |   titel: A program\n"
    "      |   ^\n"
    "p.yaml:5:18: error: expected a duration such as 90s, 30m, 4h or 7d, found \"10y\"\n"
    "    5 |   repeat_window: 10y\n"
    "      |                  ^\n"
    "p.yaml:10:25: error: unknown role \"admin\"; expected one of: administrator, manager, "
    "seller\n"
    "   10 |       - {id: ada, role: admin}\n"
    "      |                         ^\n"
    "p.yaml:11:14: error: the user at line 10 has the id \"ada\" too\n"
    "   11 |       - {id: ada, role: seller}\n"
    "      |              ^\n"
    "p.yaml:12:9: error: the partner at line 7 has the id \"acme\" too\n"
    "   12 |   - id: acme\n"
    "      |         ^\n"
    "p.yaml:17:16: error: unknown partner \"acmee\"; expected one of: acme; did you mean "
    "\"acme\"?\n"
    "   17 |     partners: [acmee]\n"
    "      |                ^\n"
    "p.yaml:18:16: error: everybody may claim, so `partners`, `tiers` and `users` say nothing; "
    "leave "
    "either out\n"
    "   18 |     everybody: true\n"
    "      |                ^\n"
    "p.yaml:19:29: error: expected a whole number from 1 to 1000000, found \"0\"\n"
    "   19 |     claims: {open_per_user: 0, window_per_user: 3}\n"
    "      |                             ^\n"
    "p.yaml:20:5: error: missing key \"id\" of a queue\n"
    "   20 |   - title: No id\n"
    "      |     ^\n"
    "p.yaml:21:18: error: \"ada\" is named twice\n"
    "   21 |     users: [ada, ada]\n"
    "      |                  ^\n"
    "p.yaml:24:19: error: unknown field \"sorce\"; expected one of: lead, company, "
    "contact.name, contact.email, contact.phone, address.country, address.region, "
    "address.city, address.postal_code, products, source, campaign, revenue, employees, text, "
    "record_type, priority, status, score, grade and 4 more; did you mean \"source\"?\n"
    "   24 |     when: {field: sorce, equals: web}\n"
    "      |                   ^\n"
    "p.yaml:25:19: error: unknown queue \"emae\"; expected one of: emea; did you mean "
    "\"emea\"?\n"
    "   25 |     then: {queue: emae}\n"
    "      |                   ^\n"
    "p.yaml:26:11: error: the rule at line 23 is called \"web\" too; explanations and tests "
    "name rules, so each has a name of its own\n"
    "   26 |   - name: web\n"
    "      |           ^\n"
    "p.yaml:27:34: error: \"[\" is no pattern of RE2: missing ]: [\n"
    "   27 |     when: {field: text, matches: '['}\n"
    "      |                                  ^\n"
    "p.yaml:28:18: error: unknown user \"adda\"; expected one of: ada; did you mean \"ada\"?\n"
    "   28 |     then: {user: adda}\n"
    "      |                  ^\n"
    "p.yaml:29:11: error: expected one of: queue, user; found queue, user\n"
    "   29 | fallback: {queue: emea, user: ada}\n"
    "      |           ^\n"
    "p.yaml:30:1: error: unknown key \"extra\"; expected one of: rules_file, time_zone, "
    "territories, duplicates, returning_customers, lead_processes, custom_fields, scoring, "
    "caps, deals, opportunity_stages\n"
    "   30 | extra: 1\n"
    "      | ^\n";

}  // namespace

TEST_CASE("program file: everything that is written is read", "[config]") {
    const Program program(
        "program:\n"
        "  id: p1\n"
        "  title: A program\n"
        "  channel_manager: karin\n"
        "  in_force_from: 2017-06-14\n"
        "  repeat_window: 1096d\n"
        "  protection: 30d\n"
        "  published: false\n"
        "partners:\n"
        "  - id: acme\n"
        "    title: Acme GmbH\n"
        "    tier: gold\n"
        "    users:\n"
        "      - {id: ada, name: Ada L., email: ada@acme.example, role: manager, logged_in: true}\n"
        "  - {id: globex, title: Globex, channel_manager: robert}\n"
        "queues:\n"
        "  - id: emea\n"
        "    title: Europe\n"
        "    partners: [globex, acme]\n"
        "    users: [ada]\n"
        "    claims:\n"
        "      open_per_user: 3\n"
        "      open_per_partner: 6\n"
        "      window_per_user: 10\n"
        "      window_per_partner: 20\n"
        "      window: 1d\n"
        "      between: 2m\n"
        "      touch_within: 8h\n"
        "      no_reclaim: 7d\n"
        "rules:\n"
        "  - {name: r, when: {field: source, equals: web}, then: {user: ada}}\n"
        "fallback: {queue: emea}\n");
    INFO(program.said());
    REQUIRE(program.file);
    const ProgramFile& file = *program.file;
    CHECK(file.id == "p1");
    CHECK(file.title == "A program");
    CHECK(file.in_force_from == *events::parse_time("2017-06-14"));
    CHECK(file.repeat_window == events::Duration{1096 * events::day.us});
    CHECK(file.protection == events::Duration{30 * events::day.us});
    CHECK_FALSE(file.published);
    REQUIRE(file.partners.size() == 2);
    CHECK(file.partners[0].tier == "gold");
    CHECK(file.partners[0].channel_manager == "karin");
    CHECK(file.partners[1].channel_manager == "robert");
    REQUIRE(file.partners[0].users.size() == 1);
    const UserSpec& ada = file.partners[0].users[0];
    CHECK(ada.full_name == "Ada L.");
    CHECK(ada.email == "ada@acme.example");
    CHECK(ada.role == events::Role::manager);
    CHECK(ada.logged_in);
    REQUIRE(file.queues.size() == 1);
    CHECK(file.queues[0].partners == std::vector<std::string>{"globex", "acme"});
    CHECK(file.queues[0].users == std::vector<std::string>{"ada"});
    CHECK(file.queues[0].policy == events::ClaimPolicy{3,
                                                       6,
                                                       10,
                                                       20,
                                                       {events::day.us},
                                                       {2 * events::minute.us},
                                                       {8 * events::hour.us},
                                                       {7 * events::day.us},
                                                       {}});
    CHECK(file.ruleset.entries.size() == 1);
    CHECK(file.ruleset.fallback.target == "emea");
}

TEST_CASE("program file: what is left out has its default", "[config]") {
    const Program program(head + "queues: [{id: q, title: Q, everybody: true}]\n" + rules);
    INFO(program.said());
    REQUIRE(program.file);
    CHECK(program.file->published);
    CHECK_FALSE(program.file->in_force_from.is_set());
    CHECK(program.file->repeat_window == events::repeat_window_default);
    CHECK(program.file->protection == events::protection_default);
    CHECK(program.file->queues[0].policy == events::ClaimPolicy{});
    CHECK_FALSE(program.file->partners[0].users[0].logged_in);
}

TEST_CASE("program file: a file with many mistakes is refused whole, and all are said",
          "[config]") {
    const Program program(many_mistakes);
    REQUIRE_FALSE(program.file);
    CHECK(program.file.error().failure == events::Failure::configuration);
    CHECK(program.file.error().message + "\n" == program.said());
    CHECK(program.said() == all_that_is_said);
}

TEST_CASE("program file: limits that contradict each other are mistakes", "[config]") {
    CHECK(claims("open_per_user: 3, open_per_partner: 5").empty());
    CHECK(claims("window_per_user: 3") == "so many claims in how long? missing key \"window\"");
    CHECK(claims("window: 1d") ==
          "a window without a limit; missing key \"window_per_user\" or \"window_per_partner\"");
    CHECK(claims("open_per_user: 6, open_per_partner: 5") ==
          "a user may have 6, but the whole partner only 5");
    CHECK(claims("between: 0s").find("expected a duration from 1s to ") == 0);
    CHECK(claims("touch_within: 30") ==
          "expected a duration such as 90s, 30m, 4h or 7d, found \"30\"; name the unit");
}

TEST_CASE("program file: tiers may claim and have limits of their own; unknown ones are named",
          "[config]") {
    const std::string gold =
        "program: {id: p, title: P, channel_manager: m}\n"
        "partners: [{id: acme, title: A, tier: gold}, {id: bolt, title: B, tier: silver}]\n";
    const auto said = [&](const std::string& queue) {
        return Program(gold + "queues:\n  - {id: q, title: Q, " + queue + "}\n" + rules).said();
    };
    const std::string well =
        "tiers: [gold], claims: {open_per_user: 3, tiers: {gold: "
        "{open_per_user: 9, between: 1m}}}";
    CHECK(said(well).empty());
    const auto has = [&](const std::string& queue, const std::string& message) {
        INFO(said(queue));
        CHECK(said(queue).find(message) != std::string::npos);
    };
    has("tiers: [golden]", "unknown tier \"golden\"");
    has("everybody: true, claims: {tiers: {golt: {open_per_user: 1}}}", "unknown tier \"golt\"");
    has("everybody: true, claims: {tiers: {gold: {}}}", "has no limits of its own");
    has("everybody: true, claims: {tiers: {gold: {window_per_user: 2}}}", "in how long?");
    has("everybody: true, claims: {tiers: {gold: {open_per_user: 4, open_per_partner: 2}}}",
        "a user may have 4, but the whole partner only 2");
    has("everybody: true, claims: {open_per_partner: 3, tiers: {gold: {open_per_user: 4}}}",
        "a user may have 4, but the whole partner only 3");
    has("everybody: true, claims: {tiers: {gold: {window: 1d}}}", "unknown key \"window\"");
    has("everybody: true, claims: {tiers: [gold]}", "expected limits by tier");
}

TEST_CASE("program file: a queue from which nobody may claim is warned of", "[config]") {
    const Program program(head + "queues: [{id: q, title: Q}]\n" + rules);
    CHECK(program.file);
    CHECK(program.said().find("p.yaml:6:10: warning: nobody may claim from the queue \"q\": ") ==
          0);
}

TEST_CASE("program file: ids are bounded and hold no control characters", "[config]") {
    const auto id = [](const std::string& text) {
        const std::string said = Program("program: {id: \"" + text +
                                         "\", title: P, channel_manager: m}\n"
                                         "queues: [{id: q, title: Q, everybody: true}]\n" +
                                         rules)
                                     .said();
        return said.empty() ? said : said.substr(0, said.find('\n'));
    };
    CHECK(id(std::string(128, 'x')).empty());
    CHECK(id(std::string(129, 'x'))
              .find("p.yaml:1:15: error: expected an id of 1 to 128 bytes "
                    "without control characters, found ") == 0);
    CHECK(id("a\\tb").find("p.yaml:1:15: error: expected an id of 1 to 128 bytes") == 0);
    CHECK(id("").find("p.yaml:1:15: error: expected text, found \"\"") == 0);
}

TEST_CASE("program file: rules may stand in a file of their own beside it", "[config]") {
    const leadline::tests::TemporaryFolder folder;
    const auto write = [&folder](const char* name, const std::string& text) {
        std::ofstream(folder.path() / name) << text;
    };
    write("p.yaml", head + "queues: [{id: q, title: Q, everybody: true}]\nrules_file: r.yaml\n");
    write("r.yaml", "rules: [{name: r, then: {queue: q}}]\nfallback: {user: ada}\n");
    Diagnostics diagnostics;
    const auto file = load_program_file(folder.path() / "p.yaml", diagnostics);
    INFO(diagnostics.to_text());
    REQUIRE(file);
    CHECK(file->ruleset.entries.at(0).file == "r.yaml");
    CHECK(file->ruleset.fallback.target == "ada");

    write("r.yaml", "rules: [{name: r, then: {queue: x}}]\nfallback: {user: ada}\n");
    Diagnostics of_rules;
    CHECK_FALSE(load_program_file(folder.path() / "p.yaml", of_rules));
    CHECK(of_rules.to_text().find("r.yaml:1:33: error: unknown queue \"x\"; expected one of: q") !=
          std::string::npos);
    // Alone, nobody can know which queues there are.
    Diagnostics alone;
    CHECK(check_rules(folder.path() / "r.yaml", alone).value());
    CHECK_FALSE(check_rules(folder.path() / "nowhere.yaml", alone));
    Diagnostics whole;
    CHECK_FALSE(check_rules(folder.path() / "p.yaml", whole).value());
}
