// Who may ask for what (SPEC 3): the table of docs/roles.md, cell by cell, asked for in a world
// where nothing else forbids it.
#include "engine/core/decide/roles.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/askings.hpp"
#include "tests/support/markdown.hpp"
#include "tests/support/opportunities.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::May;

// The columns, and who asks. What is not their own is sue's, another seller of north, or tom's, of
// south.
struct Asker {
    Text column;
    Text id;
};
constexpr std::array askers{Asker{"administrator", "ada"}, Asker{"manager", "moe"},
                            Asker{"seller", "sam"}, Asker{"channel manager", "maria"},
                            Asker{"system", "crm"}};

constexpr Whose colleagues{"sue", "north", "south"};
constexpr Whose strangers{"tom", "south", "west"};
Whose own_of(const Asker& asker) {
    return {asker.column == "channel manager" || asker.column == "system" ? "sam" : asker.id,
            "north", "south"};
}

Actor actor_of(const Asker& asker) {
    if (asker.column == "channel manager") return {ActorKind::channel_manager, asker.id};
    if (asker.column == "system") return {ActorKind::upstream_system, asker.id};
    return {ActorKind::partner_user, asker.id};
}

std::vector<TableRow> table() { return table_rows(repository_root() / "docs/roles.md", "asked"); }

// A published program with a queue and three partners.
std::vector<Asked> everybody() {
    return open_queue() + manager(RegisterPartner{{"west"}, "West", "maria", "gold"}) +
           manager(ActivatePartner{{"west"}});
}

Asking asking_of(const std::string& name, const Asker& asker, const Whose& whose) {
    std::optional<Asking> found = asking(name, whose);
    REQUIRE(found);
    found->asked.actor = actor_of(asker);
    return std::move(*found);
}

Outcome ask(const std::string& name, const Asker& asker, const Whose& whose,
            const std::vector<Asked>& besides = {}) {
    const Asking asking = asking_of(name, asker, whose);
    Given world;
    if (asking.has_program) world.given(everybody() + asking.before + besides);
    return world.when(asking.asked);
}

// What somebody's role forbids, or that it is another's.
bool is_about_who_asks(const std::optional<Rejection>& refusal) {
    const std::set<Reason> reasons{Reason::actor_not_allowed, Reason::not_your_lead,
                                   Reason::not_your_offer, Reason::not_your_opportunity,
                                   Reason::not_your_deal};
    return refusal && reasons.contains(refusal->reason);
}

void check_cell(const std::string& name, const Asker& asker, const std::string& cell) {
    const Outcome of_own = ask(name, asker, own_of(asker));
    const Outcome of_colleagues = ask(name, asker, colleagues);
    const Outcome of_strangers = ask(name, asker, strangers);
    if (cell == "no") {
        for (const Outcome* each : {&of_own, &of_colleagues, &of_strangers}) {
            REQUIRE(each->refusal);
            CHECK(name_of(each->refusal->reason) == "actor_not_allowed");
        }
        return;
    }
    const bool is_known =
        cell == "yes" || cell == "anybody's" || cell == "partner's" || cell == "own";
    REQUIRE(is_known);
    CHECK_FALSE(of_own.refusal);
    if (cell == "own")
        CHECK(is_about_who_asks(of_colleagues.refusal));
    else
        CHECK_FALSE(of_colleagues.refusal);
    if (cell == "yes") return;
    if (cell == "anybody's")
        CHECK_FALSE(of_strangers.refusal);
    else
        CHECK(is_about_who_asks(of_strangers.refusal));
}

TEST_CASE("Roles: each cell of the table in docs/roles.md is what is decided", "[engine]") {
    for (const TableRow& row : table()) {
        REQUIRE(row.size() == askers.size() + 1);
        for (std::size_t i = 0; i < askers.size(); ++i) {
            CAPTURE(row[0], askers[i].column, row[i + 1]);
            check_cell(row[0], askers[i], row[i + 1]);
        }
    }
}

// "UpdateUser, the role" is about UpdateUser.
std::string command_of(const std::string& asked) { return asked.substr(0, asked.find(',')); }

TEST_CASE("Roles: the table has every command, and no other rows", "[engine]") {
    std::set<std::string> rows;
    std::set<std::string> commands;
    for (const TableRow& row : table()) {
        CHECK(rows.insert(row[0]).second);
        commands.insert(command_of(row[0]));
    }
    std::set<std::string> all;
    Commands::for_each([&all]<class Command>() { all.emplace(Command::name); });
    CHECK(commands == all);
}

std::string word_of(May may) {
    switch (may) {
        case May::not_at_all:
            return "no";
        case May::own:
            return "own";
        case May::partners:
            return "partner's";
        case May::anything:
            return "anybody's";
    }
    return "?";
}

TEST_CASE("Roles: the table in docs/roles.md is the one that the code has", "[engine]") {
    for (const TableRow& row : table()) {
        if (row[0] == "UpdateUser, the role" || row[0] == "ExtendDeal, by another time") continue;
        CAPTURE(row[0]);
        Commands::for_each([&row]<class Command>() {
            if (Command::name != command_of(row[0])) return;
            const engine::Askers& may = engine::askers_of(Command::kind);
            const auto yes = [](bool may_ask) { return may_ask ? "yes" : "no"; };
            CHECK(row == TableRow{row[0], word_of(may.administrator), word_of(may.manager),
                                  word_of(may.seller), yes(may.channel_manager), yes(may.system)});
        });
    }
}

// Of several claims each item has an outcome of its own.
bool is_in_vain(const Outcome& outcome) {
    return outcome.refusal || name_of(outcome.told.back().kind) == "LeadClaimRefused";
}

TEST_CASE("Roles: who is deactivated may ask for nothing, whatever the role and whosever it is",
          "[engine]") {
    for (const TableRow& row : table()) {
        for (const Asker& asker : {askers[0], askers[1], askers[2]}) {
            for (const Whose& whose : {own_of(asker), colleagues}) {
                CAPTURE(row[0], asker.column, whose.user);
                const Outcome outcome =
                    ask(row[0], asker, whose, {manager(DeactivateUser{{asker.id}, {}})});
                CHECK(is_in_vain(outcome));
            }
        }
    }
}

TEST_CASE("Roles: who has never logged in may ask for nothing but that", "[engine]") {
    const std::vector<Asked> new_ones = {
        manager(InviteUser{{"ann"}, {"north"}, Role::administrator, {}})};
    const Asker ann{"administrator", "ann"};
    for (const TableRow& row : table()) {
        CAPTURE(row[0]);
        const Asking asking = asking_of(row[0], ann, colleagues);
        if (!asking.has_program) continue;
        CHECK(is_in_vain(given(everybody() + asking.before + new_ones).when(asking.asked)));
    }
    Given world = given(everybody() + new_ones);
    CHECK_FALSE(world.when(user("ann", RecordLogin{{"ann"}})).refusal);
}

TEST_CASE("Roles: users of a suspended partner may ask for nothing but to decline and to log in",
          "[engine]") {
    const std::vector<Asked> suspended = {manager(SuspendPartner{{"north"}, {}})};
    for (const TableRow& row : table()) {
        const bool is_allowed =
            row[0] == "DeclineOffer" || row[0] == "DeclineOpportunity" || row[0] == "RecordLogin";
        for (const Asker& asker : {askers[0], askers[2]}) {
            CAPTURE(row[0], asker.column);
            const bool may_ask = row[asker.column == "administrator" ? 1 : 3] != "no";
            const Outcome outcome = ask(row[0], asker, own_of(asker), suspended);
            CHECK(is_in_vain(outcome) != (is_allowed && may_ask));
        }
    }
}

TEST_CASE("Roles: who is not there is told so before what a role forbids", "[engine]") {
    const Asker nobody{"seller", "nobody"};
    for (const TableRow& row : table()) {
        CAPTURE(row[0]);
        const Outcome outcome = ask(row[0], nobody, colleagues);
        REQUIRE(outcome.refusal);
        const bool is_before_all = row[0] == "CreateProgram";  // nobody is there yet
        CHECK(name_of(outcome.refusal->reason) ==
              (is_before_all ? "actor_not_allowed" : "unknown_user"));
    }
}

}  // namespace
}  // namespace leadline::tests
