// Plans: a program file against what is in force, in words and as commands.
#include "config/plan.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "config/plan_queue.hpp"
#include "config/ruleset_parts.hpp"
#include "events/codec/body.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/kinds.hpp"
#include "tests/support/repository.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

const std::string small =
    "program: {id: p, title: P, channel_manager: karin, in_force_from: 2026-01-05}\n"
    "partners:\n"
    "  - id: acme\n"
    "    title: Acme\n"
    "    tier: gold\n"
    "    users:\n"
    "      - {id: ada, name: Ada, role: administrator, logged_in: true}\n"
    "      - {id: bob, role: seller}\n"
    "queues:\n"
    "  - {id: emea, title: Europe, partners: [acme], claims: {open_per_user: 3}}\n"
    "rules:\n"
    "  - {name: web, when: {field: source, equals: web}, then: {queue: emea}}\n"
    "fallback: {user: ada}\n";

ProgramFile file_of(const std::string& text) {
    Diagnostics diagnostics;
    auto file = parse_program_file("p.yaml", text, diagnostics);
    INFO(diagnostics.to_text());
    REQUIRE(file);
    return std::move(*file);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

events::Bytes body_of(const std::optional<events::OpeningHours>& hours) {
    events::Bytes body;
    if (hours && !(*hours == events::OpeningHours{})) events::write_body(body, *hours);
    return body;
}

// What would be in force after the file was applied to an empty log.
ProgramInForce applied(const ProgramFile& file) {
    ProgramInForce in_force;
    in_force.position = {100};
    in_force.created = true;
    in_force.published = file.published;
    in_force.title = file.title;
    in_force.repeat_window = file.repeat_window;
    in_force.protection = file.protection;
    for (const PartnerSpec& partner : file.partners) {
        in_force.partners[partner.id] = {partner.title,
                                         partner.tier,
                                         partner.channel_manager,
                                         PartnerStanding::active,
                                         partner.capacity.value_or(0),
                                         body_of(partner.hours)};
        for (const UserSpec& user : partner.users)
            in_force.users[user.id] = {
                partner.id,
                user.role,
                user.logged_in ? UserStanding::active : UserStanding::invited,
                user.logged_in,
                user.full_name,
                user.email,
                body_of(user.hours)};
    }
    for (const QueueSpec& queue : file.queues) {
        events::Arena arena;
        events::write_body(in_force.queues[queue.id], definition_of(queue, arena));
    }
    in_force.ruleset_version = 1;
    in_force.ruleset_parts = cut_ruleset(file.ruleset)->bodies;
    return in_force;
}

Plan plan_of(const ProgramFile& file, const ProgramInForce& in_force) {
    auto plan = plan_program(file, in_force);
    REQUIRE(plan);
    return std::move(*plan);
}

// The command lines as the door understands them.
struct Understood {
    std::vector<std::string> kinds;
    std::set<std::string> ids;
    std::set<std::string> others;  // program, source, actor, time

    explicit Understood(const Plan& plan) {
        events::CloudEventReader reader;
        for (const std::string& line : plan.commands) {
            events::Arena arena;
            events::DecodedCommand command;
            std::vector<events::FieldError> errors;
            const auto outcome = reader.read(events::as_bytes(line), arena, command, errors);
            INFO(line << (errors.empty() ? "" : errors[0].pointer + " " + errors[0].problem));
            REQUIRE(outcome.understood());
            const events::CommandHeader& header = command.header;
            kinds.emplace_back(events::name_of(header.kind));
            CHECK(ids.insert(std::string(header.id)).second);
            others.insert(std::string(header.program.text) + "|" + std::string(header.source) +
                          "|" + std::string(events::name_of(header.actor.kind)) + ":" +
                          std::string(header.actor.id) + "|" + events::to_text(header.time));
        }
    }
};

}  // namespace

TEST_CASE("plan: on an empty log everything is created, in an order that works", "[config]") {
    const Plan plan = plan_of(file_of(small), {});
    CHECK(to_text(plan) ==
          "+ program \"p\": P\n"
          "+ partner \"acme\": Acme, tier gold\n"
          "+ user \"ada\": administrator of acme, logged in\n"
          "+ user \"bob\": seller of acme\n"
          "+ queue \"emea\": Europe; 1 partners; open_per_user 3\n"
          "+ ruleset: version 1, 1 rules\n"
          "+ publication: leads are routed from here on\n"
          "7 to create, 0 to change, by 10 commands; 0 the same, 0 differ, 0 not in the file\n");
    const Understood commands(plan);
    CHECK(commands.kinds ==
          std::vector<std::string>{"CreateProgram", "RegisterPartner", "ActivatePartner",
                                   "InviteUser", "RecordLogin", "InviteUser", "DefineQueue",
                                   "StageRulesetPart", "PublishRuleset", "PublishProgram"});
    CHECK(commands.others == std::set<std::string>{"p|leadline program apply|manager:karin|"
                                                   "2026-01-05T00:00:00.000000Z"});
}

TEST_CASE("plan: the commands say what the file says, byte for byte", "[config]") {
    const Plan plan = plan_of(file_of(small), {});
    CHECK(plan.commands[1].find(R"("data":{"partner":"acme","title":"Acme",)"
                                R"("channel_manager":"karin","tier":"gold"}})") !=
          std::string::npos);
    CHECK(plan.commands[3].find(R"("data":{"user":"ada","partner":"acme","role":"administrator",)"
                                R"("full_name":"Ada"}})") != std::string::npos);
    CHECK(plan.commands[6].find(
              R"("data":{"queue":"emea","title":"Europe","everybody":false,"partners":["acme"],)"
              R"("policy":{"open_per_user":3,)") != std::string::npos);
}

TEST_CASE("plan: applying the same file again changes nothing and gives no command", "[config]") {
    const ProgramFile file = file_of(small);
    const Plan plan = plan_of(file, applied(file));
    CHECK(plan.commands.empty());
    CHECK(to_text(plan) ==
          "= program \"p\"\n"
          "= partner \"acme\"\n"
          "= user \"ada\"\n"
          "= user \"bob\"\n"
          "= queue \"emea\"\n"
          "= ruleset: version 1\n"
          "nothing to apply; 6 the same, 0 differ, 0 not in the file\n");
}

TEST_CASE("plan: two who apply the same file to the same program give the same commands",
          "[config]") {
    CHECK(plan_of(file_of(small), {}).commands == plan_of(file_of(small), {}).commands);
    // What is there already is left out, and the rest keeps its ids: one that was killed goes on.
    const ProgramFile file = file_of(small);
    ProgramInForce half = applied(file);
    half.queues.clear();
    half.published = false;
    half.ruleset_version = 0;
    half.ruleset_parts.clear();
    const std::vector<std::string> rest = plan_of(file, half).commands;
    const std::vector<std::string> all = plan_of(file, {}).commands;
    REQUIRE(rest.size() == 4);
    CHECK(std::equal(rest.begin(), rest.end(), all.begin() + 6));
}

TEST_CASE("plan: only what changed is submitted, and the change is told", "[config]") {
    const ProgramInForce in_force = applied(file_of(small));
    const Plan queue = plan_of(
        file_of(replaced(small, "open_per_user: 3", "open_per_user: 5, between: 1m")), in_force);
    CHECK(queue.changes[4] ==
          Change{ChangeKind::change, "queue \"emea\"", "open_per_user 3 -> 5; between none -> 1m"});
    CHECK(Understood(queue).kinds == std::vector<std::string>{"DefineQueue"});
    const Plan tiers =
        plan_of(file_of(replaced(small, "partners: [acme], claims: {open_per_user: 3}",
                                 "tiers: [gold], claims: {open_per_user: 3, tiers: {gold: "
                                 "{open_per_user: 9}}}")),
                in_force);
    CHECK(tiers.changes[4] == Change{ChangeKind::change, "queue \"emea\"",
                                     "partners -acme; tiers +gold; gold: open_per_user none -> 9"});

    const Plan ruleset = plan_of(file_of(replaced(small, "equals: web", "equals: fax")), in_force);
    CHECK(ruleset.changes[5] == Change{ChangeKind::change, "ruleset", "version 2, 1 rules"});
    CHECK(Understood(ruleset).kinds ==
          std::vector<std::string>{"StageRulesetPart", "PublishRuleset"});

    const Plan user =
        plan_of(file_of(replaced(small, "bob, role: seller", "bob, role: seller, logged_in: true")),
                in_force);
    CHECK(user.changes[3] == Change{ChangeKind::change, "user \"bob\"", "logged in"});
    CHECK(Understood(user).kinds == std::vector<std::string>{"RecordLogin"});
}

TEST_CASE("plan: going back to an earlier queue or ruleset is a command of its own", "[config]") {
    const ProgramFile three = file_of(small);
    const ProgramFile five = file_of(replaced(small, "open_per_user: 3", "open_per_user: 5"));
    ProgramInForce first = applied(three);
    ProgramInForce later = first;
    later.position = {200};
    const auto ids = [](const Plan& plan) { return Understood(plan).ids; };
    CHECK(ids(plan_of(five, first)) == ids(plan_of(five, first)));
    CHECK(ids(plan_of(five, first)) != ids(plan_of(five, later)));

    const ProgramFile fax = file_of(replaced(small, "equals: web", "equals: fax"));
    ProgramInForce third = applied(fax);
    third.ruleset_version = 3;
    CHECK(ids(plan_of(three, applied(fax))) != ids(plan_of(three, third)));
    // Another ruleset on its way takes the place of these parts, so they are given anew.
    ProgramInForce disturbed = first;
    disturbed.staged_ruleset = "version-2-somebody-else";
    CHECK(ids(plan_of(fax, first)) != ids(plan_of(fax, disturbed)));
}

TEST_CASE("plan: partners and users that differ are updated", "[config]") {
    const ProgramInForce in_force = applied(file_of(small));
    std::string text = replaced(
        small, "title: Acme\n",
        "title: Acme Inc.\n    capacity: 20\n    hours: {week: [{from: 09:00, to: 17:00}]}\n");
    text = replaced(text, "role: seller", "role: manager, hours: {holidays: [2026-12-25]}");
    const ProgramFile file = file_of(text);
    const Plan plan = plan_of(file, in_force);
    CHECK(plan.commands.size() == 4);  // and the ruleset, whose lines have moved
    CHECK(to_text(plan).find("~ partner \"acme\": title is \"Acme\", in the file \"Acme Inc.\"; "
                             "capacity is 0, in the file 20; gets working hours\n") !=
          std::string::npos);
    CHECK(to_text(plan).find("~ user \"bob\": role is \"seller\", in the file \"manager\"; gets "
                             "working hours\n") != std::string::npos);
    CHECK(plan_of(file, applied(file)).commands.empty());
}

TEST_CASE("plan: what no command can change is said, not submitted", "[config]") {
    const ProgramInForce in_force = applied(file_of(small));
    std::string text = replaced(small, "title: P", "title: Q");
    text = replaced(text, "name: Ada", "name: Eva");
    text = replaced(text, "2026-01-05}", "2026-01-05, published: false}");
    const Plan plan = plan_of(file_of(text), in_force);
    CHECK(plan.commands.empty());
    CHECK(to_text(plan).find(
              "! program \"p\": title is \"P\", in the file \"Q\"; cannot be changed by this "
              "version\n") == 0);
    CHECK(to_text(plan).find("! user \"ada\": name is \"Ada\", in the file \"Eva\"; cannot be "
                             "changed by this version\n") != std::string::npos);
    CHECK(to_text(plan).find("! publication: is published, which cannot be undone\n") !=
          std::string::npos);
}

TEST_CASE("plan: nobody is deactivated or reactivated by leaving out or naming them", "[config]") {
    const ProgramFile file = file_of(small);
    ProgramInForce in_force = applied(file);
    in_force.partners["old"] = {"Old", "", "karin", PartnerStanding::active};
    in_force.users["eve"] = {"old", events::Role::seller, UserStanding::active, true, "", ""};
    in_force.queues["archive"];
    in_force.partners["acme"].standing = PartnerStanding::suspended;
    in_force.users["bob"].standing = UserStanding::deactivated;
    const Plan plan = plan_of(file, in_force);
    CHECK(plan.commands.empty());
    CHECK(to_text(plan) ==
          "= program \"p\"\n"
          "! partner \"acme\": is suspended (left as it is)\n"
          "= user \"ada\"\n"
          "! user \"bob\": is deactivated (left as it is)\n"
          "= queue \"emea\"\n"
          "= ruleset: version 1\n"
          "? partner \"old\": not in the file (left as it is)\n"
          "? user \"eve\": not in the file (left as it is)\n"
          "? queue \"archive\": not in the file (left as it is)\n"
          "nothing to apply; 4 the same, 2 differ, 3 not in the file\n");
}

TEST_CASE("plan: a declined partner is left as it is, and nobody is invited to it", "[config]") {
    const ProgramFile file = file_of(small);
    ProgramInForce in_force = applied(file);
    in_force.partners["acme"].standing = PartnerStanding::declined;
    in_force.users.erase("bob");
    const Plan plan = plan_of(file, in_force);
    CHECK(plan.commands.empty());
    CHECK(to_text(plan).find("! partner \"acme\": is declined (left as it is)\n") !=
          std::string::npos);
    CHECK(to_text(plan).find("! user \"bob\": is not invited: its partner is declined\n") !=
          std::string::npos);
}

TEST_CASE("plan: an applied partner is activated, the order of members means nothing", "[config]") {
    const std::string two =
        replaced(small, "queues:\n", "  - {id: globex, title: Globex}\nqueues:\n");
    const ProgramFile file = file_of(replaced(two, "[acme]", "[acme, globex]"));
    ProgramInForce in_force = applied(file_of(replaced(two, "[acme]", "[globex, acme]")));
    in_force.partners["globex"].standing = PartnerStanding::applied;
    const Plan plan = plan_of(file, in_force);
    CHECK(Understood(plan).kinds == std::vector<std::string>{"ActivatePartner"});
    CHECK(to_text(plan).find("~ partner \"globex\": activated\n") != std::string::npos);
    CHECK(to_text(plan).find("= queue \"emea\"\n") != std::string::npos);
}

TEST_CASE("plan: without in_force_from the caller's time is used, or none", "[config]") {
    const ProgramFile file = file_of(replaced(small, ", in_force_from: 2026-01-05", ""));
    const auto now = *events::parse_time("2026-02-03T04:05:06Z");
    CHECK(
        plan_program(file, {}, now)->commands[0].find(R"("time":"2026-02-03T04:05:06.000000Z")") !=
        std::string::npos);
    CHECK(plan_program(file, {})->commands[0].find(R"("time")") == std::string::npos);
}

TEST_CASE("plan: every command of the samples passes the door", "[config]") {
    for (const char* name : {"demo.program.yaml", "olist.program.yaml", "vendor.program.yaml"}) {
        Diagnostics diagnostics;
        const auto file = load_program_file(
            leadline::tests::repository_root() / "config/samples" / name, diagnostics);
        REQUIRE(file);
        const Plan plan = plan_of(*file, {});
        CHECK(Understood(plan).kinds.size() == plan.commands.size());
        CHECK(plan_of(*file, applied(*file)).commands.empty());
    }
}
