// The course of an opportunity (SPEC 10): every command from every status by everybody, against the
// tables of opportunity_courses.hpp, which docs/opportunities.md shows to people.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/opportunities.hpp"
#include "tests/support/opportunity_courses.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

using namespace events;

constexpr Text id = "o";
constexpr Text change = "ChangeOpportunityStatus to ";

const std::vector<std::string> everybody{"owner",        "manager",         "colleague", "stranger",
                                         "collaborator", "channel manager", "system"};

// Whoever may be meant: a partner has administrators and managers.
std::vector<Text> people_of(const std::string& who) {
    if (who == "owner") return {"sam"};
    if (who == "colleague") return {"sue"};
    if (who == "manager") return {"moe", "ada"};
    if (who == "stranger") return {"tom"};
    if (who == "collaborator") return {"wim"};
    REQUIRE((who == "channel manager" || who == "system"));
    return {who == "system" ? "crm" : "maria"};
}

template <class Command>
Asked by(Text who, const Command& command) {
    if (who == "maria") return manager(command);
    return who == "crm" ? upstream(command) : user(who, command);
}

OpportunityStatus status_named(Text name) {
    for (const auto& each : opportunity_status_names)
        if (each.name == name) return each.value;
    FAIL("there is no status " << name);
    return {};
}

Asked time_passes(const Given& world) {
    return at(world.now() + Duration{2 * day.us},
              manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}

Asked asked_of(const Given& world, const std::string& asked, Text who) {
    const OpportunityId o{id};
    if (asked.starts_with(change))
        return by(who, to(id, status_named(Text(asked).substr(change.size()))));
    if (asked == "UpdateOpportunity")
        return by(who, UpdateOpportunity{o, {}, "Forty routers", {}, {}, {}, {}, {}});
    if (asked == "AddOpportunityNote") return by(who, AddOpportunityNote{o, words(id, "Hello.")});
    if (asked == "ReopenOpportunity") return by(who, ReopenOpportunity{o, {}});
    if (asked == "DeliverOpportunity") return by(who, DeliverOpportunity{o, {"south"}, {}, {}});
    if (asked == "AcceptOpportunity") return by(who, AcceptOpportunity{o, {}});
    if (asked == "AcceptOpportunity for the owner") return by(who, AcceptOpportunity{o, {"sam"}});
    if (asked == "DeclineOpportunity") return by(who, DeclineOpportunity{o, {}});
    if (asked == "ApproveOpportunity") return by(who, ApproveOpportunity{o, {}});
    if (asked == "AssignOpportunity") return by(who, AssignOpportunity{o, {"sue"}, {}});
    if (asked == "AddCollaborator") return by(who, AddCollaborator{o, {"south"}});
    if (asked == "RemoveCollaborator") return by(who, RemoveCollaborator{o, {"west"}});
    if (asked == "CreateOpportunity") return by(who, opens(id));
    if (asked == "DeactivateUser, the owner") return by(who, DeactivateUser{{"sam"}, {}});
    if (asked == "DeactivateUser, the owner, to administrators")
        return by(who, DeactivateUser{{"sam"}, {}, WorkOfUser::administrators});
    if (asked == "DeactivatePartner, that has it") return by(who, DeactivatePartner{{"north"}, {}});
    REQUIRE(asked == "the end of the time to answer");
    return time_passes(world);
}

// A world in which it has the status: sam's, where it is somebody's; west helps.
Given at_status(bool by_partner, Text status) {
    Given world = given(three_partners() + manager(UpdateUser{{"tom"}, Role::manager, {}}));
    CreateOpportunity made = opens(id);
    if (!by_partner && status != "new") {
        made.partner = {"north"};
        made.accept_within = day;
    }
    world.given(
        {by_partner ? user("sam", made) : manager(made), manager(AddCollaborator{{id}, {"west"}})});
    if (status == "new" || status == "delivered") return world;
    if (status == "declined") {
        const DeclineOpportunity declines{{id}, {}};
        return std::move(world.given({by_partner ? manager(declines) : user("moe", declines)}));
    }
    if (status == "expired") return std::move(world.given({time_passes(world)}));
    world.given({by_partner ? manager(ApproveOpportunity{{id}, {}}) : accepts("sam", id)});
    if (status == "accepted") return world;
    world.given({user("sam", to(id, OpportunityStatus::in_progress))});
    if (status == "in_progress") return world;
    return std::move(world.given({user("sam", to(id, status_named(status)))}));
}

std::vector<std::string> cells_of(const Course& course) { return parts_of(course.cells, " | "); }
std::vector<std::string> statuses_of(const CourseTable& table) {
    return parts_of(table.statuses, " | ");
}
std::vector<std::string> commands_of(const Course& course) {
    if (!course.asked.starts_with(change)) return {std::string(course.asked)};
    std::vector<std::string> commands = parts_of(course.asked.substr(change.size()), ", ");
    for (std::string& each : commands) each.insert(0, change);
    return commands;
}
std::vector<std::string> who_of(const Course& course) { return parts_of(course.who, ", "); }

Text reason_of(Text cell) {
    for (const Word& each : refusal_words())
        if (each.word == cell) return each.reason;
    return {};
}

// Whether the rows with this name ask for something about an opportunity.
bool is_command(Text asked) {
    return !asked.starts_with("Deactivate") && !asked.starts_with("the end");
}

// What holds wherever it stands.
void check_sound(const Given& world) {
    const engine::Opportunity& it = opportunity(world, id);
    const bool is_delivered = it.status == OpportunityStatus::delivered;
    CHECK(world.state().timers.next().has_value() == it.due.is_set());
    CHECK((is_delivered || !it.due.is_set()));
    if (is_delivered) CHECK(it.owner == engine::no_index);
    if (is_worked_on(it.status)) CHECK(it.owner != engine::no_index);
}

// Answers whether anything may have changed.
bool walk(Given& world, const std::string& asked, Text who, Text from, Text cell) {
    REQUIRE(status_of(world, id) == from);
    const Outcome outcome = world.when(asked_of(world, asked, who));
    const Text reason = reason_of(cell);
    if (!reason.empty()) {
        REQUIRE(outcome.refusal);
        CHECK(name_of(outcome.refusal->reason) == reason);
        CHECK(status_of(world, id) == from);
        return false;
    }
    REQUIRE_FALSE(outcome.refusal);
    CHECK(status_of(world, id) == (cell == "-" ? from : cell));
    const bool is_nothing = name_of(outcome.told.front().kind) == "NothingChanged";
    if (is_command(asked)) CHECK(is_nothing == (cell == "-"));
    check_sound(world);
    return true;
}

void walk_column(const CourseTable& table, std::size_t column) {
    const std::string from = statuses_of(table)[column];
    std::optional<Given> world;
    for (const Course& course : table.courses) {
        const std::string cell = cells_of(course)[column];
        for (const std::string& asked : commands_of(course)) {
            for (const std::string& who : who_of(course)) {
                for (const Text person : people_of(who)) {
                    CAPTURE(table.by_partner, asked, from, who, person, cell);
                    if (!world) world.emplace(at_status(table.by_partner, from));
                    if (walk(*world, asked, person, from, cell)) world.reset();
                }
            }
        }
    }
}

TEST_CASE("Opportunities: every command from every status by everybody does what the table says",
          "[engine]") {
    for (const CourseTable& table : course_tables())
        for (std::size_t i = 0; i < statuses_of(table).size(); ++i) walk_column(table, i);
}

// ---- The tables.

template <class Command>
constexpr bool is_about_opportunity = requires(Command c) {
    c.opportunity.text;
}
&&!requires(Command c) { c.deal; };

// Every command, and every status that may be asked for.
std::set<std::string> all_commands() {
    std::set<std::string> all;
    Commands::for_each([&all]<class Command>() {
        if constexpr (is_about_opportunity<Command>) all.emplace(Command::name);
    });
    all.erase("ChangeOpportunityStatus");
    for (const auto& each : opportunity_status_names)
        all.insert(std::string(change) + std::string(each.name));
    all.insert("AcceptOpportunity for the owner");
    return all;
}

TEST_CASE("Opportunities: the tables have every command by everybody, once", "[engine]") {
    for (const CourseTable& table : course_tables()) {
        CAPTURE(table.by_partner);
        std::set<std::pair<std::string, std::string>> found;
        for (const Course& course : table.courses) {
            CAPTURE(course.asked, course.who);
            CHECK(cells_of(course).size() == statuses_of(table).size());
            for (const std::string& asked : commands_of(course))
                for (const std::string& who : who_of(course))
                    CHECK(found.emplace(asked, who).second);
        }
        for (const std::string& asked : all_commands())
            for (const std::string& who : everybody) {
                CAPTURE(asked, who);
                CHECK(found.contains({asked, who}));
            }
    }
    CHECK(all_commands().size() == 12 + opportunity_status_names.size());
}

TEST_CASE("Opportunities: docs/opportunities.md shows the tables as they are", "[engine]") {
    std::ifstream in(repository_root() / "docs/opportunities.md");
    std::stringstream read;
    read << in.rdbuf();
    const std::string page = read.str();
    const auto has_line = [&page](const std::string& line) {
        CHECK_THAT(page, Catch::Contains("\n" + line + "\n"));
    };
    for (const Word& each : refusal_words())
        has_line("| " + std::string(each.word) + " | `" + std::string(each.reason) + "` |");
    for (const CourseTable& table : course_tables()) {
        has_line("| asked | by | " + std::string(table.statuses) + " |");
        for (const Course& course : table.courses)
            has_line("| " + std::string(course.asked) + " | " + std::string(course.who) + " | " +
                     std::string(course.cells) + " |");
    }
}

}  // namespace
}  // namespace leadline::tests
