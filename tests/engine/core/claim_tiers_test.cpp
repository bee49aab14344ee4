// Claims by tier (SPEC 6): members and limits; and several claims in one command.
#include <catch2/catch.hpp>

#include "tests/engine/core/claim_words.hpp"

namespace leadline::tests {
namespace {

// A third partner, of another tier than the two that there are.
std::vector<Asked> silver_partner() {
    return {manager(RegisterPartner{{"west"}, {}, {}, "silver"}),
            manager(ActivatePartner{{"west"}}),
            manager(InviteUser{{"wes"}, {"west"}, Role::seller, {}}),
            user("wes", RecordLogin{{"wes"}})};
}

TEST_CASE("ClaimLead: the partners of a tier are members while they are of it", "[engine]") {
    Given world = given(two_partners());
    world.given(silver_partner());
    const std::vector<Text> tiers{"platinum", "silver"};
    world.given({manager(DefineQueue{{"inbound"}, {}, false, {}, {}, tiers, {}}), captured("l1"),
                 queued("l1")});
    world.when(claim("sam", "l1"))
        .then_refused(Reason::not_a_member, about(SubjectKind::queue, "inbound"));
    world.when(claim("wes", "l1")).then({won("l1", "wes", "west")});
}

TEST_CASE("ClaimLead: a tier has limits of its own, and the queue's where it has none",
          "[engine]") {
    ClaimPolicy policy;
    policy.open_per_user = 1;
    policy.window_per_partner = 3;
    policy.window = hour;
    const std::vector<TierLimits> tiers{{"silver", 2, 0, 0, 0, {}}};
    policy.tiers = tiers;
    Given world = given(limited(policy));
    world.given(silver_partner());
    const auto counted = [&](Text lead, Text who, Text partner, Time from) {
        LeadClaimed claimed = won(lead, who, partner);
        claimed.partner_counts_until = from + hour;
        return claimed;
    };
    const Time start = world.now() + minute;
    world.given({at(start, claim("sam", "l1"))});
    world.when(at(start, claim("sam", "l2")))
        .then_refused(Reason::limit_reached, limit(Limit::user_open, 1, 1));
    world.when(at(start, claim("wes", "l2"))).then({counted("l2", "wes", "west", start)});
    world.when(at(start, claim("wes", "l3"))).then({counted("l3", "wes", "west", start)});
    world.when(at(start, claim("wes", "l4")))
        .then_refused(Reason::limit_reached, limit(Limit::user_open, 2, 2));
    // What the tier says nothing of is the queue's own.
    world.given({at(start, user("wes", ReleaseLead{{"l3"}, {}})), at(start, claim("wes", "l4")),
                 at(start, user("wes", ReleaseLead{{"l4"}, {}}))});
    world.when(at(start, claim("wes", "l5")))
        .then_refused(Reason::limit_reached, limit(Limit::partner_window, 3, 3, start + hour));
}

TEST_CASE("ClaimLeads: each item has its own outcome, and what is won counts for the next",
          "[engine]") {
    ClaimPolicy policy;
    policy.open_per_user = 2;
    Given world = given(limited(policy) + claim("tom", "l2"));
    const std::vector<LeadId> wanted{{"l1"}, {"l2"}, {"nobody"}, {"l1"},
                                     {"l3"}, {"l4"}, {"nobody"}};
    const Outcome outcome = world.when(user("sam", ClaimLeads{wanted, {}}));
    REQUIRE(outcome.told.size() == 8);
    CHECK(outcome.told[0] == Told(LeadsClaimed{{wanted, {}}, 2, 5}));
    CHECK(outcome.told[1] == Told(won("l1", "sam", "north")));
    CHECK(outcome.told[5] == Told(won("l3", "sam", "north")));
    const Reason reasons[] = {Reason::none,         Reason::lead_already_claimed,
                              Reason::unknown_lead, Reason::lead_already_assigned,
                              Reason::none,         Reason::limit_reached,
                              Reason::unknown_lead};
    for (const std::size_t i : {1U, 2U, 3U, 5U, 6U}) {
        Arena arena;
        LeadClaimRefused refused;
        REQUIRE(outcome.told[i + 1].kind == LeadClaimRefused::kind);
        REQUIRE(read_body(outcome.told[i + 1].body, arena, refused));
        CHECK(refused.lead == wanted[i]);
        CHECK(refused.user.text == "sam");
        CHECK(refused.why.reason == reasons[i]);
    }
}

TEST_CASE("ClaimLeads: the time between two claims and windows hold within one command",
          "[engine]") {
    ClaimPolicy policy;
    policy.between = minute;
    Given world = given(limited(policy));
    const std::vector<LeadId> two{{"l1"}, {"l2"}};
    Outcome outcome = world.when(user("sam", ClaimLeads{two, {}}));
    CHECK(outcome.told[0] == Told(LeadsClaimed{{two, {}}, 1, 1}));
    CHECK(outcome.told[2] == Told(LeadClaimRefused{{"l2"},
                                                   {"sam"},
                                                   {Reason::cool_down,
                                                    {.about = {SubjectKind::queue, "inbound"},
                                                     .frees_at = world.now() + minute}}}));
    ClaimPolicy window;
    window.window_per_partner = 1;
    window.window = hour;
    Given other = given(limited(window));
    outcome = other.when(user("sam", ClaimLeads{two, {}}));
    CHECK(outcome.told[0] == Told(LeadsClaimed{{two, {}}, 1, 1}));
    CHECK(outcome.told[2] ==
          Told(LeadClaimRefused{
              {"l2"},
              {"sam"},
              {Reason::limit_reached, limit(Limit::partner_window, 1, 1, other.now() + hour)}}));
}

TEST_CASE("ClaimLeads: for a user whom the actor may not act for, nothing is tried", "[engine]") {
    Given world = given(open_queue() + captured("l1") + queued("l1"));
    const std::vector<LeadId> one{{"l1"}};
    world.when(user("tom", ClaimLeads{one, {"sam"}})).then_refused(Reason::actor_not_allowed);
    const Outcome by_manager = world.when(manager(ClaimLeads{one, {"sam"}}));
    CHECK(by_manager.told[0] == Told(LeadsClaimed{{one, {"sam"}}, 1, 0}));
}

}  // namespace
}  // namespace leadline::tests
