// What opportunities do beside whose they are: partners that help, the capacity they take up, and
// the inquiries that attach to them (SPEC 3, 10).
#include <catch2/catch.hpp>

#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using enum OpportunityStatus;

const Detail no_detail{};

Asked helps(Text id, Text partner) { return manager(AddCollaborator{{id}, {partner}}); }
Asked capacity(Text of, std::uint32_t most) {
    return manager(UpdatePartner{{of}, {}, {}, {}, most, {}});
}
Asked arrives(Text lead) { return upstream(CreateLead{{lead}, {}}); }
// Time passes, and what is due happens.
Asked later(Time time) {
    return at(time, manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}
std::vector<Asked> with_rule(const Action& action) {
    return open_queue() +
           rules("r1", {{"all", {}, action, {to_queue("inbound")}}}, to_queue("inbound"));
}
std::uint32_t items_of(const Given& world, Text partner) {
    return world.program().partners.find(partner)->open_items();
}
engine::Place place_of(const Given& world, Text lead) {
    return world.program().leads.find(lead)->place;
}

// ---- Partners that help.

TEST_CASE("AddCollaborator: by the channel manager, of partners that may have work", "[engine]") {
    Given world = given(three_partners() + gives_new("o1", "sam"));
    const AddCollaborator south{{"o1"}, {"south"}};
    for (const Asked& asked : {user("sam", south), user("ada", south), upstream(south)})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(south)).then({CollaboratorAdded{south}});
    world.when(manager(south)).then_nothing_changed();
    world.when(helps("o1", "north")).then_nothing_changed();  // it has it
    world.when(helps("o1", "nowhere"))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "nowhere"));
    world.given({manager(SuspendPartner{{"west"}, {}})});
    world.when(helps("o1", "west"))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "west"));
    world.given({user("sam", to("o1", lost))});
    world.when(helps("o1", "west"))
        .then_refused(Reason::opportunity_closed, the_opportunity("o1", "sam"));
}

TEST_CASE("RemoveCollaborator: also from what is closed, and once", "[engine]") {
    Given world = given(three_partners() + gives_new("o1", "sam") + helps("o1", "west") +
                        user("sam", to("o1", lost)));
    const RemoveCollaborator west{{"o1"}, {"west"}};
    world.when(user("wim", west)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(west)).then({CollaboratorRemoved{west}});
    world.when(manager(west)).then_nothing_changed();
}

TEST_CASE("Collaborators: they add notes, and can do nothing else", "[engine]") {
    Given world = given(three_partners() + gives_new("o1", "sam") + helps("o1", "west"));
    const AddOpportunityNote note{{"o1"}, words("o1", "We know their engineer.")};
    world.when(user("wim", note)).then({OpportunityNoteAdded{note}});
    const Detail not_theirs = the_opportunity("o1", "sam", false);
    UpdateOpportunity update{{"o1"}, {}, "Forty routers", {}, {}, {}, {}, {}};
    for (const Asked& asked :
         {user("wim", update), user("wim", to("o1", in_progress)), user("wim", to("o1", purchased)),
          user("wim", to("o1", lost)), user("wim", to("o1", returned)), accepts("wim", "o1"),
          user("wim", DeclineOpportunity{{"o1"}, {}})})
        world.when(asked).then_refused(Reason::not_your_opportunity, not_theirs);
    for (const Asked& asked : {user("wim", AssignOpportunity{{"o1"}, {"tom"}, {}}),
                               user("wim", DeliverOpportunity{{"o1"}, {"west"}, {}, {}}),
                               user("wim", ReopenOpportunity{{"o1"}, {}}),
                               user("wim", AddCollaborator{{"o1"}, {"south"}})})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("wim", AssignOpportunity{{"o1"}, {"wim"}, {}}))
        .then_refused(Reason::not_your_opportunity, not_theirs);

    world.given({manager(SuspendPartner{{"west"}, {}})});
    world.when(user("wim", note))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "west"));
    world.given({manager(ActivatePartner{{"west"}}), user("sam", to("o1", lost))});
    world.when(user("wim", note)).then_refused(Reason::opportunity_closed, not_theirs);
    world.given(
        {manager(ReopenOpportunity{{"o1"}, {}}), manager(RemoveCollaborator{{"o1"}, {"west"}})});
    world.when(user("wim", note)).then_refused(Reason::not_your_opportunity, not_theirs);
}

TEST_CASE("Collaborators: at most 50 of one opportunity", "[engine]") {
    Given world = given(two_partners() + gives_new("o1", "sam"));
    std::vector<std::string> ids;
    for (std::size_t i = 0; i <= collaborators_max; ++i) ids.push_back("p" + std::to_string(i));
    for (const std::string& id : ids)
        world.given(
            {manager(RegisterPartner{{id}, "P", "maria", "gold"}), manager(ActivatePartner{{id}})});
    for (std::size_t i = 0; i < collaborators_max; ++i) world.given({helps("o1", ids[i])});
    Detail detail;
    detail.used = 50;
    detail.allowed = 50;
    world.when(helps("o1", ids.back())).then_refused(Reason::too_many_items, detail);
    world.when(helps("o1", ids.front())).then_nothing_changed();
}

// ---- Capacity.

TEST_CASE("Capacity: what is delivered and worked on counts, the partner's own does not",
          "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north"));
    CHECK(items_of(world, "north") == 1);
    world.given({user("sam", opens("own")), manager(ApproveOpportunity{{"own"}, {}}),
                 user("sam", to("own", in_progress)), manager(opens("nobodys"))});
    CHECK(items_of(world, "north") == 1);
    world.given({accepts("sam", "o1"), user("sam", to("o1", on_hold)), gives_new("o2", "sue")});
    CHECK(items_of(world, "north") == 2);
    world.given({manager(AssignOpportunity{{"o2"}, {"tom"}, {}})});
    CHECK(items_of(world, "north") == 1);
    CHECK(items_of(world, "south") == 1);
    world.given({user("sam", to("o1", purchased))});
    CHECK(items_of(world, "north") == 0);
    world.given({manager(ReopenOpportunity{{"o1"}, {}})});
    CHECK(items_of(world, "north") == 1);
}

TEST_CASE("Capacity: rules pass over a partner that opportunities have filled", "[engine]") {
    Given world = given(with_rule(to_partner("north")) + capacity("north", 1) +
                        user("sam", opens("own")) + arrives("a"));
    CHECK(place_of(world, "a") == engine::Place::offer);
    world.given({user("moe", DeclineOffer{{"a"}, {}}), delivers_new("o1", "north"), arrives("b")});
    CHECK(place_of(world, "b") == engine::Place::queue);
    world.given({user("moe", DeclineOpportunity{{"o1"}, {}}), arrives("c")});
    CHECK(place_of(world, "c") == engine::Place::offer);
}

TEST_CASE("Capacity: a claim beyond it is refused, opportunities counted", "[engine]") {
    Given world = given(open_queue() + rules("r1", {}, to_queue("inbound")) + capacity("north", 1) +
                        gives_new("o1", "sam") + arrives("a"));
    Detail detail = about(SubjectKind::partner, "north");
    detail.limit = Limit::capacity;
    detail.used = 1;
    detail.allowed = 1;
    world.when(user("sue", ClaimLead{{"a"}, {}})).then_refused(Reason::limit_reached, detail);
    world.given({user("sam", to("o1", lost)), user("sue", ClaimLead{{"a"}, {}})});
    CHECK(items_of(world, "north") == 1);
}

TEST_CASE("Capacity: an opportunity that closes makes room for a lead that waits", "[engine]") {
    Given world = given(open_queue() +
                        rules("r1", {{"all", {}, rotate_users("team", {{"sam"}, {"sue"}}), {}}},
                              to_queue("inbound")) +
                        capacity("north", 1) + gives_new("o1", "sam") + arrives("a"));
    CHECK(place_of(world, "a") == engine::Place::waiting);
    world.given({user("sam", to("o1", on_hold)), later(world.now() + hour)});
    CHECK(place_of(world, "a") == engine::Place::waiting);
    const Time closed_at = world.now() + hour;
    world.given({at(closed_at, user("sam", to("o1", lost))), later(closed_at + hour)});
    CHECK(place_of(world, "a") == engine::Place::user);
    CHECK(items_of(world, "north") == 1);
}

TEST_CASE("Capacity: the channel manager may pass it with opportunities too", "[engine]") {
    Given world = given(two_partners() + capacity("north", 1) + delivers_new("o1", "north") +
                        delivers_new("o2", "north") + gives_new("o3", "sue"));
    CHECK(items_of(world, "north") == 3);
    world.given({accepts("sam", "o1"), accepts("sam", "o2")});  // they were counted already
    CHECK(items_of(world, "north") == 3);
}

// ---- Inquiries.

TEST_CASE("Duplicates: an inquiry attaches to an opportunity only while that is open", "[engine]") {
    Around around;
    around.duplicates = {duplicates({{MatchField::email}}, DuplicateAction::attach)};
    const Sample eva{{}, {"Eva", "eva@hafen.example", {}}, {}};
    Given world =
        given(open_queue() + rules("r1", {}, to_queue("inbound"), {}, around) + captured("a", eva) +
              assigned("a", "sam") +
              user("sam", ConvertLead{{"a"}, {}, {}, OpportunityDraft{{"o1"}, {}, {}, {}}}) +
              user("sam", to("o1", on_hold)) + captured("b", eva));
    CHECK(world.program().leads.find("b") == nullptr);
    world.given({user("sam", to("o1", purchased)), captured("c", eva)});
    CHECK(world.program().leads.find("c") != nullptr);
    CHECK(holder(world, "o1") == "sam");
}

}  // namespace
}  // namespace leadline::tests
