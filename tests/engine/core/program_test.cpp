// Decisions on a program itself: its creation, its publication, its queues and its rulesets.
#include <catch2/catch.hpp>

#include "events/base/sha256.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;

const Detail no_detail{};

TEST_CASE("CreateProgram: by the vendor, once", "[engine]") {
    const CreateProgram command{"Acme", hour, day};
    Given().when(user("sam", command)).then_refused(Reason::actor_not_allowed, no_detail);
    Given world;
    world.when(upstream(command)).then({ProgramCreated{command}});
    CHECK(world.program().settings.title == "Acme");
    CHECK(world.program().settings.repeat_window == hour);
    CHECK(world.program().settings.protection == day);
    CHECK_FALSE(world.program().settings.published);
    world.when(manager(CreateProgram{})).then_refused(Reason::program_already_exists, no_detail);
    world.when(user("sam", command)).then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("PublishProgram: by the channel manager, once and for ever", "[engine]") {
    Given().when(manager(PublishProgram{})).then_refused(Reason::unknown_program, no_detail);
    Given world = given({manager(CreateProgram{})});
    world.when(user("nobody", PublishProgram{}))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(upstream(PublishProgram{})).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(PublishProgram{})).then({ProgramPublished{PublishProgram{}}});
    CHECK(world.program().settings.published);
    world.when(manager(PublishProgram{})).then_nothing_changed();
}

TEST_CASE("DefineQueue: by the channel manager, with members that are known", "[engine]") {
    const std::vector<PartnerId> north{{"north"}}, ghosts{{"north"}, {"ghost"}};
    const std::vector<UserId> tom{{"tom"}}, nobody{{"tom"}, {"nobody"}};
    const DefineQueue command{{"inbound"}, "Inbound", false, north, tom, {}, {}};
    Given().when(manager(command)).then_refused(Reason::unknown_program, no_detail);
    Given world = given(two_partners());
    world.when(manager(DefineQueue{{"inbound"}, {}, false, ghosts, nobody, {}, {}}))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "ghost"));
    world.when(manager(DefineQueue{{"inbound"}, {}, false, north, nobody, {}, {}}))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(upstream(command)).then_refused(Reason::actor_not_allowed, no_detail);
    CHECK(world.program().queues.find("inbound") == nullptr);
    world.when(manager(command)).then({QueueDefined{command}});
    world.when(manager(command)).then_nothing_changed();
    ClaimPolicy one_each;
    one_each.open_per_user = 1;
    const DefineQueue stricter{{"inbound"}, "Inbound", false, north, tom, {}, one_each};
    world.when(manager(stricter)).then({QueueDefined{stricter}});
    CHECK(world.program().queues.find("inbound")->policy == one_each);
}

// One entry that sends whatever comes from the web to `queue`; the rest goes to the queue "other".
struct Rules {
    explicit Rules(Text queue) {
        value[0] = "web";
        node[0] = {ConditionOp::equals, 0, "source", value, {1, 1}};
        entry[0].name = "web";
        entry[0].file = "rules.yaml";
        entry[0].place = {1, 1};
        entry[0].condition = node;
        entry[0].action = {ActionKind::queue, queue, {}, false, {}};
        fallback[0] = {ActionKind::queue, "other", {}, false, {}};
        part.entries = entry;
        part.fallback = fallback;
        Bytes body;
        write_body(body, part);
        Sha256 sum;
        sum.add(body);
        sha256 = sum.finish_hex();
    }
    [[nodiscard]] StageRulesetPart staged(std::uint32_t number = 1, std::uint32_t of = 1) const {
        StageRulesetPart command;
        command.ruleset = "spring";
        command.number = number;
        command.of = of;
        command.part = part;
        return command;
    }

    std::vector<Text> value = std::vector<Text>(1);
    std::vector<ConditionNode> node = std::vector<ConditionNode>(1);
    std::vector<RulesetEntry> entry = std::vector<RulesetEntry>(1);
    std::vector<Action> fallback = std::vector<Action>(1);
    RulesetPart part;
    std::string sha256;
};

std::vector<Asked> with_other_queue() {
    return open_queue() + manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}});
}

TEST_CASE("StageRulesetPart: by the channel manager; another name begins anew", "[engine]") {
    const Rules rules("inbound");
    Given().when(manager(rules.staged())).then_refused(Reason::unknown_program, no_detail);
    Given world = given(open_queue());
    world.when(user("ada", rules.staged())).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(rules.staged())).then({RulesetPartStaged{rules.staged()}});
    CHECK(world.program().staging.name == "spring");
    StageRulesetPart other = rules.staged(2, 2);
    other.ruleset = "autumn";
    world.when(manager(other)).then({RulesetPartStaged{other}});
    CHECK(world.program().staging.name == "autumn");
    CHECK(world.program().staging.parts.size() == 2);
    CHECK(world.program().staging.parts[0].empty());
}

TEST_CASE("PublishRuleset: what was staged, whole and as it was meant, is in force at once",
          "[engine]") {
    const Rules rules("inbound");
    const PublishRuleset command{"spring", rules.sha256};
    Given().when(manager(command)).then_refused(Reason::unknown_program, no_detail);
    Given world = given(with_other_queue());
    world.when(upstream(command)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(command)).then_refused(Reason::ruleset_incomplete, no_detail);
    world.given({manager(rules.staged(1, 2))});
    world.when(manager(command)).then_refused(Reason::ruleset_incomplete, no_detail);
    world.given({manager(rules.staged())});
    const std::string other(64, '0');
    world.when(manager(PublishRuleset{"spring", other}))
        .then_refused(Reason::ruleset_mismatch, no_detail);
    world.when(manager(command)).then({RulesetPublished{command, 1}});
    CreateLead from_web{{"l1"}, {}};
    from_web.details.source = "web";
    world.given({upstream(from_web)});
    const engine::Lead& lead = *world.program().leads.find("l1");
    CHECK(world.program().queues.at(lead.queue).id == "inbound");
}

TEST_CASE("PublishRuleset: refused when an action names a queue that is not there", "[engine]") {
    const Rules rules("nowhere");
    Given world = given(with_other_queue() + manager(rules.staged()));
    world.when(manager(PublishRuleset{"spring", rules.sha256}))
        .then_refused(Reason::ruleset_invalid, about(SubjectKind::queue, "nowhere"));
    CHECK(world.program().ruleset.version == 0);
}

}  // namespace
}  // namespace leadline::tests
