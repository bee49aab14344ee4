// Offers to partners: how they are made, answered and end, and where the lead goes next (SPEC 7).
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Time morning = at("2026-03-02T09:00:00Z");  // a Monday
Time after(Duration since) { return morning + since; }
Duration hours(std::int64_t count) { return {count * hour.us}; }

// Partners north (administrator ada, manager moe, sellers sam and sue) and south (seller tom, who
// is a manager here), and an open queue.
Given with(const std::vector<Rule>& entries, const Around& around = {}) {
    return given(open_queue() + manager(UpdateUser{{"tom"}, Role::manager, {}}) +
                 manager(RegisterPartner{{"west"}, "West", "maria", "gold"}) +
                 manager(ActivatePartner{{"west"}}) +
                 rules("r1", entries, to_queue("inbound"), {}, around));
}
Rule all(const Action& action, std::vector<Action> otherwise = {}) {
    return {"all", {}, action, std::move(otherwise)};
}
Action in_turn(Duration accept_within = {}, std::uint32_t most_offers = 0) {
    return rotate_partners("resellers", {{"north"}, {"south"}, {"west"}}, accept_within,
                           most_offers);
}

Asked arrives(Text lead, Time time = morning) { return at(time, upstream(CreateLead{{lead}, {}})); }
Asked accepts(Text who, Text lead) { return user(who, AcceptOffer{{lead}, {}}); }
Asked declines(Text who, Text lead) { return user(who, DeclineOffer{{lead}, {}}); }
Asked to_partner_by_force(Text lead, Text partner, Duration accept_within = {}) {
    return manager(ReassignLead{{lead}, {}, {{}, {}, false, {partner}, accept_within}, {}});
}
// Time passes, and what is due happens.
Asked later(Time time) {
    return at(time, manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}

std::string where(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    const engine::Program& p = world.program();
    switch (lead.place) {
        case Place::waiting:
            return "waits";
        case Place::queue:
            return "queue " + p.queues.at(lead.queue).id;
        case Place::user:
            return p.users.at(lead.owner).id;
        case Place::offer:
            return "offer " + p.partners.at(lead.owner).id;
    }
    return {};
}
const engine::Partner& partner(const Given& world, Text id) {
    return *world.program().partners.find(id);
}

TEST_CASE("Offers: partners of a rotation take turns, and whoever accepts owns the lead",
          "[engine]") {
    Given world = with({all(in_turn(hours(2)))});
    const Outcome made = world.when(arrives("a"));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::entry;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::rotate_partners;
    const std::vector<CandidateRun> candidates{{PassedOver::no, 3}};
    why.candidates = candidates;
    const std::vector<std::int64_t> credits{0, 0, 0};
    why.credits = credits;
    const std::vector<std::uint32_t> gained{0, 3};
    const std::vector<RotationTurn> turn{{"resellers", gained, 0}};
    why.turn = turn;
    REQUIRE(made.told.size() == 2);
    CHECK(made.told[1] == Told(LeadOffered{{"a"}, {"north"}, after(hours(2)), why}));
    world.given({arrives("b"), arrives("c"), arrives("d")});
    CHECK(where(world, "b") == "offer south");
    CHECK(where(world, "c") == "offer west");
    CHECK(where(world, "d") == "offer north");
    world.when(accepts("sam", "a"))
        .then({OfferAccepted{AcceptOffer{{"a"}, {}}, {"sam"}, {"north"}}});
    CHECK(where(world, "a") == "sam");
    world.given({later(after(hours(1)))});
    CHECK(where(world, "a") == "sam");
}

TEST_CASE("Offers: a manager accepts for a seller, a seller for nobody else", "[engine]") {
    Given world = with({all(to_partner("north"))});
    world.given({arrives("a"), arrives("b")});
    world.when(user("sam", AcceptOffer{{"a"}, {"sue"}})).then_refused(Reason::actor_not_allowed);
    world.given({user("moe", AcceptOffer{{"a"}, {"sue"}}), manager(AcceptOffer{{"b"}, {"sam"}})});
    CHECK(where(world, "a") == "sue");
    CHECK(where(world, "b") == "sam");
}

TEST_CASE("Offers: what was declined goes to the next partner, and never again to that one",
          "[engine]") {
    Given world = with({all(in_turn())});
    world.given({arrives("a")});
    world.when(declines("sam", "a")).then_refused(Reason::actor_not_allowed);
    world.given({declines("moe", "a")});
    CHECK(where(world, "a") == "offer south");
    world.given({declines("tom", "a")});
    CHECK(where(world, "a") == "offer west");
    world.given({manager(DeclineOffer{{"a"}, {}})});
    CHECK(where(world, "a") == "waits");
    world.given({manager(ReassignLead{{"a"}, {}, {{}, {}, true}, {}})});
    CHECK(where(world, "a") == "waits");
    world.when(to_partner_by_force("a", "south"))
        .then_refused(Reason::offer_declined, about(SubjectKind::partner, "south"));
}

TEST_CASE("Offers: a lead that is reopened is not offered again to whom it was declined by",
          "[engine]") {
    Given world = with({all(in_turn())});
    world.given({arrives("a"), declines("moe", "a"), declines("tom", "a")});
    CHECK(where(world, "a") == "offer west");
    world.given({manager(ChangeLeadStatus{{"a"}, "unqualified", {}}),
                 manager(ReopenLead{{"a"}, {}, {}})});
    CHECK(where(world, "a") == "offer west");  // its turn has gone, and it had declined nothing
    world.given({manager(DeclineOffer{{"a"}, {}})});
    CHECK(where(world, "a") == "waits");
}

TEST_CASE("Offers: after so many as the entry makes, its else has the lead", "[engine]") {
    Given world = with({all(in_turn({}, 2), {to_queue("inbound")})});
    world.given({arrives("a"), declines("moe", "a")});
    CHECK(where(world, "a") == "offer south");
    const Outcome last = world.when(declines("tom", "a"));
    CHECK(where(world, "a") == "queue inbound");
    REQUIRE(last.told.size() == 2);
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::otherwise;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::queue;
    why.offers = 2;
    CHECK(last.told[1] == Told(LeadQueued{{"a"}, {"inbound"}, why}));
}

TEST_CASE("Offers: a channel manager's order to route again begins to count anew", "[engine]") {
    Given world = with({all(in_turn({}, 2), {to_queue("inbound")})});
    world.given(
        {arrives("a"), declines("moe", "a"), manager(ReassignLead{{"a"}, {}, {{}, {}, true}, {}})});
    CHECK(where(world, "a") == "offer west");
    world.given({manager(DeclineOffer{{"a"}, {}})});
    CHECK(where(world, "a") == "offer south");
    world.given({declines("tom", "a")});
    CHECK(where(world, "a") == "queue inbound");
    Given other = with({all(in_turn({}, 2), {to_queue("inbound")})});
    other.given({arrives("a"), declines("moe", "a"), declines("tom", "a"),
                 manager(ReassignLead{{"a"}, {}, {{}, {}, true}, {}})});
    CHECK(where(other, "a") == "offer west");
}

TEST_CASE("Offers: one that is not answered in time goes on at that very moment", "[engine]") {
    Given world = with({all(in_turn(hours(2)))});
    world.given({arrives("a")});
    const Outcome next = world.when(later(after(hours(3))));
    REQUIRE(next.fired.size() == 2);
    CHECK(next.fired[0] == Told(OfferExpired{{"a"}, {"north"}}));
    CHECK(where(world, "a") == "offer south");
    CHECK(world.program().leads.find("a")->due == after(hours(4)));
    world.given({later(after(hours(9)))});
    CHECK(where(world, "a") == "waits");
}

TEST_CASE("Offers: an answer is for the one who was asked, and only while it is asked",
          "[engine]") {
    Given world = with({all(in_turn(hours(2)))});
    world.given({arrives("a")});
    world.when(accepts("tom", "a"))
        .then_refused(Reason::not_your_offer, about(SubjectKind::lead, "a"));
    world.when(declines("tom", "a")).then_refused(Reason::not_your_offer);
    world.when(user("sam", ClaimLead{{"a"}, {}})).then_refused(Reason::lead_offered);
    world.when(user("sam", ReleaseLead{{"a"}, {}})).then_refused(Reason::lead_not_owned);
    world.when(accepts("sam", "b")).then_refused(Reason::unknown_lead);
    world.given({accepts("sam", "a")});
    world.when(accepts("sue", "a")).then_refused(Reason::lead_not_offered);
    world.when(declines("moe", "a")).then_refused(Reason::lead_not_offered);
    world.given({arrives("b", after(hours(1))), later(after(hours(4)))});
    CHECK(where(world, "b") == "offer west");
    world.when(accepts("tom", "b")).then_refused(Reason::not_your_offer);
}

TEST_CASE("Offers: a suspended partner keeps what it is offered, and cannot accept", "[engine]") {
    Given world = with({all(to_partner("north"))});
    world.given({arrives("a"), manager(SuspendPartner{{"north"}, {}})});
    CHECK(where(world, "a") == "offer north");
    world.when(accepts("sam", "a")).then_refused(Reason::partner_not_eligible);
    world.given({manager(ActivatePartner{{"north"}}), accepts("sam", "a")});
    CHECK(where(world, "a") == "sam");
}

TEST_CASE("Offers: those of a partner that goes are withdrawn, and offered to the next",
          "[engine]") {
    Given world = with({all(in_turn())});
    world.given({arrives("a"), arrives("b"), arrives("c"), arrives("d")});
    const Outcome gone = world.when(manager(DeactivatePartner{{"north"}, {}}));
    CHECK(gone.told[0] == Told(PartnerDeactivated{DeactivatePartner{{"north"}, {}}, 2, 0}));
    CHECK(gone.told[1] == Told(OfferWithdrawn{{"a"}, {"north"}}));
    CHECK(where(world, "a") == "offer south");
    CHECK(where(world, "d") == "offer west");
    CHECK(partner(world, "north").open_leads == 0);
}

TEST_CASE("Offers: the vendor takes one back by moving or closing the lead", "[engine]") {
    Given world = with({all(to_partner("north"))});
    world.given({arrives("a"), arrives("b"), arrives("c")});
    const Outcome moved = world.when(assigned("a", "tom"));
    REQUIRE(moved.told.size() == 3);
    CHECK(moved.told[1] == Told(OfferWithdrawn{{"a"}, {"north"}}));
    CHECK(where(world, "a") == "tom");
    world.given({to_partner_by_force("b", "south", hours(1))});
    CHECK(where(world, "b") == "offer south");
    CHECK(world.program().leads.find("b")->due == world.now() + hours(1));
    world.when(to_partner_by_force("b", "south")).then_nothing_changed();
    const Outcome closed =
        world.when(manager(ChangeLeadStatus{{"c"}, "unqualified", {}}));
    REQUIRE(closed.told.size() == 2);
    CHECK(closed.told[1] == Told(OfferWithdrawn{{"c"}, {"north"}}));
    world.when(accepts("sam", "c")).then_refused(Reason::lead_closed);
    CHECK(partner(world, "north").open_leads == 0);
    CHECK(partner(world, "south").open_leads == 2);
}

TEST_CASE("Offers: a forced one that is declined goes on by the rules", "[engine]") {
    Given world = with({all(to_queue("inbound"))});
    world.given({arrives("a"), to_partner_by_force("a", "north"), declines("ada", "a")});
    CHECK(where(world, "a") == "queue inbound");
}

TEST_CASE("Offers: under another ruleset an offer that ends goes on by the new rules", "[engine]") {
    Given world = with({all(in_turn())});
    world.given({arrives("a")});
    world.given(rules("r2", {all(to_user("sue"))}, to_queue("inbound")));
    CHECK(where(world, "a") == "offer north");
    world.given({declines("moe", "a")});
    CHECK(where(world, "a") == "sue");
}

TEST_CASE("Offers: caps count them, whether they are accepted or not", "[engine]") {
    Around around;
    around.caps = {cap_on(CapOn::partner, {"north"}, "north's day", 1, CapPer::daily),
                   cap_on(CapOn::user, {}, "each user's day", 1, CapPer::daily)};
    Given world = with({all(to_partner("north"), {to_queue("inbound")})}, around);
    world.given({arrives("a"), accepts("sam", "a"), arrives("b")});
    CHECK(where(world, "b") == "queue inbound");
    world.given({arrives("c", after(hours(24)))});
    CHECK(where(world, "c") == "offer north");
    world.given({accepts("sam", "c")});
    CHECK(where(world, "c") == "sam");
}

// ---- Capacity

Asked capacity(Text of, std::uint32_t most) {
    return manager(UpdatePartner{{of}, {}, {}, {}, most, {}});
}

TEST_CASE("Capacity: what a partner's users own and what it is offered fills it", "[engine]") {
    Given world = with({all(in_turn())});
    world.given({capacity("north", 2), capacity("south", 1), arrives("a"), accepts("sam", "a"),
                 arrives("b"), arrives("c"), arrives("d"), arrives("e"), arrives("f")});
    CHECK(where(world, "b") == "offer south");
    CHECK(where(world, "c") == "offer west");
    CHECK(where(world, "d") == "offer west");
    CHECK(where(world, "e") == "offer north");
    CHECK(partner(world, "north").is_full());
    CHECK(partner(world, "north").open_leads == 2);
}

TEST_CASE("Capacity: leads wait for room, and are taken up when there is some, oldest first",
          "[engine]") {
    Given world = with({all(rotate_users("team", {{"sam"}, {"sue"}}))});
    world.given({capacity("north", 2), arrives("a"), arrives("b"), arrives("c"), arrives("d")});
    CHECK(where(world, "c") == "waits");
    world.given(
        {manager(ChangeLeadStatus{{"a"}, "unqualified", {}}), later(after({hour.us}))});
    CHECK(where(world, "c") == "sam");
    CHECK(where(world, "d") == "waits");
    world.given({capacity("north", 3), later(after(hours(2)))});
    CHECK(where(world, "d") == "sue");
    world.given({arrives("e", after(hours(3)))});
    CHECK(where(world, "e") == "waits");
    world.given({capacity("north", 0), later(after(hours(4)))});
    CHECK(where(world, "e") == "sam");
}

TEST_CASE("Capacity: a claim beyond it is refused, also among several of one command", "[engine]") {
    Given world = with({all(to_queue("inbound"))});
    world.given({capacity("north", 2), arrives("a"), arrives("b"), arrives("c")});
    static const std::vector<LeadId> three{{"a"}, {"b"}, {"c"}};
    world.given({user("sam", ClaimLeads{three, {}})});
    CHECK(where(world, "b") == "sam");
    CHECK(where(world, "c") == "queue inbound");
    Detail detail = about(SubjectKind::partner, "north");
    detail.limit = Limit::capacity;
    detail.used = 2;
    detail.allowed = 2;
    world.when(user("sue", ClaimLead{{"c"}, {}})).then_refused(Reason::limit_reached, detail);
    world.given({user("tom", ClaimLead{{"c"}, {}})});
    CHECK(where(world, "c") == "tom");
}

TEST_CASE("Capacity: a channel manager may pass it, and what was passed counts", "[engine]") {
    Given world = with({all(to_partner("north"), {to_queue("inbound")})});
    world.given({capacity("north", 1), arrives("a"), arrives("b")});
    CHECK(where(world, "b") == "queue inbound");
    world.given({assigned("b", "sue")});
    CHECK(partner(world, "north").open_leads == 2);
    world.given({user("sue", ReleaseLead{{"b"}, {}}), arrives("c")});
    CHECK(where(world, "c") == "queue inbound");
}

TEST_CASE("Capacity: several items of one list do not share the same room", "[engine]") {
    Given world = with({all(to_partner("north"), {to_queue("inbound")})});
    world.given({arrives("a"), arrives("b"), arrives("c")});
    static const std::vector<LeadId> three{{"a"}, {"b"}, {"c"}};
    world.given({manager(ReassignLead{{}, three, {{"tom"}, {}, false}, {}}), capacity("north", 2),
                 manager(ReassignLead{{}, three, {{}, {}, true}, {}})});
    CHECK(where(world, "a") == "offer north");
    CHECK(where(world, "b") == "offer north");
    CHECK(where(world, "c") == "queue inbound");
}

}  // namespace
}  // namespace leadline::tests
