// The life of a lead (SPEC 4) and of an offer (SPEC 7): every command from every status, as
// docs/states.md has it.
#include "tests/support/life_table.hpp"
#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;

constexpr Text id = "l";

Asked moves(const ReassignTarget& to) { return manager(ReassignLead{{id}, {}, to, {}}); }
Asked offers_to(Text partner) { return moves({{}, {}, false, {partner}, day}); }
Asked closes() { return manager(ChangeLeadStatus{{id}, "unqualified", {}}); }

Asked merges() {
    static const std::vector<LeadId> both{{id}, {"other"}};
    return manager(MergeLeads{both, {"other"}, {}});
}

Asked time_passes(const Given& world) {
    return at(world.now() + Duration{2 * day.us},
              manager(DefineQueue{{"more"}, {}, true, {}, {}, {}, {}}));
}

// A queue whose claims have to be touched within a day, and another lead.
std::vector<Asked> begin() {
    ClaimPolicy policy;
    policy.touch_within = day;
    return open_queue() + manager(DefineQueue{{"inbound"}, {}, true, {}, {}, {}, policy}) +
           captured("other");
}

// ---- Leads: "l", which is sam's where it is somebody's.

Given lead_at(const std::string& status) {
    Given world = given(begin());
    if (status == "none") return world;
    world.given({captured(id)});
    if (status == "queued" || status == "claimed" || status == "unqualified")
        world.given({queued(id)});
    if (status == "claimed" || status == "unqualified")
        world.given({user("sam", ClaimLead{{id}, {}})});
    if (status == "unqualified") world.given({closes()});
    if (status == "assigned" || status == "converted") world.given({assigned(id, "sam")});
    if (status == "converted") world.given({user("sam", ConvertLead{{id}, {}, {}, {}})});
    if (status == "offered") world.given({offers_to("north")});
    if (status == "merged") world.given({merges()});
    return world;
}

std::string lead_status(const Given& world, const std::string&, const Outcome&) {
    const engine::Lead* lead = world.program().leads.find(id);
    if (lead == nullptr) return "none";
    if (!lead->past->merged_into.empty()) return "merged";
    const StatusCategory category = engine::category_of(lead->status);
    if (category == StatusCategory::unqualified) return "unqualified";
    if (category == StatusCategory::converted) return "converted";
    switch (lead->place) {
        case engine::Place::waiting:
            return "waiting";
        case engine::Place::queue:
            return "queued";
        case engine::Place::offer:
            return "offered";
        case engine::Place::user:
            return lead->claimed ? "claimed" : "assigned";
    }
    return "?";
}

template <class Command>
Asked by(const AskedBy& line, const Command& command) {
    if (line.by == "owner") return user("sam", command);
    REQUIRE(line.by == "channel manager");
    return manager(command);
}

Asked ask_lead(const Given& world, const AskedBy& line) {
    const std::string& asked = line.asked;
    static const std::vector<LeadId> one{{id}};
    UpdateLead update;
    update.lead = {id};
    update.campaign = "spring";
    if (asked == "CreateLead") return by(line, CreateLead{{id}, {}});
    if (asked == "UpdateLead") return by(line, update);
    if (asked == "ChangeLeadStatus to working")
        return by(line, ChangeLeadStatus{{id}, "working", {}});
    if (asked == "ChangeLeadStatus to unqualified")
        return by(line, ChangeLeadStatus{{id}, "unqualified", {}});
    if (asked == "ReopenLead") return by(line, ReopenLead{{id}, {}, {}});
    if (asked == "MergeLeads, into another") return merges();
    if (asked == "AddLeadNote") return by(line, AddLeadNote{{id}, words(id, "Hello.")});
    if (asked == "ClaimLead") return by(line, ClaimLead{{id}, {}});
    if (asked == "ClaimNext") return by(line, ClaimNext{{"inbound"}, {}});
    if (asked == "ClaimLeads") return by(line, ClaimLeads{one, {}});
    if (asked == "ReleaseLead") return by(line, ReleaseLead{{id}, {}});
    if (asked == "ReassignLead to a user") return moves({{"sue"}, {}, false});
    if (asked == "ReassignLead to a queue") return moves({{}, {"inbound"}, false});
    if (asked == "ReassignLead to a partner") return offers_to("north");
    if (asked == "ReassignLead through the rules") return moves({{}, {}, true});
    if (asked == "AcceptOffer") return by(line, AcceptOffer{{id}, {}});
    if (asked == "DeclineOffer") return by(line, DeclineOffer{{id}, {}});
    if (asked == "ConvertLead") return by(line, ConvertLead{{id}, {}, {}, {}});
    if (asked == "DeactivateUser, the owner") return by(line, DeactivateUser{{"sam"}, {}});
    if (asked == "DeactivateUser, the owner, to administrators")
        return by(line, DeactivateUser{{"sam"}, {}, WorkOfUser::administrators});
    if (asked == "DeactivatePartner, that has it")
        return by(line, DeactivatePartner{{"north"}, {}});
    REQUIRE(asked == "the end of the time to touch or to answer");
    return time_passes(world);
}

const Life leads{"## Leads", lead_at, ask_lead, lead_status};

TEST_CASE("Leads: every command from every status does what docs/states.md says", "[engine]") {
    walk(leads);
}

TEST_CASE("Leads: the table has every command about leads", "[engine]") {
    const std::set<std::string> there = commands_in(leads);
    Commands::for_each([&there]<class Command>() {
        CAPTURE(Command::name);
        // Which says who was told, and does nothing to anybody.
        if constexpr (std::is_same_v<Command, RecordNotification>) return;
        if constexpr (
            requires(Command c) { c.lead.text; } || requires(Command c) { c.leads.begin(); })
            CHECK(there.contains(std::string(Command::name)));
    });
}

// ---- Offers: of the lead, to north.

bool is_offered(const Given& world) {
    const engine::Lead& lead = *world.program().leads.find(id);
    return lead.place == engine::Place::offer &&
           world.program().partners.at(lead.owner).id == "north";
}

Given offer_at(const std::string& status) {
    Given world = given(begin() + captured(id));
    if (status == "none") return world;
    world.given({offers_to("north")});
    if (status == "accepted") world.given({user("sam", AcceptOffer{{id}, {}})});
    if (status == "declined") world.given({user("moe", DeclineOffer{{id}, {}})});
    if (status == "expired") world.given({time_passes(world)});
    if (status == "withdrawn") world.given({moves({{}, {"inbound"}, false})});
    CHECK(is_offered(world) == (status == "delivered"));
    return world;
}

// By what the events say: state forgets how an offer ended.
std::string offer_status(const Given& world, const std::string& before, const Outcome& outcome) {
    if (is_offered(world)) return "delivered";
    std::string now = before;
    for (const std::vector<Told>* events : {&outcome.fired, &outcome.told}) {
        for (const Told& each : *events) {
            if (each.kind == OfferAccepted::kind) now = "accepted";
            if (each.kind == OfferDeclined::kind) now = "declined";
            if (each.kind == OfferExpired::kind) now = "expired";
            if (each.kind == OfferWithdrawn::kind) now = "withdrawn";
        }
    }
    return now;
}

Asked ask_offer(const Given& world, const AskedBy& line) {
    const std::string& asked = line.asked;
    if (asked == "AcceptOffer")
        return user(line.by == "a user of it" ? "sam" : "tom", AcceptOffer{{id}, {}});
    if (asked == "DeclineOffer" && line.by == "a manager of it")
        return user("moe", DeclineOffer{{id}, {}});
    if (asked == "ReassignLead to the same partner") return offers_to("north");
    if (asked == "ReassignLead to another partner") return offers_to("south");
    if (asked == "ReassignLead to a user of it") return moves({{"sue"}, {}, false});
    if (asked == "SuspendPartner") return manager(SuspendPartner{{"north"}, {}});
    if (asked == "DeactivatePartner") return manager(DeactivatePartner{{"north"}, {}});
    if (asked == "the end of the time to answer") return time_passes(world);
    return ask_lead(world, line);
}

const Life offers{"## Offers", offer_at, ask_offer, offer_status};

TEST_CASE("Offers: every command from every status does what docs/states.md says", "[engine]") {
    walk(offers);
}

}  // namespace
}  // namespace leadline::tests
