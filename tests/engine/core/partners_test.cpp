// Partners: their statuses, who may change them, and what becomes of open work.
#include <catch2/catch.hpp>

#include "events/kinds.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::PartnerStatus;

const Detail no_detail{};

PartnerStatus status_of(const Given& world, Text partner) {
    return world.program().partners.find(partner)->status;
}

// "north" in each status.
std::vector<Asked> with_status(PartnerStatus status) {
    std::vector<Asked> commands{manager(CreateProgram{}), manager(PublishProgram{}),
                                manager(RegisterPartner{{"north"}, "North", "maria", "gold"})};
    if (status == PartnerStatus::applied) return commands;
    if (status == PartnerStatus::declined) return commands + manager(DeclinePartner{{"north"}, {}});
    commands.push_back(manager(ActivatePartner{{"north"}}));
    if (status == PartnerStatus::suspended)
        commands.push_back(manager(SuspendPartner{{"north"}, {}}));
    if (status == PartnerStatus::deactivated)
        commands.push_back(manager(DeactivatePartner{{"north"}, {}}));
    return commands;
}

Detail north() { return about(SubjectKind::partner, "north"); }

std::size_t places_in(const engine::Queue& queue) {
    std::size_t places = 0;
    queue.order.for_each(
        [&places](const engine::QueuePlace&, const engine::QueuedLead&) { return ++places > 0; });
    return places;
}

TEST_CASE("RegisterPartner: a new partner begins as applied", "[engine]") {
    const RegisterPartner command{{"north"}, "North Ltd", "maria", "gold"};
    Given world = given({manager(CreateProgram{})});
    world.when(upstream(command)).then({PartnerRegistered{command}});
    CHECK(status_of(world, "north") == PartnerStatus::applied);
    CHECK(world.program().partners.find("north")->title == "North Ltd");
    CHECK(world.program().partners.find("north")->channel_manager == "maria");
    CHECK(world.program().partners.find("north")->tier == "gold");
}

TEST_CASE("RegisterPartner: refused for an unknown program, whoever asks", "[engine]") {
    const RegisterPartner command{{"north"}, {}, {}, {}};
    Given().when(manager(command)).then_refused(Reason::unknown_program, no_detail);
    Given().when(user("nobody", command)).then_refused(Reason::unknown_program, no_detail);
}

TEST_CASE("RegisterPartner: an unknown user is told so before what users may not ask", "[engine]") {
    const RegisterPartner taken{{"north"}, {}, {}, {}};
    given(two_partners())
        .when(user("nobody", taken))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    given(two_partners())
        .when(user("ada", taken))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("RegisterPartner: an id is taken for ever", "[engine]") {
    const RegisterPartner command{{"north"}, {}, {}, {}};
    for (const PartnerStatus status : {PartnerStatus::applied, PartnerStatus::deactivated})
        given(with_status(status))
            .when(manager(command))
            .then_refused(Reason::partner_already_exists, north());
}

TEST_CASE("ActivatePartner: accepts an application and ends a suspension", "[engine]") {
    const ActivatePartner command{{"north"}};
    for (const PartnerStatus status : {PartnerStatus::applied, PartnerStatus::suspended}) {
        Given world = given(with_status(status));
        world.when(manager(command)).then({PartnerActivated{command}});
        CHECK(status_of(world, "north") == PartnerStatus::active);
    }
}

TEST_CASE("ActivatePartner: an active partner stays as it is", "[engine]") {
    given(with_status(PartnerStatus::active))
        .when(manager(ActivatePartner{{"north"}}))
        .then_nothing_changed();
}

TEST_CASE("ActivatePartner: nothing brings a deactivated partner back", "[engine]") {
    given(with_status(PartnerStatus::deactivated))
        .when(manager(ActivatePartner{{"north"}}))
        .then_refused(Reason::partner_status_not_allowed, north());
}

TEST_CASE("DeclinePartner: an application is refused, and may be made again under another name",
          "[engine]") {
    const DeclinePartner command{{"north"}, {}};
    Given world = given(with_status(PartnerStatus::applied));
    world.given({manager(UpdatePartner{{"north"}, {}, {}, {}, 7, {}})});
    world.when(manager(command)).then({PartnerDeclined{command}});
    CHECK(status_of(world, "north") == PartnerStatus::declined);
    world.when(manager(command)).then_nothing_changed();
    const RegisterPartner again{{"north"}, "Northern", "mia", "silver"};
    world.when(upstream(again)).then({PartnerRegistered{again}});
    const engine::Partner& north_now = *world.program().partners.find("north");
    CHECK(north_now.status == PartnerStatus::applied);
    CHECK(north_now.title == "Northern");
    CHECK(north_now.channel_manager == "mia");
    CHECK(north_now.tier == "silver");
    CHECK(north_now.capacity == 7);
    CHECK_FALSE(world.when(manager(ActivatePartner{{"north"}})).refusal);
}

TEST_CASE("DeclinePartner: users invited while it applied are there when it applies again",
          "[engine]") {
    Given world = given(with_status(PartnerStatus::applied) +
                        manager(InviteUser{{"eve"}, {"north"}, Role::seller, {}}) +
                        manager(DeclinePartner{{"north"}, {}}));
    world.when(manager(InviteUser{{"sam"}, {"north"}, Role::seller, {}}))
        .then_refused(Reason::partner_status_not_allowed, north());
    world.given({manager(RegisterPartner{{"north"}, {}, {}, {}})});
    CHECK(world.program().partners.find("north")->users.size() == 1);
}

TEST_CASE("SuspendPartner: an active partner is suspended and keeps its work", "[engine]") {
    const SuspendPartner command{{"north"}, {}};
    Given world = given(claimed("l1", "sam"));
    world.when(manager(command)).then({PartnerSuspended{command}});
    CHECK(status_of(world, "north") == PartnerStatus::suspended);
    CHECK(world.program().users.find("sam")->leads.items().size() == 1);
    world.when(manager(command)).then_nothing_changed();
}

TEST_CASE("SuspendPartner: neither an application nor a deactivated partner can be suspended",
          "[engine]") {
    for (const PartnerStatus status : {PartnerStatus::applied, PartnerStatus::deactivated})
        given(with_status(status))
            .when(manager(SuspendPartner{{"north"}, {}}))
            .then_refused(Reason::partner_status_not_allowed, north());
}

TEST_CASE("DeactivatePartner: open leads go back to their queue, the oldest first", "[engine]") {
    const DeactivatePartner command{{"north"}, {}};
    Given world = given(open_queue() + captured("l1") + captured("l2") + captured("l3") +
                        captured("l4") + queued("l1") + queued("l2") + queued("l4"));
    world.given({user("sue", ClaimLead{{"l4"}, {}}), user("sam", ClaimLead{{"l2"}, {}}),
                 assigned("l3", "sue"), user("tom", ClaimLead{{"l1"}, {}})});
    world.when(manager(command))
        .then({PartnerDeactivated{command, 3, 0},
               LeadReturned{{"l2"}, {"inbound"}, {"sam"}, {"north"}},
               LeadReturned{{"l3"}, {}, {"sue"}, {"north"}},
               LeadReturned{{"l4"}, {"inbound"}, {"sue"}, {"north"}}});
    CHECK(status_of(world, "north") == PartnerStatus::deactivated);
    const engine::Program& p = world.program();
    CHECK(p.users.find("sam")->leads.items().empty());
    CHECK(p.users.find("sue")->leads.items().empty());
    CHECK(p.users.find("tom")->leads.items().size() == 1);
    CHECK(p.leads.find("l3")->place == engine::Place::waiting);
    CHECK(places_in(p.queues.at(0)) == 2);
    world.when(manager(command)).then_nothing_changed();
}

TEST_CASE("DeactivatePartner: a closed lead keeps its owner on record", "[engine]") {
    const DeactivatePartner command{{"north"}, {}};
    Given world = given(claimed("l1", "sam") + user("sam", ConvertLead{{"l1"}, {}, {}, {}}));
    world.when(manager(command)).then({PartnerDeactivated{command, 0, 0}});
    CHECK(world.program().users.at(world.program().leads.find("l1")->owner).id == "sam");
}

TEST_CASE("DeactivatePartner: pending registrations are withdrawn, approved ones keep their window",
          "[engine]") {
    const DeactivatePartner command{{"north"}, {}};
    const auto deal = [](Text id) { return RegisterDeal{{id}, {}, {}, {{id}, {}}, {}, {}, {}}; };
    Given world = given(two_partners());
    world.given({user("sam", deal("z-first")), user("tom", deal("theirs")),
                 user("sue", deal("kept")), user("moe", deal("a-second")),
                 manager(ApproveDeal{{"kept"}, {}})});
    world.when(manager(command))
        .then({PartnerDeactivated{command, 0, 2}, PendingDealWithdrawn{{"z-first"}},
               PendingDealWithdrawn{{"a-second"}}});
    CHECK(world.program().deals.find("a-second")->status == engine::DealStatus::withdrawn);
    CHECK(world.program().deals.find("kept")->status == engine::DealStatus::approved);
    CHECK(world.program().deals.find("theirs")->status == engine::DealStatus::pending);
}

TEST_CASE("DeactivatePartner: an application is not there to be deactivated", "[engine]") {
    given(with_status(PartnerStatus::applied))
        .when(manager(DeactivatePartner{{"north"}, {}}))
        .then_refused(Reason::partner_status_not_allowed, north());
}

TEST_CASE("DeactivatePartner: more than 100,000 open items are not returned in one step",
          "[engine]") {
    Given world = given(two_partners());
    for (int i = 0; i <= 100'000; ++i) {
        const std::string lead = "l" + std::to_string(i);
        world.ask(upstream(CreateLead{{lead}, {}}));
        world.ask(assigned(lead, "sam"));
    }
    Detail detail;
    detail.used = 100'001;
    detail.allowed = 100'000;
    world.ask(manager(DeactivatePartner{{"north"}, {}}))
        .then_refused(Reason::too_many_items, detail);
    world.ask(manager(DeactivateUser{{"sam"}, {}})).then_refused(Reason::too_many_items, detail);
    world.given({manager(ReassignLead{{"l7"}, {}, {{"sue"}, {}, false}, {}})});
    CHECK(world.ask(manager(DeactivateUser{{"sam"}, {}})).told.size() == 100'001);
    CHECK(world.program().users.find("sam")->leads.items().empty());
}

// What the three commands about a partner that is there have in common.
template <class Command>
void only_the_channel_manager_may(const Command& unknown, const Command& known) {
    Given().when(manager(known)).then_refused(Reason::unknown_program, no_detail);
    const Detail nowhere = about(SubjectKind::partner, "nowhere");
    given(two_partners()).when(manager(unknown)).then_refused(Reason::unknown_partner, nowhere);
    given(two_partners())
        .when(user("nobody", unknown))
        .then_refused(Reason::unknown_partner, nowhere);
    given(two_partners())
        .when(user("nobody", known))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    given(two_partners())
        .when(user("ada", known))
        .then_refused(Reason::actor_not_allowed, no_detail);
    given(two_partners()).when(upstream(known)).then_refused(Reason::actor_not_allowed, no_detail);
    given(with_status(PartnerStatus::deactivated))
        .when(upstream(known))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("ActivatePartner: refused by program, then partner, then user, then actor", "[engine]") {
    only_the_channel_manager_may(ActivatePartner{{"nowhere"}}, ActivatePartner{{"north"}});
}

TEST_CASE("DeclinePartner: refused by program, then partner, then user, then actor", "[engine]") {
    only_the_channel_manager_may(DeclinePartner{{"nowhere"}, {}}, DeclinePartner{{"north"}, {}});
}

TEST_CASE("SuspendPartner: refused by program, then partner, then user, then actor", "[engine]") {
    only_the_channel_manager_may(SuspendPartner{{"nowhere"}, {}}, SuspendPartner{{"north"}, {}});
}

TEST_CASE("DeactivatePartner: refused by program, then partner, then user, then actor",
          "[engine]") {
    only_the_channel_manager_may(DeactivatePartner{{"nowhere"}, {}},
                                 DeactivatePartner{{"north"}, {}});
}

}  // namespace
}  // namespace leadline::tests
