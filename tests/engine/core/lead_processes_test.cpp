// Lead processes and ReopenLead (SPEC 4): which statuses a lead goes through, and how one that came
// to nothing is given another chance.
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;
using Category = StatusCategory;

const LeadStatus ready{"ready", Category::qualified};
const LeadStatus won_over{"won over", Category::converted};

// One process for renewals, and one for all others in which only what is ready can be won.
Around two_processes() {
    return {
        {},
        {},
        {},
        {},
        {process("standard", {},
                 {status("new", Category::open, {"contacted", "lost"}),
                  status("contacted", Category::working), status("ready", Category::qualified),
                  status("lost", Category::unqualified), status("won over", Category::converted)}),
         process("renewals", {"renewal"},
                 {status("due", Category::open), status("ready", Category::working),
                  status("gone", Category::unqualified), status("renewed", Category::converted)})}};
}

Given with_processes() {
    return given(open_queue() + rules("r1", {}, to_user("sam"), {}, two_processes()));
}

Asked change(Text lead, Text to) { return manager(ChangeLeadStatus{{lead}, to, {}}); }
Asked reopen(Text lead, Text to = {}) { return manager(ReopenLead{{lead}, to, {}}); }

Asked lead_of_type(Text lead, Text record_type) {
    CreateLead create{{lead}, {}};
    create.details.record_type = record_type;
    return upstream(create);
}

LeadStatus status_of(const Given& world, Text lead) {
    const engine::Program& p = world.program();
    return p.ruleset.statuses.at(p.leads.find(lead)->status);
}

Detail may_be(Text lead, const std::vector<Text>& statuses) {
    Detail detail = about(SubjectKind::lead, lead);
    detail.statuses = statuses;
    return detail;
}

TEST_CASE("Lead process: a lead begins with the first open status of its record type", "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", ""), lead_of_type("b", "renewal"), lead_of_type("c", "other")});
    CHECK(status_of(world, "a") == LeadStatus::new_);
    CHECK(status_of(world, "b") == LeadStatus{"due", Category::open});
    CHECK(status_of(world, "c") == LeadStatus::new_);
}

TEST_CASE("Lead process: `next` says what may follow, and a refusal says it too", "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", "")});
    const std::vector<Text> from_new{"contacted", "lost"};
    world.when(change("a", "redy")).then_refused(Reason::unknown_status, may_be("a", from_new));
    world.when(change("a", "ready"))
        .then_refused(Reason::status_not_allowed, may_be("a", from_new));
    world.when(change("a", "contacted"))
        .then({LeadStatusChanged{
            {{"a"}, "contacted", {}}, LeadStatus::new_, Category::working, false}});
    const std::vector<Text> from_contacted{"new", "ready", "lost"};
    world.when(change("a", "won over"))
        .then_refused(Reason::status_not_allowed, may_be("a", from_contacted));
    world.given({change("a", "ready")});
    CHECK(status_of(world, "a") == ready);
    world.when(change("a", "ready")).then_nothing_changed();
}

TEST_CASE("Lead process: conversion goes to the converted status, where that may follow",
          "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", "")});
    const std::vector<Text> from_new{"contacted", "lost"};
    world.when(user("sam", ConvertLead{{"a"}, {}, {}, {}}))
        .then_refused(Reason::status_not_allowed, may_be("a", from_new));
    world.given({change("a", "contacted"), user("sam", ConvertLead{{"a"}, {}, {}, {}})});
    CHECK(status_of(world, "a") == won_over);
    world.when(reopen("a")).then_refused(Reason::lead_already_converted);
}

TEST_CASE("Lead process: another record type keeps the name, else the category, of a status",
          "[engine]") {
    Given world = with_processes();
    const auto becomes = [&](Text lead, Text record_type) {
        UpdateLead update;
        update.lead = {lead};
        update.record_type = record_type;
        world.given({upstream(update)});
        return status_of(world, lead);
    };
    world.given({lead_of_type("a", ""), change("a", "contacted"), change("a", "ready")});
    CHECK(becomes("a", "renewal") == LeadStatus{"ready", Category::working});
    world.given({lead_of_type("b", "")});
    CHECK(becomes("b", "renewal") == LeadStatus{"due", Category::open});
    world.given({change("b", "ready")});
    CHECK(becomes("b", "") == ready);
}

TEST_CASE("Lead process: a new ruleset moves no lead, and what is gone may go anywhere",
          "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", ""), change("a", "contacted"), change("a", "ready")});
    world.given(rules("r2", {}, to_queue("inbound")));
    CHECK(status_of(world, "a") == ready);
    world.when(change("a", "ready")).then_nothing_changed();
    world.when(change("a", "contacted")).then_refused(Reason::unknown_status);
    world.given({change("a", "new")});
    CHECK(status_of(world, "a") == LeadStatus::new_);
}

TEST_CASE("Lead process: a program has fifty names of a category and the built-in one, at most",
          "[engine]") {
    Given world = given(open_queue());
    std::vector<std::string> names;
    for (int i = 0; i < 51; ++i) names.push_back("status " + std::to_string(i));
    const auto publish = [&](Text ruleset, std::size_t first, std::size_t last) {
        std::vector<ProcessStatus> statuses{status("new", Category::open),
                                            status("converted", Category::converted)};
        for (std::size_t i = first; i < last; ++i)
            statuses.push_back(status(names[i], Category::working));
        return rules(ruleset, {}, to_queue("inbound"), {},
                     {{}, {}, {}, {}, {process("p", {}, statuses)}});
    };
    world.given(publish("r1", 0, 30) + publish("r2", 20, 50));
    const std::vector<Asked> one_more = publish("r3", 50, 51);
    world.given({one_more[0]});
    world.when(one_more[1]).then_refused(Reason::ruleset_invalid);
    world.given({lead_of_type("a", ""), change("a", names[49])});
    CHECK(status_of(world, "a") == LeadStatus{names[49], Category::working});
}

TEST_CASE("ReopenLead: by the channel manager only, and only an unqualified lead", "[engine]") {
    Given world = with_processes();
    world.when(reopen("a")).then_refused(Reason::unknown_lead, about(SubjectKind::lead, "a"));
    world.given({lead_of_type("a", "")});
    world.when(reopen("a")).then_nothing_changed();
    const std::vector<Text> open_ones{"new", "contacted", "ready"};
    world.when(reopen("a", "ready"))
        .then_refused(Reason::status_not_allowed, may_be("a", open_ones));
    world.given({change("a", "lost")});
    world.when(user("sam", ReopenLead{{"a"}, {}, {}})).then_refused(Reason::actor_not_allowed);
    world.when(upstream(ReopenLead{{"a"}, {}, {}})).then_refused(Reason::actor_not_allowed);
    world.when(reopen("a", "redy")).then_refused(Reason::unknown_status, may_be("a", open_ones));
    world.when(reopen("a", "won over"))
        .then_refused(Reason::status_not_allowed, may_be("a", open_ones));
    world.given({reopen("a", "ready")});
    CHECK(status_of(world, "a") == ready);
}

TEST_CASE("ReopenLead: the lead stays with an owner who may still have it", "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", ""), change("a", "lost")});
    const auto& sam = *world.program().users.find("sam");
    CHECK(sam.open_leads == 0);
    world.when(reopen("a"))
        .then({LeadReopened{{{"a"}, {}, {}},
                            {"lost", Category::unqualified},
                            LeadStatus::new_,
                            {"sam"},
                            {"north"}}});
    CHECK(world.program().users.find("sam")->open_leads == 1);
    CHECK(world.program().leads.find("a")->place == Place::user);
}

TEST_CASE("ReopenLead: without such an owner the rules find a place", "[engine]") {
    Given world = with_processes();
    world.given({lead_of_type("a", ""), change("a", "lost"), manager(DeactivateUser{{"sam"}, {}})});
    world.given(rules("r2", {}, to_queue("inbound"), {}, two_processes()));
    world.given({reopen("a")});
    const engine::Lead& lead = *world.program().leads.find("a");
    CHECK(lead.place == Place::queue);
    CHECK(lead.owner == engine::no_index);
    CHECK(status_of(world, "a") == LeadStatus::new_);
    world.given({user("tom", ClaimNext{{"inbound"}, {}})});
    CHECK(world.program().leads.find("a")->place == Place::user);
}

TEST_CASE("Conditions: on a status by its name, and by its category", "[engine]") {
    const std::vector<ConditionNode> is_ready{test_of("status", ConditionOp::equals, {"ready"})};
    const std::vector<ConditionNode> works{
        test_of("status_category", ConditionOp::equals, {"working"})};
    Given world = given(
        open_queue() +
        rules("r1", {{"ready", is_ready, to_user("sam"), {}}, {"works", works, to_user("tom"), {}}},
              to_queue("inbound"), {}, two_processes()));
    const auto owner_after = [&](Text lead, Text at) {
        world.given({lead_of_type(lead, ""), change(lead, "contacted")});
        if (at != "contacted") world.given({change(lead, at)});
        world.given({manager(ReassignLead{{lead}, {}, {{}, {}, true}, {}})});
        const engine::Program& p = world.program();
        return p.users.at(p.leads.find(lead)->owner).id;
    };
    CHECK(owner_after("a", "contacted") == "tom");
    CHECK(owner_after("b", "ready") == "sam");
}

}  // namespace
}  // namespace leadline::tests
