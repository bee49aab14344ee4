// Returning customers: whose customer a lead is of, and the partner who had them comes first.
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

using enum DuplicateAction;

const Time morning{1'772'442'000'000'000};
Time after(Duration since) { return morning + since; }
Duration hours(std::int64_t count) { return {count * hour.us}; }

// Partners north (administrator ada, sellers sam and sue) and south (seller tom); those with the
// same e-mail address are one customer.
Around known(bool first, Duration look_back = {}) {
    Around around;
    around.duplicates = {duplicates({{MatchField::email}}, flag, look_back)};
    if (first) around.returning_customers = {{{3, 1}, hours(2)}};
    return around;
}
std::vector<Rule> by_source() {
    return {{"south", {test_of("source", ConditionOp::equals, {"south"})}, to_user("tom"), {}},
            {"north", {test_of("source", ConditionOp::equals, {"north"})}, to_user("sam"), {}}};
}
Given with(const std::vector<Rule>& entries, const Around& around) {
    return given(open_queue() + rules("r1", entries, to_queue("inbound"), {}, around));
}

Asked arrives(Text lead, Text mail, Text source = "web", Time time = morning) {
    static Arena arena;
    CreateLead create{{lead}, {}};
    create.details.source = source;
    create.details.person = {lead, Sealing::plain, 0,
                             body_in(arena, LeadPerson{{{}, mail, {}}, {}, {}, {}})};
    return at(time, upstream(create));
}
Asked closes(Text lead) { return manager(ChangeLeadStatus{{lead}, "unqualified", {}}); }

std::string where(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    const engine::Program& p = world.program();
    if (lead.place == Place::waiting) return "waits";
    if (lead.place == Place::queue) return "queue " + p.queues.at(lead.queue).id;
    if (lead.place == Place::user) return p.users.at(lead.owner).id;
    return "offer " + p.partners.at(lead.owner).id;
}

// The account of how the command's lead was routed.
Explanation account_of(const Outcome& outcome, Arena& arena) {
    for (const Told& told : outcome.told) {
        LeadOffered offered;
        LeadQueued queued;
        LeadAssigned assigned;
        if (told.kind == LeadOffered::kind && read_body(BytesView(told.body), arena, offered))
            return offered.why;
        if (told.kind == LeadQueued::kind && read_body(BytesView(told.body), arena, queued))
            return queued.why;
        if (told.kind == LeadAssigned::kind && read_body(BytesView(told.body), arena, assigned))
            return assigned.why;
    }
    FAIL("it was not routed");
    return {};
}

TEST_CASE("Customers: who had them is offered their next lead before any rule is asked",
          "[engine]") {
    Given world = with(by_source(), known(true));
    world.given({arrives("a", "eva@hafen.example", "south")});
    const Outcome came = world.when(arrives("b", "EVA@hafen.example", "north"));
    CHECK(where(world, "b") == "offer south");
    CHECK(world.program().leads.find("b")->due == after(hours(2)));
    Arena arena;
    const Explanation why = account_of(came, arena);
    CHECK(why.by == RoutedBy::returning);
    CHECK(why.action == ActionKind::partner);
    REQUIRE(why.customer.size() == 1);
    CHECK(why.customer[0] == CustomerPartner{{"south"}, PassedOver::no});
    world.given({arrives("c", "ida@werft.example", "north")});
    CHECK(where(world, "c") == "sam");
}

TEST_CASE("Customers: a lead that is closed makes its last owner's partner theirs", "[engine]") {
    Given world = with(by_source(), known(true));
    world.given({arrives("a", "eva@hafen.example", "south"), closes("a"),
                 arrives("b", "eva@hafen.example")});
    CHECK(where(world, "b") == "offer south");
}

TEST_CASE("Customers: of several leads the newest with an owner counts, and no offer does",
          "[engine]") {
    Given world = with(by_source(), known(true));
    world.given({arrives("a", "eva@hafen.example", "south"), arrives("b", "eva@hafen.example"),
                 arrives("c", "eva@hafen.example", "north")});
    CHECK(where(world, "b") == "offer south");
    CHECK(where(world, "c") == "offer south");
    world.given({manager(ReassignLead{{"b"}, {}, {{"sam"}, {}, false, {}, {}}, {}}),
                 arrives("d", "eva@hafen.example")});
    CHECK(where(world, "d") == "offer north");
}

TEST_CASE("Customers: a partner that may not take the lead is passed over, and the rules are asked",
          "[engine]") {
    Given world = with(by_source(), known(true));
    world.given(
        {arrives("a", "eva@hafen.example", "south"), manager(SuspendPartner{{"south"}, {}})});
    const Outcome came = world.when(arrives("b", "eva@hafen.example", "north"));
    CHECK(where(world, "b") == "sam");
    Arena arena;
    const Explanation why = account_of(came, arena);
    CHECK(why.by == RoutedBy::entry);
    REQUIRE(why.customer.size() == 1);
    CHECK(why.customer[0] == CustomerPartner{{"south"}, PassedOver::partner_not_active});
}

TEST_CASE("Customers: who declines sends the lead to the rules, and is not asked again",
          "[engine]") {
    Given world = with(by_source(), known(true));
    world.given({manager(UpdateUser{{"tom"}, Role::manager, {}}),
                 arrives("a", "eva@hafen.example", "south"), arrives("b", "eva@hafen.example")});
    CHECK(where(world, "b") == "offer south");
    world.given({user("tom", DeclineOffer{{"b"}, {}})});
    CHECK(where(world, "b") == "queue inbound");
    world.given({manager(ReassignLead{{"b"}, {}, {{}, {}, true, {}, {}}, {}})});
    CHECK(where(world, "b") == "queue inbound");
}

TEST_CASE("Customers: whom nobody found within the look-back is nobody's", "[engine]") {
    Given world = with(by_source(), known(true, hours(1)));
    world.given({arrives("a", "eva@hafen.example", "south"),
                 arrives("b", "eva@hafen.example", "north", after(hours(1)))});
    CHECK(where(world, "b") == "sam");
}

TEST_CASE("Customers: rules may ask whose customer a lead is of, when it comes and later",
          "[engine]") {
    std::vector<Rule> entries = by_source();
    entries.push_back({"of south",
                       {test_of("customer_partner", ConditionOp::equals, {"south"})},
                       to_user("sue"),
                       {}});
    Given world = with(entries, known(false));
    world.given({arrives("a", "eva@hafen.example", "south")});
    const Outcome came = world.when(arrives("b", "eva@hafen.example"));
    CHECK(where(world, "b") == "sue");
    Arena arena;
    const Explanation why = account_of(came, arena);
    REQUIRE(why.customer.size() == 1);
    CHECK(why.customer[0] == CustomerPartner{{"south"}, PassedOver::no});
    // The next one arrives before anybody has the customer, and is tried again when somebody does.
    world.given({arrives("c", "ida@werft.example"), arrives("d", "ida@werft.example", "south")});
    CHECK(where(world, "c") == "queue inbound");
    UpdateLead again;
    again.lead = {"c"};
    again.route_again = true;
    world.given({upstream(again)});
    CHECK(where(world, "c") == "sue");
}

TEST_CASE("Customers: a lead that changes is another customer's", "[engine]") {
    static Arena memory;
    Given world = with(by_source(), known(true));
    world.given({arrives("a", "eva@hafen.example", "south"), arrives("b", "ida@werft.example")});
    CHECK(where(world, "b") == "queue inbound");
    UpdateLead update;
    update.lead = {"b"};
    LeadPersonChanges changes;
    changes.contact = ContactDetails{{}, "eva@hafen.example", {}};
    update.person = {"b", Sealing::plain, 0, body_in(memory, changes)};
    update.route_again = true;
    world.given({upstream(update)});
    CHECK(where(world, "b") == "offer south");
}

TEST_CASE("Customers: a ruleset that knows no customer again is refused", "[engine]") {
    Around around;
    around.returning_customers = {{{3, 1}, {}}};
    const std::vector<Asked> asked = rules("bad", {}, to_queue("inbound"), {}, around);
    Given world = given(open_queue());
    world.given({asked[0]});
    world.when(asked[1]).then_refused(Reason::ruleset_invalid);
}

}  // namespace
}  // namespace leadline::tests
