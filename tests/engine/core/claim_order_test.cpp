// In which order claims, ClaimNext and releases are refused: the neighbours in SPEC 6 that no other
// test tells apart.
#include <catch2/catch.hpp>

#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;

const Detail no_detail{};

Asked claim(Text who, Text lead) { return user(who, ClaimLead{{lead}, {}}); }

TEST_CASE("ClaimLead: the lead's state counts first, then membership, eligibility, lock-outs",
          "[engine]") {
    Given world = given(two_partners() + captured("l1") + captured("closed"));
    const std::vector<UserId> sam{{"sam"}};
    ClaimPolicy policy;
    policy.no_reclaim = hour;
    world.given({manager(DefineQueue{{"inbound"}, {}, false, {}, sam, {}, policy}), queued("l1"),
                 queued("closed"), upstream(ChangeLeadStatus{{"closed"}, "unqualified", {}})});
    world.when(claim("tom", "closed")).then_refused(Reason::lead_closed);
    world.given({manager(SuspendPartner{{"south"}, {}})});
    world.when(claim("tom", "l1"))
        .then_refused(Reason::not_a_member, about(SubjectKind::queue, "inbound"));
    world.given({claim("sam", "l1"), user("sam", ReleaseLead{{"l1"}, {}}),
                 manager(DeactivateUser{{"sam"}, {}})});
    world.when(claim("sam", "l1"))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(ReactivateUser{{"sam"}})});
    world.when(claim("sam", "l1")).then_refused(Reason::released_recently);
}

TEST_CASE("ClaimNext: refused to who is no member, and between two claims too close", "[engine]") {
    const std::vector<UserId> sam{{"sam"}};
    ClaimPolicy policy;
    policy.between = hour;
    Given world = given(open_queue() + captured("l1") + queued("l1"));
    world.given({manager(DefineQueue{{"inbound"}, {}, false, {}, sam, {}, policy})});
    world.when(user("tom", ClaimNext{{"inbound"}, {}}))
        .then_refused(Reason::not_a_member, about(SubjectKind::queue, "inbound"));
    world.given({user("sam", ClaimNext{{"inbound"}, {}})});
    Detail wait = about(SubjectKind::queue, "inbound");
    wait.frees_at = world.now() + hour;
    world.when(user("sam", ClaimNext{{"inbound"}, {}})).then_refused(Reason::cool_down, wait);
}

TEST_CASE("ReleaseLead: refused by publication, user, lead, its state and eligibility",
          "[engine]") {
    const ReleaseLead release{{"l1"}, {}};
    given({manager(CreateProgram{})})
        .when(user("sam", release))
        .then_refused(Reason::program_not_published, no_detail);
    Given world = given(claimed("l1", "sam"));
    world.when(user("nobody", release))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(user("sam", ReleaseLead{{"none"}, {}}))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "none"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", release))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.given({upstream(ChangeLeadStatus{{"l1"}, "unqualified", {}})});
    world.when(user("sam", release)).then_refused(Reason::lead_closed);
}

}  // namespace
}  // namespace leadline::tests
