// What a log may not say: events about things that are not there, or not as the event needs them,
// are found before they touch state.
#include <catch2/catch.hpp>

#include "tests/support/deals.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// Partners, a converted lead with all that came of it, a deal of each kind that a fold looks for.
std::vector<Asked> everything() {
    ConvertLead convert{{"l1"}, {"a1"}, {"c1"}, OpportunityDraft{{"o1"}, {}, {}, {}}};
    return claimed("l1", "sam") + user("sam", convert) + captured("l2") + captured("l3") +
           assigned("l3", "sue") + user("sam", deal("pending", router)) +
           user("sam", deal("approved", phone)) + approve("approved");
}

OpportunityCreated opportunity(Text id, Text account, Text contact, Text owner) {
    OpportunityCreated created;
    created.opportunity = {id};
    created.account = {account};
    created.contact = {contact};
    created.owner = {owner};
    created.partner = {"north"};
    return created;
}

template <class... Unfitting>
void none_folds(const Unfitting&... events) {
    Given world = given(everything());
    const Position before = world.state().position;
    const bool folded[] = {world.folds(events)...};
    for (const bool has_folded : folded) CHECK_FALSE(has_folded);
    CHECK(world.state().position == before);
}

TEST_CASE("fold: events about partners and users that are not there do not fit", "[engine]") {
    none_folds(PartnerRegistered{{{"north"}, {}, {}, {}}}, PartnerRegistered{},
               PartnerActivated{{{"nowhere"}}}, PartnerDeclined{{{"nowhere"}, {}}},
               PartnerSuspended{{{"nowhere"}, {}}}, PartnerDeactivated{{{"nowhere"}, {}}, 0, 0},
               UserInvited{{{"sam"}, {"north"}, Role::seller, {}}},
               UserInvited{{{"eve"}, {"nowhere"}, Role::seller, {}}},
               UserInvited{{{}, {"north"}, Role::seller, {}}}, UserLoggedIn{{{"eve"}}},
               UserDeactivated{{{"eve"}, {}}, 0}, UserReactivated{{{"eve"}}});
}

TEST_CASE("fold: a lead is converted once, by the owner that it has", "[engine]") {
    const auto of = [](Text lead, Text owner) {
        LeadConverted event{{{lead}, {}, {}, {}}, {owner}, {"north"}, {"a1"}, {}, {}};
        return event;
    };
    none_folds(of("l1", "sam"), of("l2", "sam"), of("l3", "sam"), of("l9", "sam"));
    CHECK(given(everything()).folds(of("l3", "sue")));
}

TEST_CASE("fold: accounts, contacts and opportunities are made once and of what is there",
          "[engine]") {
    none_folds(AccountCreated{{"a1"}, {}, {}, {}}, AccountCreated{},
               AccountFilled{{"a9"}, {}, {}, {}}, ContactCreated{{"c1"}, {"a1"}, {}, {}},
               ContactCreated{{"c9"}, {"a9"}, {}, {}}, ContactCreated{{}, {"a1"}, {}, {}},
               ContactFilled{{"c9"}, {}, {}}, ContactFilled{{"c1"}, {}, {}},
               opportunity("o1", "a1", "c1", "sam"), opportunity("o9", "a9", "c1", "sam"),
               opportunity("o9", "a1", "c9", "sam"), opportunity("o9", "a1", "c1", "eve"));
    CHECK(given(everything()).folds(opportunity("o9", "a1", "c1", "sam")));
}

TEST_CASE("fold: keys and duplicates are of leads that are there, and keys are set", "[engine]") {
    static const std::vector<MatchKey> unset{MatchKey{}};
    none_folds(LeadKeyed{{"l9"}, {}}, LeadKeyed{{"l2"}, unset},
               LeadFoundDuplicate{{"l2"}, {"l3"}, {}},  // it has no keys
               LeadFoundDuplicate{{"l9"}, {"l3"}, {}}, LeadAttached{{{"l8"}, {}}, {"l9"}, {}, {}});
    Given world = given(everything());
    CHECK(world.folds(LeadKeyed{{"l2"}, {}}));
    CHECK(world.folds(LeadFoundDuplicate{{"l2"}, {"l3"}, {}}));
    CHECK(world.folds(LeadAttached{{{"l8"}, {}}, {"l3"}, {}, {}}));
}

TEST_CASE("fold: a deal is registered once, by somebody who is there", "[engine]") {
    const auto of = [](Text id, Text partner, Text opportunity) {
        RegisterDeal asked = deal(id, router);
        asked.opportunity = {opportunity};
        return DealRegistered{asked, {partner}, "account:shop", {}, {}};
    };
    none_folds(of("pending", "north", "o1"), of("d9", "nowhere", "o1"), of("d9", "north", "o9"),
               of("", "north", "o1"));
    Given world = given(everything());
    CHECK_FALSE(world.folds(of("d9", "north", "o1"), {ActorKind::partner_user, "eve"}));
    CHECK(world.folds(of("d9", "north", "o1"), {ActorKind::partner_user, "sam"}));
}

TEST_CASE("fold: a deal's status changes as its process allows", "[engine]") {
    for (const Text id : {"approved", "none"})
        none_folds(DealApproved{{{id}, {}}, {}}, DealRejected{{{id}, {}}},
                   DealWithdrawn{{{id}, {}}}, PendingDealWithdrawn{{id}});
    for (const Text id : {"pending", "none"})
        none_folds(DealProtectionEnded{{id}}, DealExtended{{{id}, {}, {}}, time_max},
                   DealCancelled{{{id}, {}}}, DealWon{{{id}, {}}}, ApprovedDealCancelled{{id}});
    CHECK(given(everything()).folds(DealExtended{{{"approved"}, {}, {}}, time_max}));
    CHECK(given(everything()).folds(DealWon{{{"approved"}, {}}}));
}

TEST_CASE("fold: nothing fits a program that is not there", "[engine]") {
    Given nowhere;
    CHECK_FALSE(nowhere.folds(PartnerRegistered{{{"north"}, {}, {}, {}}}));
    CHECK_FALSE(nowhere.folds(DealProtectionEnded{{"d1"}}));
}

}  // namespace
}  // namespace leadline::tests
