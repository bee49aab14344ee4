// The laws of offers and capacities, against a plain account of who has what: an offer has exactly
// one end, nobody is offered twice what it declined, and no partner has more than it can but by
// force.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/core/decider.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// What is told of one program, event by event.
class Account {
public:
    std::size_t offers = 0;
    std::size_t ends = 0;
    std::size_t at_capacity = 0;  // how often somebody was passed over for it

    void operator()(const EventHeader&, const UserInvited& e) {
        partner_of_[std::string(e.asked.user.text)] = e.asked.partner.text;
    }
    void operator()(const EventHeader&, const PartnerUpdated& e) {
        if (e.asked.capacity) capacity_[std::string(e.asked.partner.text)] = *e.asked.capacity;
    }
    void operator()(const EventHeader&, const LeadOffered& e) {
        note(e.why);
        offer(e.lead, e.partner, true);
    }
    void operator()(const EventHeader&, const OfferAccepted& e) {
        end(e.asked.lead, e.partner);
        give(e.asked.lead, e.user, false);
    }
    void operator()(const EventHeader&, const OfferDeclined& e) {
        end(e.asked.lead, e.partner);
        declined_.emplace(e.asked.lead.text, e.partner.text);
    }
    void operator()(const EventHeader&, const OfferExpired& e) {
        end(e.lead, e.partner);
        declined_.emplace(e.lead.text, e.partner.text);
    }
    void operator()(const EventHeader&, const OfferWithdrawn& e) { end(e.lead, e.partner); }
    void operator()(const EventHeader&, const LeadAssigned& e) {
        note(e.why);
        give(e.lead, e.user, true);
    }
    void operator()(const EventHeader&, const LeadClaimed& e) { give(e.lead, e.user, true); }
    void operator()(const EventHeader&, const LeadReassigned& e) {
        const bool is_by_rules = !e.why.empty();
        take(e.lead);
        if (e.user.is_set())
            give(e.lead, e.user, is_by_rules);
        else if (e.partner.is_set())
            offer(e.lead, e.partner, is_by_rules);
    }
    void operator()(const EventHeader&, const LeadLeftWaiting& e) { note(e.why); }
    void operator()(const EventHeader&, const LeadReleased& e) { take(e.asked.lead); }
    void operator()(const EventHeader&, const ClaimLapsed& e) { take(e.lead); }
    void operator()(const EventHeader&, const LeadReturned& e) { take(e.lead); }
    void operator()(const EventHeader&, const LeadMerged& e) { take(e.lead); }
    void operator()(const EventHeader&, const LeadConverted& e) { take(e.asked.lead); }
    void operator()(const EventHeader&, const LeadStatusChanged& e) {
        if (events::is_open(e.category)) return;
        if (!offered_.contains(std::string(e.asked.lead.text))) take(e.asked.lead);
    }
    void operator()(const EventHeader&, const LeadReopened& e) {
        if (e.user.is_set()) give(e.asked.lead, e.user, false);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}

    // What state has come to.
    void check(const engine::Program& program) {
        for (const engine::Partner& partner : program.partners)
            CHECK(partner.open_leads == open_[partner.id]);
    }

private:
    void note(const Explanation& why) {
        for (const CandidateRun& run : why.candidates)
            if (run.reason == PassedOver::at_capacity) at_capacity += run.count;
    }
    void count(const std::string& partner, bool is_bound) {
        const std::uint32_t most = capacity_[partner];
        if (is_bound && most != 0) CHECK(open_[partner] < most);
        ++open_[partner];
    }
    void offer(LeadId lead, PartnerId partner, bool is_bound) {
        ++offers;
        const std::string id(lead.text);
        CHECK(!offered_.contains(id));
        CHECK(!owned_.contains(id));
        CHECK(!declined_.contains({id, std::string(partner.text)}));
        offered_[id] = partner.text;
        count(std::string(partner.text), is_bound);
    }
    void end(LeadId lead, PartnerId partner) {
        ++ends;
        const auto standing = offered_.find(std::string(lead.text));
        REQUIRE(standing != offered_.end());
        CHECK(standing->second == partner.text);
        --open_[standing->second];
        offered_.erase(standing);
    }
    void give(LeadId lead, UserId user, bool is_bound) {
        const std::string id(lead.text);
        CHECK(!offered_.contains(id));
        take(lead);
        owned_[id] = partner_of_.at(std::string(user.text));
        count(owned_[id], is_bound);
    }
    void take(LeadId lead) {
        const auto owned = owned_.find(std::string(lead.text));
        if (owned == owned_.end()) return;
        --open_[owned->second];
        owned_.erase(owned);
    }

    std::map<std::string, std::string> partner_of_;
    std::map<std::string, std::uint32_t> capacity_;
    std::map<std::string, std::uint32_t> open_;
    std::map<std::string, std::string> offered_;  // lead to partner
    std::map<std::string, std::string> owned_;    // lead to its owner's partner
    std::set<std::pair<std::string, std::string>> declined_;
};

TEST_CASE("law: an offer has one end, is not repeated, and no capacity is passed but by force",
          "[engine]") {
    std::size_t offers = 0;
    std::size_t ends = 0;
    std::size_t at_capacity = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        const RandomCommands random(seed, 1'500, 60);
        engine::State state;
        engine::NoHistory history;
        engine::Decider decider(state, history);
        std::map<std::string, Account> accounts;
        Arena arena;
        std::set<std::pair<Text, Text>> ids;
        for (const engine::Input& input : random.inputs()) {
            // Repeats are others' affair, and ask for a history.
            if (!ids.emplace(input.command.program.text, input.command.id).second) continue;
            decider.begin_epoch();
            REQUIRE(decider.decide(input.command));
            BytesView bytes(decider.events().bytes);
            EventHeader header;
            BytesView body;
            while (!bytes.empty()) {
                REQUIRE(read_header(bytes, header, body));
                Account& account = accounts[std::string(header.program.text)];
                REQUIRE(visit_body(header, body, arena, account));
                bytes = bytes.subspan(read_prefix(bytes)->length);
            }
            arena.reset();
        }
        for (auto& [program, account] : accounts) {
            account.check(*state.program({program}));
            offers += account.offers;
            ends += account.ends;
            at_capacity += account.at_capacity;
        }
    }
    CHECK(offers > 1'000);
    CHECK(ends > 500);
    CHECK(at_capacity > 20);
}

}  // namespace
}  // namespace leadline::tests
