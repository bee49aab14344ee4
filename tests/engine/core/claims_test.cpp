// Decisions on claims: who wins, who is refused and why, in the order of SPEC 6.
#include <catch2/catch.hpp>

#include "tests/engine/core/claim_words.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Detail no_detail{};

Detail taken(Text lead, Time since, Text by, bool visible) {
    Detail detail = about(SubjectKind::lead, lead);
    detail.since = since;
    detail.by = {by};
    detail.by_visible = visible;
    return detail;
}

TEST_CASE("ClaimLead: the first eligible claim wins", "[engine]") {
    Given world = given(open_queue() + captured("l1") + queued("l1"));
    world.when(claim("sam", "l1")).then({won("l1", "sam", "north")});
    const engine::Lead& lead = *world.program().leads.find("l1");
    CHECK(lead.place == Place::user);
    CHECK(world.program().users.at(lead.owner).id == "sam");
    CHECK(world.program().queues.at(lead.queue).order.first() == nullptr);
}

TEST_CASE("ClaimLead: the second claimant is told when, and by whom only if they may know",
          "[engine]") {
    Given world = given(open_queue() + captured("l1") + queued("l1") + claim("sam", "l1"));
    const Time when = world.now();
    world.when(claim("tom", "l1"))
        .then_refused(Reason::lead_already_claimed, taken("l1", when, "sam", false));
    world.when(claim("sue", "l1"))
        .then_refused(Reason::lead_already_claimed, taken("l1", when, "sam", true));
    world.when(manager(ClaimLead{{"l1"}, {"tom"}}))
        .then_refused(Reason::lead_already_claimed, taken("l1", when, "sam", true));
}

TEST_CASE("ClaimLead: refused by program, publication, user, actor and lead, in this order",
          "[engine]") {
    Given().when(claim("sam", "l1")).then_refused(Reason::unknown_program, no_detail);
    given({manager(CreateProgram{})})
        .when(claim("nobody", "l1"))
        .then_refused(Reason::program_not_published, no_detail);
    Given world = given(open_queue());
    world.when(claim("nobody", "none"))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(manager(ClaimLead{{"none"}, {"nobody"}}))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(manager(ClaimLead{{"none"}, {}})).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("sam", ClaimLead{{"none"}, {"sue"}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(claim("sam", "none"))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "none"));
}

TEST_CASE("ClaimLead: an administrator and a manager claim for their partner's users", "[engine]") {
    Given world =
        given(open_queue() + captured("l1") + queued("l1") + captured("l2") + queued("l2"));
    LeadClaimed for_sam = won("l1", "sam", "north");
    for_sam.asked_user = {"sam"};
    world.when(user("ada", ClaimLead{{"l1"}, {"sam"}})).then({for_sam});
    world.when(user("moe", ClaimLead{{"l2"}, {"tom"}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("ClaimLead: a lead that is in no queue says what has become of it", "[engine]") {
    Given world = given(open_queue() + captured("waits") + captured("given") +
                        assigned("given", "sue") + captured("closed") + queued("closed"));
    world.given({upstream(ChangeLeadStatus{{"closed"}, "unqualified", {}})});
    world.when(claim("tom", "waits")).then_refused(Reason::lead_waiting);
    world.when(claim("tom", "given")).then_refused(Reason::lead_already_assigned);
    world.when(claim("tom", "closed")).then_refused(Reason::lead_closed);
    world.given({user("sue", ConvertLead{{"given"}, {"a1"}, {}, {}})});
    world.when(claim("tom", "given")).then_refused(Reason::lead_already_converted);
}

TEST_CASE("ClaimLead: only a member may claim, by name or by partner", "[engine]") {
    Given world = given(two_partners());
    const std::vector<UserId> users{{"tom"}};
    const std::vector<PartnerId> partners{{"north"}};
    world.given({manager(DefineQueue{{"inbound"}, {}, false, {}, users, {}, {}}), captured("l1"),
                 queued("l1")});
    world.when(claim("sam", "l1"))
        .then_refused(Reason::not_a_member, about(SubjectKind::queue, "inbound"));
    world.given({manager(DefineQueue{{"inbound"}, {}, false, partners, {}, {}, {}})});
    world.when(claim("tom", "l1"))
        .then_refused(Reason::not_a_member, about(SubjectKind::queue, "inbound"));
    world.when(claim("sam", "l1")).then({won("l1", "sam", "north")});
}

TEST_CASE("ClaimLead: a suspended partner, then an inactive user, never wins", "[engine]") {
    Given world = given(open_queue() + captured("l1") + queued("l1"));
    world.given({manager(InviteUser{{"new"}, {"south"}, Role::seller, {}})});
    world.when(claim("new", "l1"))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "new"));
    world.given({manager(SuspendPartner{{"south"}, {}})});
    world.when(claim("new", "l1"))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "south"));
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(claim("sam", "l1"))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
}

TEST_CASE("ClaimLead: open claims of a user, then of the partner, have a limit", "[engine]") {
    ClaimPolicy policy;
    policy.open_per_user = 1;
    policy.open_per_partner = 2;
    Given world = given(limited(policy) + claim("sam", "l1"));
    world.when(claim("sam", "l2"))
        .then_refused(Reason::limit_reached, limit(Limit::user_open, 1, 1));
    world.given({claim("sue", "l2")});
    world.when(claim("moe", "l3"))
        .then_refused(Reason::limit_reached, limit(Limit::partner_open, 2, 2));
    // Both limits hold: the user's is named.
    world.when(claim("sam", "l3"))
        .then_refused(Reason::limit_reached, limit(Limit::user_open, 1, 1));
    world.when(claim("tom", "l3")).then({won("l3", "tom", "south")});
}

TEST_CASE("ClaimLead: a claim is open until closed, converted, released or reassigned",
          "[engine]") {
    ClaimPolicy policy;
    policy.open_per_user = 1;
    const auto frees = [&](const Asked& ends) {
        Given world = given(limited(policy) + claim("sam", "l1"));
        world.given({ends});
        world.when(claim("sam", "l2")).then({won("l2", "sam", "north")});
    };
    frees(user("sam", ReleaseLead{{"l1"}, {}}));
    frees(user("sam", ConvertLead{{"l1"}, {"a1"}, {}, {}}));
    frees(user("sam", ChangeLeadStatus{{"l1"}, "unqualified", {}}));
    frees(assigned("l1", "tom"));
}

TEST_CASE("ClaimLead: a window counts a claim until its length is over, even if released",
          "[engine]") {
    ClaimPolicy policy;
    policy.window_per_user = 2;
    policy.window = hour;
    Given world = given(limited(policy));
    const Time start = world.now() + minute;
    LeadClaimed first = won("l1", "sam", "north");
    first.user_counts_until = start + hour;
    world.when(at(start, claim("sam", "l1"))).then({first});
    world.given({at(start + minute, claim("sam", "l2")),
                 at(start + minute, user("sam", ReleaseLead{{"l2"}, {}}))});
    const Time end = start + hour;
    world.when(at({end.us - 1}, claim("sam", "l3")))
        .then_refused(Reason::limit_reached, limit(Limit::user_window, 2, 2, end));
    LeadClaimed third = won("l3", "sam", "north");
    third.user_counts_until = end + hour;
    world.when(at(end, claim("sam", "l3"))).then({third});
}

TEST_CASE("ClaimLead: the partner's window counts the claims of all its users", "[engine]") {
    ClaimPolicy policy;
    policy.window_per_partner = 2;
    policy.window = hour;
    Given world = given(limited(policy) + claim("sam", "l1") + claim("sue", "l2"));
    const auto refused = world.when(claim("moe", "l3"));
    refused.then_refused(Reason::limit_reached);
    CHECK(refused.refusal->detail.limit == Limit::partner_window);
    LeadClaimed other = won("l3", "tom", "south");
    const Time when = world.now() + minute;
    other.partner_counts_until = when + hour;
    world.when(at(when, claim("tom", "l3"))).then({other});
}

TEST_CASE("ClaimLead: between two claims of a user lies the least time", "[engine]") {
    ClaimPolicy policy;
    policy.between = minute;
    Given world = given(limited(policy));
    const Time start = world.now() + minute;
    world.given({at(start, claim("sam", "l1"))});
    Detail wait = about(SubjectKind::queue, "inbound");
    wait.frees_at = start + minute;
    world.when(at({start.us + minute.us - 1}, claim("sam", "l2")))
        .then_refused(Reason::cool_down, wait);
    world.when(at({start.us + minute.us - 1}, claim("sue", "l2")))
        .then({won("l2", "sue", "north")});
    world.when(at(start + minute, claim("sam", "l3"))).then({won("l3", "sam", "north")});
}

TEST_CASE("ClaimLead: what a partner released its users may not take again for a time",
          "[engine]") {
    ClaimPolicy policy;
    policy.no_reclaim = hour;
    Given world = given(limited(policy) + claim("sam", "l1"));
    const Time when = world.now() + minute;
    LeadReleased released{{{"l1"}, {}}, {"inbound"}, {"sam"}, {"north"}, when + hour};
    world.when(at(when, user("sam", ReleaseLead{{"l1"}, {}}))).then({released});
    Detail until = about(SubjectKind::lead, "l1");
    until.frees_at = when + hour;
    world.when(claim("sue", "l1")).then_refused(Reason::released_recently, until);
    SECTION("another partner may") {
        world.when(claim("tom", "l1")).then({won("l1", "tom", "south")});
    }
    SECTION("and at the end of the time they may again") {
        world.when(at({when.us + hour.us - 1}, claim("sue", "l1")))
            .then_refused(Reason::released_recently, until);
        world.when(at(when + hour, claim("sue", "l1"))).then({won("l1", "sue", "north")});
    }
}

TEST_CASE("Claim: untouched in time, it goes back to its queue by itself", "[engine]") {
    ClaimPolicy policy;
    policy.touch_within = hour;
    policy.no_reclaim = day;
    Given world = given(limited(policy));
    const Time start = world.now() + minute;
    const Time due = start + hour;
    LeadClaimed claimed = won("l1", "sam", "north");
    claimed.touch_by = due;
    world.when(at(start, claim("sam", "l1"))).then({claimed});
    world.when(at({due.us - 1}, claim("tom", "l1"))).then_refused(Reason::lead_already_claimed);
    // The timer fires before the command of its instant, at its own time.
    Detail until = about(SubjectKind::lead, "l1");
    until.frees_at = due + day;
    world.when(at(due, claim("sue", "l1")))
        .then_first({ClaimLapsed{{"l1"}, {"inbound"}, {"sam"}, {"north"}, due + day}})
        .then_refused(Reason::released_recently, until);
    CHECK(world.program().claims_of_user(0, world.program().users.find("sam")->index)->open == 0);
}

TEST_CASE("Claim: a note or a status by its owner is a touch, one by the vendor is not",
          "[engine]") {
    ClaimPolicy policy;
    policy.touch_within = hour;
    const auto lapses_after = [&](const Asked& act) {
        Given world = given(limited(policy) + claim("sam", "l1") + act);
        return !world.when(at(world.now() + day, claim("tom", "l2"))).fired.empty();
    };
    const Part<Remark> nothing;
    CHECK_FALSE(lapses_after(user("sam", AddLeadNote{{"l1"}, nothing})));
    CHECK_FALSE(lapses_after(user("ada", ChangeLeadStatus{{"l1"}, "working", {}})));
    CHECK(lapses_after(upstream(AddLeadNote{{"l1"}, nothing})));
    CHECK(lapses_after(captured("l9")));
}

TEST_CASE("ClaimNext: gives the highest priority, then what was created first", "[engine]") {
    Given world = given(open_queue());
    const auto with_priority = [](Text lead, std::int32_t priority) {
        CreateLead create{{lead}, {}};
        create.details.priority = priority;
        return upstream(create);
    };
    world.given({with_priority("old", 0), with_priority("urgent", 5), with_priority("new", 0),
                 queued("new"), queued("urgent"), queued("old")});
    const auto next = [&world](Text expected) {
        LeadClaimed claimed = won(expected, "sam", "north");
        claimed.asked_queue = {"inbound"};
        world.when(user("sam", ClaimNext{{"inbound"}, {}})).then({claimed});
    };
    next("urgent");
    next("old");
    next("new");
    world.when(user("sam", ClaimNext{{"inbound"}, {}}))
        .then_refused(Reason::nothing_to_claim, about(SubjectKind::queue, "inbound"));
}

TEST_CASE("ClaimNext: passes over what the partner released, and keeps the lead's old place",
          "[engine]") {
    ClaimPolicy policy;
    policy.no_reclaim = hour;
    Given world =
        given(limited(policy) + claim("sam", "l1") + user("sam", ReleaseLead{{"l1"}, {}}));
    LeadClaimed second = won("l2", "sue", "north");
    second.asked_queue = {"inbound"};
    world.when(user("sue", ClaimNext{{"inbound"}, {}})).then({second});
    LeadClaimed first = won("l1", "tom", "south");
    first.asked_queue = {"inbound"};
    world.when(user("tom", ClaimNext{{"inbound"}, {}})).then({first});
}

TEST_CASE("ClaimNext: refused by queue, membership, eligibility and limits, in this order",
          "[engine]") {
    ClaimPolicy policy;
    policy.open_per_user = 1;
    Given world = given(limited(policy) + claim("sam", "l1"));
    world.when(user("sam", ClaimNext{{"none"}, {}}))
        .then_refused(Reason::unknown_queue, about(SubjectKind::queue, "none"));
    world.when(user("sam", ClaimNext{{"inbound"}, {}}))
        .then_refused(Reason::limit_reached, limit(Limit::user_open, 1, 1));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", ClaimNext{{"inbound"}, {}}))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
}

TEST_CASE("ReleaseLead: by its owner, their administrator or the vendor, and nobody else",
          "[engine]") {
    Given world = given(claimed("l1", "sam") + captured("l2") + queued("l2"));
    world.when(user("sue", ReleaseLead{{"l1"}, {}})).then_refused(Reason::not_your_lead);
    world.when(user("tom", ReleaseLead{{"l1"}, {}})).then_refused(Reason::not_your_lead);
    world.when(user("tom", ReleaseLead{{"l2"}, {}})).then_refused(Reason::lead_not_owned);
    world.when(manager(ReleaseLead{{"l2"}, {}})).then_refused(Reason::lead_not_owned);
    world.when(user("ada", ReleaseLead{{"l1"}, {}}))
        .then({LeadReleased{{{"l1"}, {}}, {"inbound"}, {"sam"}, {"north"}, {}}});
}

TEST_CASE("ReleaseLead: a lead that came from no queue waits afterwards", "[engine]") {
    Given world = given(open_queue() + captured("l1") + assigned("l1", "sam"));
    world.when(user("sam", ReleaseLead{{"l1"}, {}}))
        .then({LeadReleased{{{"l1"}, {}}, {}, {"sam"}, {"north"}, {}}});
    CHECK(world.program().leads.find("l1")->place == Place::waiting);
}

}  // namespace
}  // namespace leadline::tests
