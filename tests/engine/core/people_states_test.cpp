// The life of a partner and of a user (SPEC 3): every command from every status, as docs/states.md
// has it.
#include "tests/support/deals.hpp"
#include "tests/support/life_table.hpp"
#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// Work for whoever may take it: "q" in a queue, "w" and "d", opportunities of sam's.
std::vector<Asked> with_work() {
    return open_queue() + captured("q") + queued("q") + gives_new("w", "sam");
}

// ---- Partners: "new", whose user una has logged in.

Given partner_at(const std::string& status) {
    Given world = given(with_work());
    if (status == "none") return world;
    world.given({manager(RegisterPartner{{"new"}, "New", "maria", "gold"}),
                 manager(InviteUser{{"una"}, {"new"}, Role::seller, {}}),
                 user("una", RecordLogin{{"una"}})});
    if (status == "declined") world.given({manager(DeclinePartner{{"new"}, {}})});
    if (status == "applied" || status == "declined") return world;
    world.given({manager(ActivatePartner{{"new"}})});
    if (status == "suspended") world.given({manager(SuspendPartner{{"new"}, {}})});
    if (status == "deactivated") world.given({manager(DeactivatePartner{{"new"}, {}})});
    return world;
}

std::string partner_status(const Given& world, const std::string&, const Outcome&) {
    const engine::Partner* partner = world.program().partners.find("new");
    if (partner == nullptr) return "none";
    switch (partner->status) {
        case engine::PartnerStatus::applied:
            return "applied";
        case engine::PartnerStatus::active:
            return "active";
        case engine::PartnerStatus::suspended:
            return "suspended";
        case engine::PartnerStatus::declined:
            return "declined";
        case engine::PartnerStatus::deactivated:
            return "deactivated";
    }
    return "?";
}

Asked ask_partner(const Given&, const AskedBy& line) {
    const PartnerId id{"new"};
    const std::string& asked = line.asked;
    CreateOpportunity create = opens("o");
    create.partner = id;
    RegisterDeal registers = deal("d", router);
    registers.partner = id;
    if (asked == "RegisterPartner") return manager(RegisterPartner{id, "Newer", "maria", "gold"});
    if (asked == "UpdatePartner") return manager(UpdatePartner{id, {}, {}, {}, 7, {}});
    if (asked == "ActivatePartner") return manager(ActivatePartner{id});
    if (asked == "DeclinePartner") return manager(DeclinePartner{id, {}});
    if (asked == "SuspendPartner") return manager(SuspendPartner{id, {}});
    if (asked == "DeactivatePartner") return manager(DeactivatePartner{id, {}});
    if (asked == "InviteUser") return manager(InviteUser{{"eve"}, id, Role::seller, {}});
    if (asked == "ReactivateUser, one of its users") return manager(ReactivateUser{{"una"}});
    if (asked == "ClaimLead") return user("una", ClaimLead{{"q"}, {}});
    if (asked == "ReassignLead to it")
        return manager(ReassignLead{{"q"}, {}, {{}, {}, false, id}, {}});
    if (asked == "CreateOpportunity for it") return manager(create);
    if (asked == "DeliverOpportunity to it") return manager(DeliverOpportunity{{"w"}, id, {}, {}});
    if (asked == "AddCollaborator") return manager(AddCollaborator{{"w"}, id});
    if (asked == "RemoveCollaborator") return manager(RemoveCollaborator{{"w"}, id});
    REQUIRE(asked == "RegisterDeal for it");
    return manager(registers);
}

const Life partners{"## Partners", partner_at, ask_partner, partner_status};

TEST_CASE("Partners: every command from every status does what docs/states.md says", "[engine]") {
    walk(partners);
}

TEST_CASE("Partners: the table has every command that names a partner", "[engine]") {
    const std::set<std::string> there = commands_in(partners);
    Commands::for_each([&there]<class Command>() {
        CAPTURE(Command::name);
        // Which says who was told, and does nothing to anybody.
        if constexpr (std::is_same_v<Command, RecordNotification>) return;
        if constexpr (requires(Command c) { c.partner.text; })
            CHECK(there.contains(std::string(Command::name)));
    });
}

// ---- Users: "una" of north.

Given user_at(const std::string& status) {
    Given world = given(with_work() + captured("f") +
                        manager(ReassignLead{{"f"}, {}, {{}, {}, false, {"north"}}, {}}) +
                        delivers_new("d", "north"));
    if (status == "none") return world;
    world.given({manager(InviteUser{{"una"}, {"north"}, Role::seller, {}})});
    if (status == "active" || status == "deactivated")
        world.given({user("una", RecordLogin{{"una"}})});
    if (status == "deactivated" || status == "withdrawn")
        world.given({manager(DeactivateUser{{"una"}, {}})});
    return world;
}

std::string user_status(const Given& world, const std::string&, const Outcome&) {
    const engine::User* user = world.program().users.find("una");
    if (user == nullptr) return "none";
    switch (user->status) {
        case engine::UserStatus::invited:
            CHECK_FALSE(user->has_logged_in);
            return "invited";
        case engine::UserStatus::active:
            CHECK(user->has_logged_in);
            return "active";
        case engine::UserStatus::deactivated:
            return user->has_logged_in ? "deactivated" : "withdrawn";
    }
    return "?";
}

Asked ask_user(const Given&, const AskedBy& line) {
    const UserId id{"una"};
    const std::string& asked = line.asked;
    static const std::vector<LeadId> one{{"q"}};
    CreateOpportunity create = opens("o");
    create.user = id;
    if (asked == "InviteUser") return manager(InviteUser{id, {"north"}, Role::seller, {}});
    if (asked == "UpdateUser") return manager(UpdateUser{id, Role::manager, {}});
    if (asked == "RecordLogin") return manager(RecordLogin{id});
    if (asked == "DeactivateUser") return manager(DeactivateUser{id, {}});
    if (asked == "ReactivateUser") return manager(ReactivateUser{id});
    if (asked == "ClaimLead for it") return manager(ClaimLead{{"q"}, id});
    if (asked == "ClaimNext for it") return manager(ClaimNext{{"inbound"}, id});
    if (asked == "ClaimLeads for it") return manager(ClaimLeads{one, id});
    if (asked == "AcceptOffer for it") return manager(AcceptOffer{{"f"}, id});
    if (asked == "ReassignLead to it") return manager(ReassignLead{{"q"}, {}, {id, {}, false}, {}});
    if (asked == "CreateOpportunity for it") return manager(create);
    if (asked == "AcceptOpportunity for it") return manager(AcceptOpportunity{{"d"}, id});
    if (asked == "AssignOpportunity to it") return manager(AssignOpportunity{{"w"}, id, {}});
    REQUIRE(asked == "DeactivatePartner, whose it is");
    return manager(DeactivatePartner{{"north"}, {}});
}

const Life users{"## Users", user_at, ask_user, user_status};

TEST_CASE("Users: every command from every status does what docs/states.md says", "[engine]") {
    walk(users);
}

TEST_CASE("Users: the table has every command that names a user", "[engine]") {
    const std::set<std::string> there = commands_in(users);
    Commands::for_each([&there]<class Command>() {
        CAPTURE(Command::name);
        // Which says who was told, and does nothing to anybody.
        if constexpr (std::is_same_v<Command, RecordNotification>) return;
        if constexpr (requires(Command c) { c.user.text; })
            CHECK(there.contains(std::string(Command::name)));
    });
}

}  // namespace
}  // namespace leadline::tests
