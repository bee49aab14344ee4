// Partner users: invited, active from the first login, deactivated and back.
#include <catch2/catch.hpp>

#include "events/codec/body.hpp"
#include "events/kinds.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::UserStatus;

const Detail no_detail{};

UserStatus status_of(const Given& world, Text user) {
    return world.program().users.find(user)->status;
}

Detail user_named(Text id) { return about(SubjectKind::user, id); }

TEST_CASE("InviteUser: the user belongs to the partner and is invited", "[engine]") {
    Arena arena;
    const Part<UserPerson> person{"eve", Sealing::plain, 0,
                                  body_in(arena, UserPerson{"Eve Example", "eve@example.org"})};
    const InviteUser command{{"eve"}, {"north"}, Role::manager, person};
    Given world = given(two_partners());
    world.when(upstream(command)).then({UserInvited{command}});
    const engine::User& eve = *world.program().users.find("eve");
    CHECK(eve.status == UserStatus::invited);
    CHECK(eve.role == Role::manager);
    CHECK(world.program().partners.at(eve.partner).id == "north");
    CHECK(world.program().partners.find("north")->users.back() == eve.index);
    Part<UserPerson> kept;
    REQUIRE(read_body(BytesView(eve.person), arena, kept));
    CHECK(kept == person);
}

TEST_CASE("InviteUser: an active administrator invites to their own partner", "[engine]") {
    const InviteUser own{{"eve"}, {"north"}, Role::seller, {}};
    given(two_partners()).when(user("ada", own)).then({UserInvited{own}});
    for (const Text actor : {"moe", "sam", "tom"})
        given(two_partners())
            .when(user(actor, own))
            .then_refused(Reason::actor_not_allowed, no_detail);
    given(two_partners())
        .when(user("ada", InviteUser{{"eve"}, {"south"}, Role::seller, {}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("InviteUser: an administrator who may not act is told why, after all else", "[engine]") {
    const InviteUser command{{"eve"}, {"north"}, Role::seller, {}};
    Given world = given(two_partners() + manager(DeactivateUser{{"ada"}, {}}));
    world.when(user("ada", command)).then_refused(Reason::user_not_eligible, user_named("ada"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("ada", command))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.when(user("ada", InviteUser{{"sam"}, {"north"}, Role::seller, {}}))
        .then_refused(Reason::user_already_exists, user_named("sam"));
}

TEST_CASE("InviteUser: refused by program, then partner, then user, then actor", "[engine]") {
    const InviteUser nowhere{{"sam"}, {"nowhere"}, Role::seller, {}};
    const InviteUser taken{{"sam"}, {"south"}, Role::seller, {}};
    Given().when(manager(nowhere)).then_refused(Reason::unknown_program, no_detail);
    Given world = given(two_partners());
    world.when(user("nobody", nowhere))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "nowhere"));
    world.when(user("nobody", taken)).then_refused(Reason::unknown_user, user_named("nobody"));
    world.when(user("sam", taken)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(taken)).then_refused(Reason::user_already_exists, user_named("sam"));
}

TEST_CASE("InviteUser: nobody joins a deactivated partner", "[engine]") {
    Given world = given(two_partners() + manager(DeactivatePartner{{"north"}, {}}));
    world.when(manager(InviteUser{{"eve"}, {"north"}, Role::seller, {}}))
        .then_refused(Reason::partner_status_not_allowed, about(SubjectKind::partner, "north"));
    world.when(user("ada", InviteUser{{"eve"}, {"north"}, Role::seller, {}}))
        .then_refused(Reason::partner_status_not_allowed, about(SubjectKind::partner, "north"));
    world.when(manager(InviteUser{{"sam"}, {"north"}, Role::seller, {}}))
        .then_refused(Reason::user_already_exists, user_named("sam"));
}

TEST_CASE("RecordLogin: the first one makes the user active, the second changes nothing",
          "[engine]") {
    const RecordLogin command{{"eve"}};
    Given world = given(two_partners() + manager(InviteUser{{"eve"}, {"north"}, Role::seller, {}}));
    world.when(user("eve", command)).then({UserLoggedIn{command}});
    CHECK(status_of(world, "eve") == UserStatus::active);
    world.when(upstream(command)).then_nothing_changed();
}

TEST_CASE("RecordLogin: told by the user or the vendor, by no colleague", "[engine]") {
    Given world = given(two_partners());
    world.when(user("ada", RecordLogin{{"sam"}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(RecordLogin{{"sam"}})).then_nothing_changed();
}

TEST_CASE("RecordLogin: refused by program, then user, then actor, then status", "[engine]") {
    Given()
        .when(user("sam", RecordLogin{{"sam"}}))
        .then_refused(Reason::unknown_program, no_detail);
    Given world = given(two_partners() + manager(DeactivateUser{{"sam"}, {}}));
    world.when(user("tom", RecordLogin{{"ghost"}}))
        .then_refused(Reason::unknown_user, user_named("ghost"));
    world.when(user("nobody", RecordLogin{{"sam"}}))
        .then_refused(Reason::unknown_user, user_named("nobody"));
    world.when(user("tom", RecordLogin{{"sam"}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("sam", RecordLogin{{"sam"}}))
        .then_refused(Reason::user_status_not_allowed, user_named("sam"));
}

TEST_CASE("DeactivateUser: open leads go back, those of colleagues stay", "[engine]") {
    const DeactivateUser command{{"sam"}, {}};
    Given world = given(open_queue() + captured("l1") + captured("l2") + captured("l3") +
                        queued("l1") + queued("l2"));
    world.given({assigned("l3", "sam"), user("sam", ClaimLead{{"l2"}, {}}),
                 user("sue", ClaimLead{{"l1"}, {}})});
    world.when(manager(command))
        .then({UserDeactivated{command, 2}, LeadReturned{{"l2"}, {"inbound"}, {"sam"}, {"north"}},
               LeadReturned{{"l3"}, {}, {"sam"}, {"north"}}});
    CHECK(status_of(world, "sam") == UserStatus::deactivated);
    CHECK(world.program().users.find("sue")->leads.items().size() == 1);
    world.when(manager(command)).then_nothing_changed();
}

TEST_CASE("ReactivateUser: active again after a login, else invited again", "[engine]") {
    Given world =
        given(two_partners() + manager(InviteUser{{"eve"}, {"north"}, Role::seller, {}}) +
              manager(DeactivateUser{{"eve"}, {}}) + manager(DeactivateUser{{"sam"}, {}}));
    world.when(manager(ReactivateUser{{"sam"}})).then({UserReactivated{{{"sam"}}}});
    world.when(manager(ReactivateUser{{"eve"}})).then({UserReactivated{{{"eve"}}}});
    CHECK(status_of(world, "sam") == UserStatus::active);
    CHECK(status_of(world, "eve") == UserStatus::invited);
    world.when(manager(ReactivateUser{{"sam"}})).then_nothing_changed();
    world.when(manager(ReactivateUser{{"eve"}})).then_nothing_changed();
}

TEST_CASE("ReactivateUser: nobody comes back to a partner that is gone", "[engine]") {
    Given world = given(two_partners() + manager(DeactivateUser{{"sam"}, {}}) +
                        manager(DeactivatePartner{{"north"}, {}}));
    for (const Text who : {"sam", "sue"})
        world.when(manager(ReactivateUser{{who}}))
            .then_refused(Reason::partner_status_not_allowed, about(SubjectKind::partner, "north"));
}

template <class Command>
void administrators_and_the_vendor_may(const Command& unknown, const Command& known,
                                       const Command& of_others) {
    Given().when(manager(known)).then_refused(Reason::unknown_program, no_detail);
    Given world = given(two_partners());
    world.when(user("nobody", unknown)).then_refused(Reason::unknown_user, user_named("ghost"));
    world.when(user("nobody", known)).then_refused(Reason::unknown_user, user_named("nobody"));
    for (const Text actor : {"moe", "sam", "sue", "tom"})
        world.when(user(actor, known)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("ada", of_others)).then_refused(Reason::actor_not_allowed, no_detail);
    for (const Asked& asked : {manager(known), upstream(known), user("ada", known)})
        CHECK_FALSE(given(two_partners()).when(asked).refusal);
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("ada", known))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
}

TEST_CASE("DeactivateUser: refused by program, then user, then actor", "[engine]") {
    administrators_and_the_vendor_may(DeactivateUser{{"ghost"}, {}}, DeactivateUser{{"sam"}, {}},
                                      DeactivateUser{{"tom"}, {}});
}

TEST_CASE("ReactivateUser: refused by program, then user, then actor", "[engine]") {
    administrators_and_the_vendor_may(ReactivateUser{{"ghost"}}, ReactivateUser{{"sam"}},
                                      ReactivateUser{{"tom"}});
}

TEST_CASE("UpdateUser: who is deactivated, or of a suspended partner, changes nothing",
          "[engine]") {
    const UpdateUser promotes{{"sam"}, Role::manager, {}};
    const UpdateUser says_when{{"sam"}, {}, OpeningHours{}};
    Given world = given(two_partners() + manager(DeactivateUser{{"ada"}, {}}));
    world.when(user("ada", promotes)).then_refused(Reason::user_not_eligible, user_named("ada"));
    world.when(user("sam", says_when)).then_nothing_changed();
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", says_when))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.when(manager(promotes)).then({UserUpdated{promotes}});
}

}  // namespace
}  // namespace leadline::tests
