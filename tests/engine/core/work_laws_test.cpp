// Nothing is left with an owner who is gone (SPEC 3), on random programs of commands in which users
// and partners are deactivated in every way.
#include <catch2/catch.hpp>
#include <set>

#include "engine/core/decider.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// What became of the work of those who went.
struct Passed {
    std::size_t returned = 0;
    std::size_t by_rules = 0;
    std::size_t to_administrators = 0;
    std::size_t opportunities = 0;
    std::size_t declined = 0;
    std::size_t applied_again = 0;

    void operator()(const EventHeader&, const LeadReturned&) { ++returned; }
    void operator()(const EventHeader& header, const LeadReassigned& e) {
        if (header.cause.kind == ReassignLead::kind) return;
        ++(e.why.empty() ? to_administrators : by_rules);
    }
    void operator()(const EventHeader&, const OpportunityHandedOver&) { ++opportunities; }
    void operator()(const EventHeader& header, const PartnerDeclined& e) {
        ++declined;
        declined_.emplace(header.program.text, e.asked.partner.text);
    }
    void operator()(const EventHeader& header, const PartnerRegistered& e) {
        applied_again +=
            declined_.erase({std::string(header.program.text), std::string(e.asked.partner.text)});
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}

private:
    std::set<std::pair<std::string, std::string>> declined_;
};

bool has_nothing(const engine::User& user) {
    return user.leads.items().empty() && user.opportunities.items().empty() && user.open_leads == 0;
}

void check_nothing_is_left(const engine::Program& program) {
    for (const engine::User& user : program.users) {
        const engine::Partner& partner = program.partners.at(user.partner);
        const bool is_gone = user.status == engine::UserStatus::deactivated ||
                             partner.status == engine::PartnerStatus::deactivated;
        if (!is_gone || has_nothing(user)) continue;
        CAPTURE(program.id, user.id);
        CHECK(has_nothing(user));
    }
    for (const engine::Partner& partner : program.partners) {
        if (partner.status != engine::PartnerStatus::deactivated) continue;
        CAPTURE(program.id, partner.id);
        CHECK(partner.offers.items().empty());
        CHECK(partner.deliveries.items().empty());
        CHECK(partner.open_items() == 0);
    }
}

void tell(BytesView bytes, Arena& arena, Passed& passed) {
    EventHeader header;
    BytesView body;
    while (!bytes.empty()) {
        REQUIRE(read_header(bytes, header, body));
        REQUIRE(visit_body(header, body, arena, passed));
        bytes = bytes.subspan(read_prefix(bytes)->length);
    }
    arena.reset();
}

void run(std::uint64_t seed, Passed& passed) {
    const RandomCommands random(seed, 1'500, 60);
    engine::State state;
    engine::NoHistory history;
    engine::Decider decider(state, history);
    Arena arena;
    std::set<std::pair<Text, Text>> ids;
    for (const engine::Input& input : random.inputs()) {
        // Repeats are others' affair, and ask for a history.
        if (!ids.emplace(input.command.program.text, input.command.id).second) continue;
        decider.begin_epoch();
        REQUIRE(decider.decide(input.command));
        tell(BytesView(decider.events().bytes), arena, passed);
        if (const engine::Program* program = state.program(input.command.program))
            check_nothing_is_left(*program);
    }
}

TEST_CASE("law: nothing open is left with a user or a partner who is gone", "[engine]") {
    Passed passed;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        run(seed, passed);
    }
    // It was put to the test.
    CHECK(passed.returned > 0);
    CHECK(passed.by_rules > 0);
    CHECK(passed.to_administrators > 0);
    CHECK(passed.opportunities > 0);
    CHECK(passed.declined > 0);
    CHECK(passed.applied_again > 0);
}

}  // namespace
}  // namespace leadline::tests
