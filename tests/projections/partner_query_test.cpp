// PartnerQuery: who of a partner sees what of a lead. Each lead says in each field which field it
// is, so that what is withheld can be looked for in all that is answered.
#include "projections/partner_query.hpp"

#include <catch2/catch.hpp>

#include "tests/projections/seen.hpp"
#include "tests/support/rules.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using Catch::Contains;
using events::ConditionOp;

}  // namespace

TEST_CASE("partner query: a seller sees own leads whole, and nobody else's", "[projections]") {
    const Seen seen(open_queue() + marked("l1", 1) + assigned("l1", "sam") + marked("l2", 2) +
                    assigned("l2", "sue") + marked("l3", 3) + assigned("l3", "tom"));
    CHECK(seen.leads("sam") == Ids{"l1"});
    CHECK(marked_fields(seen.lead("sam", "l1"), "l1", 1) == all_fields());
    CHECK(has(seen.lead("sam", "l1"), R"("country":"FJ")"));
    CHECK(must(seen.as("sam").lead({"l1"})).value.withheld.empty());
    CHECK(seen.sight("sam", "l2") == Sight::none);
    CHECK(seen.sight("sam", "l3") == Sight::none);
    CHECK(seen.leads("tom") == Ids{"l3"});
}

TEST_CASE("partner query: administrators and managers see all leads of their partner's users",
          "[projections]") {
    const Seen seen(open_queue() + marked("l1", 1) + assigned("l1", "sam") + marked("l2", 2) +
                    assigned("l2", "sue") + marked("l3", 3) + assigned("l3", "tom"));
    for (const Text who : {"ada", "moe"}) {
        CHECK(seen.leads(who) == Ids{"l1", "l2"});
        CHECK(marked_fields(seen.lead(who, "l2"), "l2", 2) == all_fields());
        CHECK(has(seen.lead(who, "l2"), R"("owner":"sue")"));
        CHECK(seen.sight(who, "l3") == Sight::none);
    }
}

TEST_CASE("partner query: of an offer nothing personal is seen until it is accepted",
          "[projections]") {
    const std::vector<Asked> offered = open_queue() + marked("l1", 1) + offered_to("north", "l1");
    const Seen before(offered);
    for (const Text who : {"sam", "sue", "ada"}) {
        CHECK(before.sight(who, "l1") == Sight::offered);
        CHECK(before.leads(who) == Ids{"l1"});
        CHECK(marked_fields(before.lead(who, "l1"), "l1", 1) == business_fields());
        CHECK(before.steps(who, "l1") == Ids{"LeadCreated", "LeadReassigned"});
    }
    CHECK(before.sight("tom", "l1") == Sight::none);
    const auto shown = must(before.as("sam").lead({"l1"}));
    const List<Text>& withheld = shown.value.withheld;
    CHECK(Ids(withheld.begin(), withheld.end()) ==
          Ids(events::personal_lead_fields.begin(), events::personal_lead_fields.end()));

    const Seen after(offered + user("sam", events::AcceptOffer{{"l1"}, {}}));
    CHECK(marked_fields(after.lead("sam", "l1"), "l1", 1) == all_fields());
    CHECK(after.steps("sam", "l1") == Ids{"LeadCreated", "LeadReassigned", "OfferAccepted"});
    CHECK(after.sight("sue", "l1") == Sight::none);
    CHECK(after.sight("ada", "l1") == Sight::own);
}

TEST_CASE("partner query: before a claim each field is seen where its queue shows it, and only so",
          "[projections]") {
    std::vector<Text> names(events::business_lead_fields.begin(),
                            events::business_lead_fields.end());
    names.insert(names.end(), events::personal_lead_fields.begin(),
                 events::personal_lead_fields.end());
    for (const Text name : names) {
        const std::vector<Text> visible{name};
        const Seen seen(
            two_partners() +
            manager(events::DefineQueue{{"inbound"}, {}, true, {}, {}, {}, {}, visible}) +
            marked("l1", 1) + queued("l1"));
        const std::string lead = seen.lead("tom", "l1");
        INFO(name);
        const bool is_country = name == "address.country";
        CHECK(has(lead, R"("country":"FJ")") == is_country);
        CHECK(marked_fields(lead, "l1", 1) == (is_country ? Ids{} : Ids{std::string(name)}));
        CHECK(must(seen.as("tom").lead({"l1"})).value.withheld.size() == names.size() - 1);
    }
    const Seen seen(open_queue() + marked("l1", 1) + queued("l1"));
    CHECK(marked_fields(seen.lead("tom", "l1"), "l1", 1) == business_fields());
    CHECK(seen.steps("tom", "l1") == Ids{"LeadCreated"});
}

TEST_CASE("partner query: queues are seen by who may claim from them, as are their leads",
          "[projections]") {
    const std::vector<events::UserId> users{{"sam"}};
    const std::vector<events::PartnerId> partners{{"south"}};
    const std::vector<Text> tiers{"silver"};
    const Seen seen(two_partners() +
                    manager(events::UpdatePartner{{"south"}, {}, {}, Text("silver"), {}, {}}) +
                    manager(events::DefineQueue{{"all"}, {}, true, {}, {}, {}, {}}) +
                    manager(events::DefineQueue{{"some"}, {}, false, {}, users, {}, {}}) +
                    manager(events::DefineQueue{{"theirs"}, {}, false, partners, {}, {}, {}}) +
                    manager(events::DefineQueue{{"tier"}, {}, false, {}, {}, tiers, {}}) +
                    captured("l1") + into("all", "l1") + captured("l2") + into("some", "l2") +
                    captured("l3") + into("theirs", "l3") + captured("l4") + into("tier", "l4"));
    const auto queues = [&seen](Text who) {
        const auto page = must(seen.as(who).queues());
        Ids ids;
        for (const SeenQueue& row : page.value.items) ids.emplace_back(row.queue.text);
        return ids;
    };
    CHECK(queues("sam") == Ids{"all", "some"});
    CHECK(seen.leads("sam") == Ids{"l1", "l2"});
    CHECK(queues("ada") == Ids{"all"});
    CHECK(seen.leads("ada") == Ids{"l1"});
    CHECK(queues("tom") == Ids{"all", "theirs", "tier"});
    CHECK(seen.leads("tom") == Ids{"l1", "l3", "l4"});
    CHECK(seen.sight("ada", "l2") == Sight::none);
    CHECK(must(seen.as("tom").queue({"tier"})).value.leads.items.size() == 1);
    CHECK(seen.as("sam").queue({"tier"}).error().message ==
          R"(there is no queue "tier" in program "acme")");
}

TEST_CASE("partner query: a queue's limits are told as they bind the partner", "[projections]") {
    events::ClaimPolicy policy;
    policy.open_per_user = 3;
    policy.open_per_partner = 9;
    const std::vector<events::TierLimits> tiers{{"gold", 5, 0, 0, 0, {}},
                                                {"silver", 7, 0, 0, 0, {}}};
    policy.tiers = tiers;
    const Seen seen(two_partners() +
                    manager(events::DefineQueue{{"all"}, {}, true, {}, {}, {}, policy}));
    const auto queue = must(seen.as("sam").queue({"all"}));
    CHECK(queue.value.row.policy.open_per_user == 5);
    CHECK(queue.value.row.policy.open_per_partner == 9);
    CHECK(queue.value.row.policy.tiers.empty());
    CHECK(queue.value.row.visible.size() == events::business_lead_fields.size());
}

TEST_CASE("partner query: what waits, was merged, or was closed in a queue is seen by nobody",
          "[projections]") {
    const std::vector<events::LeadId> merged{{"l3"}, {"l4"}};
    const Seen seen(open_queue() + captured("l1") + captured("l2") + queued("l2") +
                    manager(events::ChangeLeadStatus{{"l2"}, "unqualified", {}}) + captured("l3") +
                    assigned("l3", "sam") + captured("l4") + assigned("l4", "tom") +
                    manager(events::MergeLeads{merged, {"l3"}, {}}));
    for (const Text who : {"ada", "sam", "tom"})
        for (const Text lead : {"l1", "l2", "l4"}) CHECK(seen.sight(who, lead) == Sight::none);
    CHECK(seen.leads("sam") == Ids{"l3"});
    CHECK_FALSE(has(seen.lead("sam", "l3"), "l4"));
    CHECK(seen.leads("tom").empty());
}

TEST_CASE("partner query: an own lead stays seen when it is closed", "[projections]") {
    const Seen seen(open_queue() + marked("l1", 1) + assigned("l1", "sam") +
                    user("sam", events::ConvertLead{{"l1"}, {"shop"}, {}, {}}) + marked("l2", 2) +
                    assigned("l2", "sam") +
                    user("sam", events::ChangeLeadStatus{{"l2"}, "unqualified", {}}));
    CHECK(seen.leads("sam") == Ids{"l1", "l2"});
    CHECK(seen.leads("sam", {.open = true}).empty());
    CHECK(has(seen.lead("sam", "l1"), R"("account":"shop")"));
    CHECK(seen.sight("tom", "l1") == Sight::none);
}

TEST_CASE("partner query: a timeline begins where the lead came, and names nobody before",
          "[projections]") {
    events::Arena arena;
    const Seen seen(open_queue() + captured("l1") + queued("l1") +
                    user("tom", events::ClaimLead{{"l1"}, {}}) + noted("tom", "l1", "by tom") +
                    user("tom", events::ReleaseLead{{"l1"}, remark_of(arena, "l1", "too slow")}) +
                    user("sam", events::ClaimLead{{"l1"}, {}}) +
                    user("tom", events::ClaimLead{{"l1"}, {}}) + noted("sam", "l1", "by sam") +
                    user("sam", events::ChangeLeadStatus{{"l1"}, "working", {}}));
    CHECK(seen.steps("sam", "l1") ==
          Ids{"LeadCreated", "LeadClaimed", "LeadNoteAdded", "LeadStatusChanged"});
    const std::string lead = seen.lead("sam", "l1");
    CHECK(has(lead, "by sam"));
    CHECK(has(lead, R"("actor":"sam")"));
    for (const Text others : {"by tom", "too slow", R"("tom")", "south", "maria", "crm"})
        CHECK_FALSE(has(lead, others));
    CHECK(seen.steps("ada", "l1") == seen.steps("sam", "l1"));
}

TEST_CASE("partner query: a seller's timeline begins with the seller, a manager's with the partner",
          "[projections]") {
    const Seen seen(open_queue() + captured("l1") + assigned("l1", "sue") +
                    noted("sue", "l1", "by sue") + assigned("l1", "sam") +
                    noted("moe", "l1", "by moe"));
    CHECK(seen.steps("sam", "l1") == Ids{"LeadCreated", "LeadReassigned", "LeadNoteAdded"});
    CHECK_FALSE(has(seen.lead("sam", "l1"), "sue"));
    CHECK(has(seen.lead("sam", "l1"), "by moe"));
    CHECK(seen.steps("ada", "l1") ==
          Ids{"LeadCreated", "LeadReassigned", "LeadNoteAdded", "LeadReassigned", "LeadNoteAdded"});
    CHECK(has(seen.lead("ada", "l1"), "by sue"));
}

TEST_CASE("partner query: how it was decided is not told", "[projections]") {
    Scoring scoring;
    scoring.rules = {{"secret points", {test_of("source", ConditionOp::equals, {"web"})}, 7}};
    Around around;
    around.caps = {cap_on(events::CapOn::user, {}, "secret cap", 9, events::CapPer::daily)};
    events::CreateLead create{{"l1"}, {}};
    create.details.source = "web";
    const Seen seen(
        open_queue() +
        rules("r", {{"secret rule", {}, rotate_users("secret rotation", {{"sam"}, {"tom"}}), {}}},
              to_queue("inbound"), scoring, around) +
        upstream(create));
    CHECK(seen.steps("sam", "l1") == Ids{"LeadCreated", "LeadAssigned"});
    const std::string lead = seen.lead("sam", "l1");
    for (const Text secret : {"secret", "tom", "credit", "cap", "ruleset"})
        CHECK_FALSE(has(lead, secret));
    CHECK(has(lead, R"("score":7)"));
}

TEST_CASE("partner query: who may not claim now sees nothing, and is told why", "[projections]") {
    const std::vector<Asked> begin =
        open_queue() + manager(events::InviteUser{{"new"}, {"north"}, events::Role::seller, {}}) +
        manager(events::RegisterPartner{{"west"}, "West", "maria", "gold"}) +
        manager(events::InviteUser{{"wim"}, {"west"}, events::Role::seller, {}}) +
        user("wim", events::RecordLogin{{"wim"}});
    const Seen seen(begin + manager(events::DeactivateUser{{"sue"}, {}}) +
                    manager(events::SuspendPartner{{"south"}, {}}));
    CHECK(seen.why_nothing("sam").empty());
    CHECK(seen.why_nothing("sue") == R"(user "sue" sees nothing: the user is deactivated)");
    CHECK(seen.why_nothing("new") ==
          R"(user "new" sees nothing: no login of the user is recorded yet)");
    CHECK(seen.why_nothing("tom") ==
          R"(user "tom" sees nothing: partner "south" is not active: suspended)");
    CHECK_THAT(seen.why_nothing("wim"), Contains("sees nothing: "));
    CHECK(seen.why_nothing("zoe") == R"(there is no user "zoe" in program "acme")");
    const Seen gone(begin + manager(events::DeactivatePartner{{"south"}, {}}));
    CHECK_THAT(gone.why_nothing("tom"), Contains("sees nothing: "));
    const Seen back(begin + manager(events::DeactivateUser{{"sue"}, {}}) +
                    manager(events::ReactivateUser{{"sue"}}));
    CHECK(back.why_nothing("sue").empty());
}
