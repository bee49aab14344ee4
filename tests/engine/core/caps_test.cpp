// Caps: what they leave room for, what is on record about it, and how leads that wait are taken up.
#include <catch2/catch.hpp>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Time morning = at("2026-03-02T09:00:00Z");
Time after(Duration since) { return morning + since; }
Duration minutes(std::int64_t count) { return {count * minute.us}; }

// Partners north (sam, sue) and south (tom), an open queue "inbound", and these rules.
Given with(const std::vector<Rule>& entries, const std::vector<Cap>& caps,
           const Action& fallback = to_queue("inbound")) {
    Around around;
    around.caps = caps;
    return given(open_queue() + rules("r1", entries, fallback, {}, around));
}
Rule all(const Action& action) { return {"all", {}, action, {}}; }

Asked arrives(Text lead, Time time) { return at(time, upstream(CreateLead{{lead}, {}})); }
Asked claims(Text who, Text lead, Time time) { return at(time, user(who, ClaimLead{{lead}, {}})); }
Asked forced(Text lead, Text to, Time time) {
    return at(time, manager(ReassignLead{{lead}, {}, {{to}, {}, false}, {}}));
}
// Time passes, and what is due happens.
Asked later(Time time) {
    return at(time, manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}

std::string owner_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    if (lead.place == Place::waiting) return "waits";
    if (lead.place == Place::queue) return "queue " + world.program().queues.at(lead.queue).id;
    return world.program().users.at(lead.owner).id;
}
std::string owners_of(const Given& world, std::initializer_list<Text> leads) {
    std::string all;
    for (const Text lead : leads) all += (all.empty() ? "" : " ") + owner_of(world, lead);
    return all;
}
std::uint64_t waiting(const Given& world) {
    std::uint64_t leads = 0;
    for (const engine::Backlog& backlog : world.program().backlogs) leads += backlog.leads;
    return leads;
}

const Cap two_an_hour = rolling_cap_on(CapOn::user, {}, "two an hour", 2, hour);

TEST_CASE("Caps: who has had as many as the cap allows is passed over, and the lead waits",
          "[engine]") {
    Given world = with({all(to_user("sam"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", after(minutes(10)))});
    const Outcome outcome = world.when(arrives("c", after(minutes(20))));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::nothing;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::user;
    const std::vector<CandidateRun> candidates{{PassedOver::cap_reached, 1}};
    why.candidates = candidates;
    const std::vector<CapReached> caps{
        {RoutedBy::entry, 0, "two an hour", 2, 2, after(minutes(60))}};
    why.caps = caps;
    REQUIRE(outcome.told.size() == 2);
    CHECK(outcome.told[1] == Told(LeadLeftWaiting{{"c"}, why}));
    CHECK(owners_of(world, {"a", "b", "c"}) == "sam sam waits");
}

TEST_CASE("Caps: what waits is taken up when the cap frees, created first before all others",
          "[engine]") {
    Given world = with({all(to_user("sam"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", after(minutes(10))),
                 arrives("c", after(minutes(20))), arrives("d", after(minutes(30)))});
    world.given({later(after({hour.us - 1}))});
    CHECK(owners_of(world, {"c", "d"}) == "waits waits");
    const Outcome outcome = world.when(arrives("e", after(minutes(60))));
    CHECK(owners_of(world, {"c", "d", "e"}) == "sam waits waits");
    REQUIRE(outcome.fired.size() == 3);  // c is placed, d is not, and the sum
    CHECK(outcome.fired[2] == Told(LeadsTakenUp{"1:0", 2, 1, {}}));
    world.given({later(after(minutes(70)))});
    CHECK(owners_of(world, {"d", "e"}) == "sam waits");
    world.given({later(after(minutes(120)))});
    CHECK(owner_of(world, "e") == "sam");
    CHECK(waiting(world) == 0);
    CHECK_FALSE(world.state().timers.next());
}

TEST_CASE("Caps: a claim beyond one is refused with its name, n of m and when it frees",
          "[engine]") {
    Given world = with({all(to_queue("inbound"))},
                       {cap_on(CapOn::user, {"sam"}, "sam's day", 1, CapPer::daily)});
    world.given({arrives("a", morning), arrives("b", morning), claims("sam", "a", morning)});
    const Time midnight = at("2026-03-03T00:00:00Z");
    const Outcome refused = world.when(claims("sam", "b", after(minutes(5))));
    refused.then_refused(Reason::limit_reached, {.about = {SubjectKind::user, "sam"},
                                                 .limit = Limit::cap,
                                                 .cap = "sam's day",
                                                 .used = 1,
                                                 .allowed = 1,
                                                 .frees_at = midnight});
    world.given({claims("sue", "b", after(minutes(6)))});
    world.given({arrives("c", midnight), claims("sam", "c", midnight)});
    CHECK(owner_of(world, "c") == "sam");
}

TEST_CASE("Caps: of several reached, the one that frees last is named", "[engine]") {
    Given world = with({all(to_queue("inbound"))},
                       {cap_on(CapOn::program, {}, "all", 1, CapPer::weekly),
                        cap_on(CapOn::user, {}, "each", 1, CapPer::hourly),
                        rolling_cap_on(CapOn::partner, {"north"}, "north", 1, minutes(30))});
    world.given({arrives("a", morning), arrives("b", morning), claims("sam", "a", morning)});
    const Outcome refused = world.when(claims("sam", "b", after(minutes(5))));
    REQUIRE(refused.refusal);
    CHECK(refused.refusal->detail.cap == "all");
    CHECK(world.when(claims("tom", "b", after(minutes(6)))).refusal->detail.cap == "all");
}

TEST_CASE("Caps: several claims in one command count for each other", "[engine]") {
    Given world = with({all(to_queue("inbound"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    const std::vector<LeadId> wanted{{"a"}, {"b"}, {"c"}};
    world.when(at(morning, user("sam", ClaimLeads{wanted, {}})));
    CHECK(owners_of(world, {"a", "b", "c"}) == "sam sam queue inbound");
}

TEST_CASE("Caps: a channel manager's assignment passes them, counts, and says so", "[engine]") {
    Given world = with({all(to_user("sam"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    const Outcome outcome = world.when(forced("c", "sam", after(minutes(1))));
    const std::vector<Text> passed{"two an hour"};
    LeadReassigned moved{{"c"}, {}, {"sam"}, {"north"}, {}, {}, passed};
    REQUIRE(outcome.told.size() == 2);
    CHECK(outcome.told[1] == Told(moved));
    // Three count now: when two of them end there is room for one again.
    world.given({arrives("d", after(minutes(2)))});
    CHECK(owner_of(world, "d") == "waits");
    world.given({later(after(minutes(60)))});
    CHECK(owner_of(world, "d") == "sam");
}

TEST_CASE("Caps: members of a rotation at their cap are passed over, and others take their turn",
          "[engine]") {
    Given world = with({all(rotate_users("team", {{"sam"}, {"tom"}}))},
                       {rolling_cap_on(CapOn::user, {"sam"}, "sam's hour", 1, hour)});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning),
                 arrives("d", morning)});
    CHECK(owners_of(world, {"a", "b", "c", "d"}) == "sam tom tom tom");
}

TEST_CASE("Caps: of a partner's users together, of a tier's partners, and of the program",
          "[engine]") {
    const std::vector<Rule> rules{all(rotate_users("team", {{"sam"}, {"sue"}, {"tom"}}))};
    Given partner = with(rules, {rolling_cap_on(CapOn::partner, {}, "each partner", 1, hour)});
    partner.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    CHECK(owners_of(partner, {"a", "b", "c"}) == "sam tom waits");
    Given program = with(rules, {rolling_cap_on(CapOn::program, {}, "everybody", 2, hour)});
    program.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    CHECK(owners_of(program, {"a", "b", "c"}) == "sam sue waits");
}

TEST_CASE("Caps: queues that share one get leads from rules until it is reached", "[engine]") {
    Around around;
    around.caps = {cap_on(CapOn::queues, {"inbound", "hot"}, "both", 2, CapPer::hourly)};
    const Rule to_hot{"hot", {}, rotate_queues("both", {{"inbound"}, {"hot"}}), {}};
    Given world = given(open_queue() + manager(DefineQueue{{"hot"}, {}, true, {}, {}, {}, {}}) +
                        rules("r1", {to_hot}, to_queue("inbound"), {}, around));
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    CHECK(owners_of(world, {"a", "b", "c"}) == "queue inbound queue hot waits");
    world.given({claims("sam", "a", morning), at(morning, user("sam", ReleaseLead{{"a"}, {}}))});
    CHECK(owner_of(world, "a") == "queue inbound");  // it came back, which is nobody's rule
    world.given({later(after(minutes(60)))});
    CHECK(owner_of(world, "c") == "queue inbound");
}

TEST_CASE("Caps: `else` is tried before a lead waits, and has caps of its own", "[engine]") {
    Given world = with({{"all", {}, to_user("sam"), {to_user("tom")}}}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning),
                 arrives("d", morning), arrives("e", after(minutes(1)))});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sam sam tom tom waits");
    world.given({later(after(minutes(60)))});
    CHECK(owner_of(world, "e") == "sam");
}

TEST_CASE("Caps: a fallback at its cap leaves the lead waiting until it frees", "[engine]") {
    Given world =
        with({{"none", {test_of("source", ConditionOp::equals, {"fair"})}, do_not_assign(), {}}},
             {two_an_hour}, to_user("sam"));
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning)});
    CHECK(owner_of(world, "c") == "waits");
    world.given({later(after(minutes(60)))});
    CHECK(owner_of(world, "c") == "sam");
}

TEST_CASE("Caps: who waits and is closed, or moved, is no longer taken up", "[engine]") {
    Given world = with({all(to_user("sam"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning),
                 arrives("d", morning), arrives("e", morning)});
    world.given({manager(ChangeLeadStatus{{"c"}, "unqualified", {}}),
                 forced("d", "tom", after(minutes(1)))});
    CHECK(waiting(world) == 1);
    world.given({later(after(minutes(60)))});
    CHECK(owners_of(world, {"c", "d", "e"}) == "waits tom sam");
    CHECK(waiting(world) == 0);
}

TEST_CASE("Leads that nobody may take are taken up when somebody may", "[engine]") {
    Given world = with({all(rotate_users("team", {{"sam"}, {"sue"}}))}, {});
    world.given({at(morning, manager(SuspendPartner{{"north"}, {}})), arrives("a", morning),
                 arrives("b", morning)});
    CHECK(owners_of(world, {"a", "b"}) == "waits waits");
    world.given({later(after(minutes(1)))});
    CHECK(owners_of(world, {"a", "b"}) == "waits waits");
    world.given({at(after(minutes(2)), manager(ActivatePartner{{"north"}}))});
    world.given({later(after(minutes(3)))});
    CHECK(owners_of(world, {"a", "b"}) == "sam sue");
}

TEST_CASE("Leads that are told to wait are taken up by nothing", "[engine]") {
    Given world = with({all(do_not_assign())}, {two_an_hour});
    world.given({arrives("a", morning), later(after(minutes(120)))});
    CHECK(owner_of(world, "a") == "waits");
    CHECK(waiting(world) == 0);
}

TEST_CASE("Leads that wait are routed by a new ruleset, oldest first, whatever they waited for",
          "[engine]") {
    const std::vector<ConditionNode> fair{test_of("source", ConditionOp::equals, {"fair"})};
    Given world = with({{"fair", fair, to_user("tom"), {}}, all(to_user("sam"))},
                       {rolling_cap_on(CapOn::user, {}, "one an hour", 1, hour)});
    LeadDetails of_fair;
    of_fair.source = "fair";
    world.given({arrives("a", morning), at(morning, upstream(CreateLead{{"b"}, of_fair})),
                 arrives("c", morning), at(morning, upstream(CreateLead{{"d"}, of_fair})),
                 arrives("e", morning)});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sam tom waits waits waits");
    Around around;
    around.caps = {rolling_cap_on(CapOn::user, {}, "one an hour", 3, hour)};
    for (const Asked& each : rules("r2", {all(to_user("sam"))}, to_queue("inbound"), {}, around))
        world.given({at(after(minutes(1)), each)});
    world.given({later(after(minutes(2)))});
    // One was counted before, and that goes on under a greater number.
    CHECK(owners_of(world, {"c", "d", "e"}) == "sam sam waits");
}

TEST_CASE("Caps: with another window, or on other clocks, counting begins anew", "[engine]") {
    const auto world_with = [](const std::vector<Cap>& then, const std::vector<Zone>& zone) {
        Given world =
            with({all(to_user("sam"))}, {cap_on(CapOn::user, {}, "one a day", 1, CapPer::daily)});
        world.given({arrives("a", morning)});
        Around around;
        around.caps = then;
        around.zone = zone;
        for (const Asked& each :
             rules("r2", {all(to_user("sam"))}, to_queue("inbound"), {}, around))
            world.given({at(after(minutes(1)), each)});
        world.given({arrives("b", after(minutes(2)))});
        return owner_of(world, "b");
    };
    const Cap same = cap_on(CapOn::user, {}, "one a day", 1, CapPer::daily);
    CHECK(world_with({same}, {}) == "waits");
    CHECK(world_with({cap_on(CapOn::user, {}, "one a day", 1, CapPer::weekly)}, {}) == "sam");
    CHECK(world_with({cap_on(CapOn::user, {}, "another", 1, CapPer::daily)}, {}) == "sam");
    CHECK(world_with({}, {}) == "sam");
}

TEST_CASE("Many that wait are taken up in steps, and others' claims come between", "[engine]") {
    Given world = with({all(to_user("sam"))}, {rolling_cap_on(CapOn::user, {}, "few", 1, hour)});
    world.given({arrives("first", morning)});
    std::vector<std::string> ids;
    for (int i = 0; i < 250; ++i) ids.push_back("l" + std::to_string(1'000 + i));
    for (const std::string& id : ids) REQUIRE_FALSE(world.ask(arrives(id, morning)).refusal);
    for (const Asked& each : rules("r2", {all(to_user("sam"))}, to_queue("inbound")))
        world.given({at(after(minutes(1)), each)});
    CHECK(waiting(world) == 250);
    const Time begin = world.now();
    world.given({arrives("x", begin)});
    CHECK(waiting(world) == 150);
    CHECK(owner_of(world, "l1099") == "sam");
    CHECK(owner_of(world, "l1100") == "waits");
    world.given({arrives("y", begin + Duration{1'000})});
    CHECK(waiting(world) == 50);
    world.given({arrives("z", begin + Duration{2'000})});
    CHECK(waiting(world) == 0);
    CHECK_FALSE(world.state().timers.next());
}

TEST_CASE("Rulesets with caps that are none, or on nobody there, are refused", "[engine]") {
    const auto refused = [](const Cap& cap, Reason reason, const Detail& detail) {
        Around around;
        around.caps = {cap};
        const std::vector<Asked> asked =
            rules("r1", {all(to_user("sam"))}, to_queue("inbound"), {}, around);
        Given world = given(open_queue() + asked[0]);
        world.when(asked[1]).then_refused(reason, detail);
    };
    const auto none = [&](const Cap& cap) { refused(cap, Reason::ruleset_invalid, {}); };
    none(cap_on(CapOn::user, {}, "", 1, CapPer::daily));
    none(cap_on(CapOn::user, {}, "zero", 0, CapPer::daily));
    none(cap_on(CapOn::user, {}, "no window", 1, CapPer::none));
    none(cap_on(CapOn::user, {"sam", "tom"}, "two", 1, CapPer::daily));
    none(cap_on(CapOn::queues, {}, "no queue", 1, CapPer::daily));
    none(cap_on(CapOn::queues, {"inbound", "inbound"}, "twice", 1, CapPer::daily));
    none(cap_on(CapOn::program, {"acme"}, "of", 1, CapPer::daily));
    none(rolling_cap_on(CapOn::user, {}, "too many", 10'001, hour));
    refused(cap_on(CapOn::user, {"nobody"}, "who", 1, CapPer::daily), Reason::ruleset_invalid,
            {.about = {SubjectKind::user, "nobody"}});
    refused(cap_on(CapOn::queues, {"nowhere"}, "where", 1, CapPer::daily), Reason::ruleset_invalid,
            {.about = {SubjectKind::queue, "nowhere"}});
}

}  // namespace
}  // namespace leadline::tests
