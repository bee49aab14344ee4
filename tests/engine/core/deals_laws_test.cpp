// The laws of deal registrations, against a plain account of what is told: at no position do two
// protected ones share customer and product, whoever approved or extended them; each ends once.
#include <rapidcheck.h>

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
    std::size_t approved = 0;
    std::size_t by_rule = 0;
    std::size_t extended = 0;
    std::size_t ended = 0;

    void operator()(const EventHeader&, const DealRegistered& e) {
        Deal& deal = deals_[std::string(e.asked.deal.text)];
        RC_ASSERT(deal.customer.empty() && deal.products.empty());
        deal.customer = e.customer_key;
        for (const Text product : e.products) deal.products.emplace(product);
        deal.has_conflict = !e.conflicts.empty();
    }
    void operator()(const EventHeader& header, const DealApproved& e) {
        Deal& deal = of(e.asked.deal);
        RC_ASSERT(!deal.has_ended && !deal.is_protected());
        RC_ASSERT(e.protected_until >= header.time);
        if (e.ruleset_version != 0) {
            RC_ASSERT(!deal.has_conflict);
            RC_ASSERT(header.cause.kind == RegisterDeal::kind);
            ++by_rule;
        } else {
            RC_ASSERT(header.cause.kind == ApproveDeal::kind);
        }
        ++approved;
        deal.until = e.protected_until;
        check_alone(deal);
    }
    void operator()(const EventHeader& header, const DealExtended& e) {
        Deal& deal = of(e.asked.deal);
        RC_ASSERT(deal.is_protected() && header.time < deal.until);
        RC_ASSERT(e.protected_until > deal.until);
        ++extended;
        deal.until = e.protected_until;
        check_alone(deal);
    }
    void operator()(const EventHeader&, const DealRejected& e) { end(e.asked.deal, false); }
    void operator()(const EventHeader&, const DealWithdrawn& e) { end(e.asked.deal, false); }
    void operator()(const EventHeader&, const PendingDealWithdrawn& e) { end(e.deal, false); }
    void operator()(const EventHeader&, const DealCancelled& e) { end(e.asked.deal, true); }
    void operator()(const EventHeader&, const DealWon& e) { end(e.asked.deal, true); }
    void operator()(const EventHeader&, const ApprovedDealCancelled& e) { end(e.deal, true); }
    void operator()(const EventHeader& header, const DealProtectionEnded& e) {
        RC_ASSERT(of(e.deal).until <= header.time);
        end(e.deal, true);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}

private:
    struct Deal {
        std::string customer;
        std::set<std::string, std::less<>> products;
        bool has_conflict = false;
        bool has_ended = false;
        Time until;  // set: it is protected

        [[nodiscard]] bool is_protected() const { return until.is_set(); }
    };

    Deal& of(DealId id) {
        const auto found = deals_.find(std::string(id.text));
        RC_ASSERT(found != deals_.end());
        return found->second;
    }
    void end(DealId id, bool was_protected) {
        Deal& deal = of(id);
        RC_ASSERT(!deal.has_ended);
        RC_ASSERT(deal.is_protected() == was_protected);
        deal.has_ended = true;
        deal.until = {};
        ++ended;
    }
    void check_alone(const Deal& deal) const {
        for (const auto& [id, other] : deals_) {
            if (&other == &deal || !other.is_protected() || other.customer != deal.customer)
                continue;
            for (const std::string& product : deal.products)
                RC_ASSERT(!other.products.contains(product));
        }
    }

    std::map<std::string, Deal> deals_;
};

TEST_CASE("law: no two protected deals share customer and product, at any position",
          "[engine][laws]") {
    Account all;
    CHECK(rc::check("protection is exclusive", [&all] {
        const RandomCommands random(*rc::gen::arbitrary<std::uint64_t>(), 6'000, 20);
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
            RC_ASSERT(decider.decide(input.command).has_value());
            BytesView bytes(decider.events().bytes);
            EventHeader header;
            BytesView body;
            while (!bytes.empty()) {
                RC_ASSERT(read_header(bytes, header, body));
                Account& account = accounts[std::string(header.program.text)];
                RC_ASSERT(visit_body(header, body, arena, account));
                bytes = bytes.subspan(read_prefix(bytes)->length);
            }
            arena.reset();
        }
        for (const auto& [program, account] : accounts) {
            all.approved += account.approved;
            all.by_rule += account.by_rule;
            all.extended += account.extended;
            all.ended += account.ended;
        }
    }));
    // It was put to the test.
    CHECK(all.approved > 100);
    CHECK(all.by_rule > 20);
    CHECK(all.extended > 2);
    CHECK(all.ended > 100);
}

}  // namespace
}  // namespace leadline::tests
