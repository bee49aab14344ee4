// Working hours and absences of partners and their users: who is passed over while away, and when
// what waits for them is tried again (SPEC 3).
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Time monday = at("2026-03-02T00:00:00Z");
Time on(std::int64_t day, std::int64_t at_hour) {
    return monday + Duration{(day * 24 + at_hour) * hour.us};
}

constexpr std::uint16_t minutes(int of_hour) { return static_cast<std::uint16_t>(of_hour * 60); }

// Every day from one hour to another.
OpeningHours daily(int from, int to) {
    static std::vector<std::vector<OpenSpan>> kept;
    std::vector<OpenSpan>& week = kept.emplace_back();
    for (std::uint8_t day = 1; day <= 7; ++day) week.push_back({day, minutes(from), minutes(to)});
    OpeningHours hours;
    hours.week = week;
    return hours;
}
OpeningHours away(Time from, Time until) {
    static std::vector<std::vector<Absence>> kept;
    OpeningHours hours;
    hours.absences = kept.emplace_back(std::vector<Absence>{{from, until}});
    return hours;
}

Asked works(Text who, const OpeningHours& hours) { return manager(UpdateUser{{who}, {}, hours}); }
Asked partner_works(Text who, const OpeningHours& hours) {
    return manager(UpdatePartner{{who}, {}, {}, {}, {}, hours});
}
Asked arrives(Text lead, Time time) { return at(time, upstream(CreateLead{{lead}, {}})); }
// Time passes, and what is due happens.
Asked later(Time time) {
    return at(time, manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}

Given with(const Action& action, const Around& around = {}) {
    return given(open_queue() +
                 rules("r1", {{"all", {}, action, {}}}, to_queue("inbound"), {}, around));
}
std::string owners_of(const Given& world, std::initializer_list<Text> leads) {
    std::string all;
    for (const Text id : leads) {
        const engine::Lead& lead = *world.program().leads.find(id);
        all += (all.empty() ? "" : " ") +
               (lead.place == Place::user ? world.program().users.at(lead.owner).id : "waits");
    }
    return all;
}

TEST_CASE("At work: a member outside its hours is passed over, and has its turns again in them",
          "[engine]") {
    Given world = with(rotate_users("team", {{"sam"}, {"sue"}}));
    world.given({works("sam", daily(9, 17)), arrives("a", on(0, 8)), arrives("b", on(0, 8)),
                 arrives("c", on(0, 9)), arrives("d", on(0, 10)), arrives("e", on(0, 17))});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sue sue sam sue sue");
}

TEST_CASE("At work: what waits for somebody is taken up when the hours begin", "[engine]") {
    Given world = with(to_user("sam"));
    world.given({works("sam", daily(9, 17)), arrives("a", on(0, 16))});
    const Outcome outcome = world.when(arrives("b", on(0, 18)));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::nothing;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::user;
    const std::vector<CandidateRun> candidates{{PassedOver::not_at_work, 1}};
    why.candidates = candidates;
    why.available_at = on(1, 9);
    CHECK(outcome.told[1] == Told(LeadLeftWaiting{{"b"}, why}));
    world.given({later(on(1, 8))});
    CHECK(owners_of(world, {"a", "b"}) == "sam waits");
    world.given({later(on(1, 9))});
    CHECK(owners_of(world, {"a", "b"}) == "sam sam");
}

TEST_CASE("At work: a user is there when its partner is there too", "[engine]") {
    Given world = with(to_user("sam"));
    world.given({works("sam", daily(9, 17)), partner_works("north", daily(12, 20)),
                 arrives("a", on(0, 10))});
    CHECK(owners_of(world, {"a"}) == "waits");
    world.given({later(on(0, 11)), arrives("b", on(0, 13))});
    CHECK(owners_of(world, {"a", "b"}) == "sam sam");
    world.given({arrives("c", on(0, 18))});
    CHECK(owners_of(world, {"c"}) == "waits");
    world.given({later(on(1, 11))});
    CHECK(owners_of(world, {"c"}) == "waits");
    world.given({later(on(1, 12))});
    CHECK(owners_of(world, {"c"}) == "sam");
}

TEST_CASE("At work: hours of two that never meet keep a lead waiting, and nothing else",
          "[engine]") {
    Given world = with(to_user("sam"));
    world.given({works("sam", daily(9, 10)), partner_works("north", daily(20, 21)),
                 arrives("a", on(0, 10)), arrives("b", on(1, 10)), later(on(300, 10))});
    CHECK(owners_of(world, {"a", "b"}) == "waits waits");
    world.given({partner_works("north", {}), later(on(301, 9))});
    CHECK(owners_of(world, {"a", "b"}) == "sam sam");
}

TEST_CASE("At work: an absence without a week takes only its own time", "[engine]") {
    Given world = with(rotate_users("team", {{"sam"}, {"sue"}}));
    world.given({works("sam", away(on(1, 0), on(3, 0))), arrives("a", on(0, 3)),
                 arrives("b", on(0, 4)), arrives("c", on(1, 3)), arrives("d", on(2, 3)),
                 arrives("e", on(3, 3))});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sam sue sue sue sam");
}

TEST_CASE("At work: with catch_up an absence is repaid", "[engine]") {
    Given world = with(rotate_users("team", {{"sam"}, {"sue"}}, true));
    world.given({works("sam", away(on(1, 0), on(2, 0))), arrives("a", on(0, 3)),
                 arrives("b", on(1, 3)), arrives("c", on(1, 4)), arrives("d", on(1, 5)),
                 arrives("e", on(2, 3)), arrives("f", on(2, 4)), arrives("g", on(2, 5))});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e", "f", "g"}) == "sam sue sue sue sam sam sam");
}

TEST_CASE("At work: hours are read on the clocks of the ruleset in force", "[engine]") {
    Around berlin_around;
    static const ZoneValue zone = berlin();
    berlin_around.zone = {zone.zone()};
    Given world = with(to_user("sam"), berlin_around);
    world.given({works("sam", daily(9, 17)), arrives("a", on(0, 8)), arrives("b", on(0, 16))});
    CHECK(owners_of(world, {"a", "b"}) == "sam waits");  // Berlin is an hour ahead
    world.given(rules("r2", {{"all", {}, to_user("sam"), {}}}, to_queue("inbound")));
    world.given({later(on(0, 16) + Duration{minute.us})});
    CHECK(owners_of(world, {"a", "b"}) == "sam sam");
}

TEST_CASE("At work: hours that are none are refused", "[engine]") {
    Given world = with(to_user("sam"));
    static const std::vector<OpenSpan> week{{8, 0, 60}};
    OpeningHours hours;
    hours.week = week;
    world.when(works("sam", hours))
        .then_refused(Reason::hours_invalid, about(SubjectKind::user, "sam"));
    world.when(partner_works("north", hours))
        .then_refused(Reason::hours_invalid, about(SubjectKind::partner, "north"));
}

TEST_CASE("At work: absences that end before they begin, and holidays outside any year, are none",
          "[engine]") {
    Given world = with(to_user("sam"));
    const auto is_refused = [&world](const OpeningHours& hours) {
        const Outcome outcome = world.when(works("sam", hours));
        return outcome.refusal && outcome.refusal->reason == Reason::hours_invalid;
    };
    const auto away = [](Time from, Time until) {
        static std::vector<Absence> one;
        one = {{from, until}};
        OpeningHours hours;
        hours.absences = one;
        return hours;
    };
    const Time noon = *parse_time("2026-08-01T12:00:00Z");
    CHECK(is_refused(away(noon, noon + Duration{-1})));
    CHECK(is_refused(away(noon, noon)));
    CHECK_FALSE(is_refused(away(noon, noon + Duration{1})));
    CHECK_FALSE(is_refused(away(noon, {})));
    for (const Text day : {"0000-01-01", "10000-01-01", "2026-13-01", "2026-02-29", "May", ""}) {
        CAPTURE(day);
        static std::vector<Text> one;
        one = {day};
        OpeningHours hours;
        hours.holidays = one;
        CHECK(is_refused(hours));
    }
}

TEST_CASE("At work: a user says so for itself, an administrator for its partner's, others not",
          "[engine]") {
    Given world = with(to_user("sam"));
    world.given({user("sam", UpdateUser{{"sam"}, {}, daily(9, 17)})});
    world.when(user("sam", UpdateUser{{"sam"}, {}, daily(9, 17)})).then_nothing_changed();
    world.when(user("sam", UpdateUser{{"sue"}, {}, daily(9, 17)}))
        .then_refused(Reason::actor_not_allowed);
    world.when(user("sam", UpdateUser{{"sam"}, Role::manager, {}}))
        .then_refused(Reason::actor_not_allowed);
    world.given({user("ada", UpdateUser{{"sue"}, Role::manager, {}})});
    world.when(user("ada", UpdateUser{{"tom"}, {}, daily(9, 17)}))
        .then_refused(Reason::actor_not_allowed);
    world.when(user("ada", UpdatePartner{{"north"}, {}, {}, {}, 5U, {}}))
        .then_refused(Reason::actor_not_allowed);
}

}  // namespace
}  // namespace leadline::tests
