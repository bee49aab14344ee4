// The laws of opportunities, against a plain account of what is told: a delivery has one end, what
// is won or lost changes by reopening or delivering alone, what counts against a capacity is a
// recount, and nobody who is gone has anything open.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/core/decider.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using enum OpportunityStatus;

// What is told of one program, event by event.
class Account {
public:
    std::size_t made = 0;
    std::size_t deliveries = 0;
    std::size_t answered = 0;  // accepted or declined
    std::size_t expired = 0;
    std::size_t withdrawn = 0;  // by what moved or closed it
    std::size_t closed = 0;
    std::size_t reopened = 0;
    std::size_t returned = 0;  // since somebody was deactivated
    std::size_t handed_over = 0;

    void operator()(const EventHeader&, const UserInvited& e) {
        partner_of_[std::string(e.asked.user.text)] = e.asked.partner.text;
    }
    void operator()(const EventHeader&, const UserDeactivated& e) {
        gone_users_.emplace(e.asked.user.text);
    }
    void operator()(const EventHeader&, const UserReactivated& e) {
        gone_users_.erase(std::string(e.asked.user.text));
    }
    void operator()(const EventHeader&, const PartnerDeactivated& e) {
        gone_partners_.emplace(e.asked.partner.text);
    }

    void operator()(const EventHeader&, const OpportunityCreated& e) {
        ++made;
        const auto [at, is_new] = all_.try_emplace(std::string(e.opportunity.text));
        CHECK(is_new);
        Opportunity& it = at->second;
        it.by_partner = e.by_partner;
        CHECK(e.status == (e.by_partner || !e.owner.is_set() ? new_ : accepted));
        give(it, e.status, e.owner);
    }
    void operator()(const EventHeader& header, const OpportunityDelivered& e) {
        Opportunity& it = of(e.asked.opportunity);
        CHECK_FALSE(it.by_partner);
        CHECK((it.status != purchased && it.status != lost && it.status != cancelled));
        check_from(it, e.from_user, e.from_partner);
        withdraw(it);
        ++deliveries;
        give(it, delivered, {});
        it.partner = e.asked.partner.text;
        it.expires_at = e.expires_at;
        CHECK((!e.expires_at.is_set() || e.expires_at > header.time));
    }
    void operator()(const EventHeader& header, const OpportunityAccepted& e) {
        Opportunity& it = answer(header, e.asked.opportunity, e.partner);
        ++answered;
        give(it, accepted, e.user);
    }
    void operator()(const EventHeader& header, const OpportunityDeclined& e) {
        Opportunity& it = of(e.asked.opportunity);
        if (it.by_partner) {
            CHECK(it.status == new_);
        } else {
            answer(header, e.asked.opportunity, e.partner);
            ++answered;
        }
        close(it, declined);
    }
    void operator()(const EventHeader& header, const OpportunityExpired& e) {
        Opportunity& it = of(e.opportunity);
        CHECK(it.status == delivered);
        CHECK(it.partner == e.partner.text);
        CHECK(it.expires_at.is_set());
        CHECK(it.expires_at <= header.time);
        ++expired;
        close(it, OpportunityStatus::expired);
    }
    void operator()(const EventHeader&, const OpportunityApproved& e) {
        Opportunity& it = of(e.asked.opportunity);
        CHECK(it.by_partner);
        CHECK(it.status == new_);
        CHECK(it.owner == e.user.text);
        give(it, accepted, e.user);
    }
    void operator()(const EventHeader&, const OpportunityAssigned& e) {
        Opportunity& it = open_one(e.asked.opportunity);
        check_from(it, e.from_user, e.from_partner);
        withdraw(it);
        CHECK(e.partner.text == partner_of_.at(std::string(e.asked.user.text)));
        give(it, e.status, e.asked.user);
    }
    void operator()(const EventHeader&, const OpportunityStatusChanged& e) {
        Opportunity& it = open_one(e.asked.opportunity);
        CHECK(it.status == e.from);
        check_from(it, e.owner, e.partner);
        CHECK((e.asked.status != cancelled || it.by_partner));
        CHECK((e.asked.status != OpportunityStatus::returned || !it.by_partner));
        withdraw(it);
        if (is_open(e.asked.status)) {
            CHECK(is_worked_on(it.status));
            it.status = e.asked.status;
        } else {
            close(it, e.asked.status);
        }
    }
    void operator()(const EventHeader&, const OpportunityReopened& e) {
        Opportunity& it = of(e.asked.opportunity);
        CHECK_FALSE(is_open(it.status));
        CHECK(it.status == e.from);
        CHECK((!e.user.is_set() || it.owner == e.user.text));
        ++reopened;
        give(it, e.status, e.user);
    }
    void operator()(const EventHeader&, const OpportunityReturned& e) {
        Opportunity& it = open_one(e.opportunity);
        CHECK(it.status == e.from);
        check_from(it, e.from_user, e.from_partner);
        withdraw(it);
        ++returned;
        give(it, new_, {});
    }
    void operator()(const EventHeader&, const OpportunityHandedOver& e) {
        Opportunity& it = open_one(e.opportunity);
        CHECK(it.owner == e.from_user.text);
        CHECK(gone_users_.contains(it.owner));
        CHECK(it.partner == e.partner.text);
        ++handed_over;
        give(it, it.status, e.user);
        CHECK(it.partner == e.partner.text);
    }
    void operator()(const EventHeader&, const OpportunityUpdated& e) {
        open_one(e.asked.opportunity);
    }
    void operator()(const EventHeader&, const OpportunityNoteAdded& e) {
        open_one(e.asked.opportunity);
    }
    void operator()(const EventHeader&, const CollaboratorAdded& e) {
        open_one(e.asked.opportunity);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}

    // Whatever one command has left: nobody who is gone has anything open.
    void check_whole() const {
        for (const auto& [id, it] : all_) {
            if (is_sound(it)) continue;
            CAPTURE(id, name_of(it.status), it.owner, it.partner);
            CHECK(is_sound(it));
        }
    }

    // What state has come to.
    void check(const engine::Program& program) const {
        std::map<std::string, std::uint32_t> counted;
        std::size_t standing = 0;
        for (const auto& [id, it] : all_) {
            CAPTURE(id);
            if (it.status == delivered) ++standing;
            const engine::Opportunity* found = program.opportunities.find(id);
            REQUIRE(found != nullptr);
            CHECK(name_of(found->status) == name_of(it.status));
            CHECK(found->due == (it.status == delivered ? it.expires_at : Time{}));
            const bool is_counted = it.status == delivered || is_worked_on(it.status);
            if (is_counted && !it.by_partner) ++counted[it.partner];
        }
        for (const engine::Partner& partner : program.partners) {
            CAPTURE(partner.id);
            CHECK(partner.opportunities == counted[partner.id]);
        }
        CHECK(deliveries == answered + expired + withdrawn + standing);
        check_lists(program);
    }

private:
    struct Opportunity {
        OpportunityStatus status = new_;
        bool by_partner = false;
        std::string owner;
        std::string partner;  // the owner's; while delivered: to whom
        Time expires_at;
    };

    [[nodiscard]] bool is_sound(const Opportunity& it) const {
        if (it.status == delivered && (!it.owner.empty() || it.partner.empty())) return false;
        if (is_worked_on(it.status) && it.owner.empty()) return false;
        return !is_open(it.status) ||
               (!gone_users_.contains(it.owner) && !gone_partners_.contains(it.partner));
    }
    Opportunity& of(OpportunityId id) {
        const auto found = all_.find(std::string(id.text));
        REQUIRE(found != all_.end());
        return found->second;
    }
    Opportunity& open_one(OpportunityId id) {
        Opportunity& it = of(id);
        CHECK(is_open(it.status));
        return it;
    }
    Opportunity& answer(const EventHeader& header, OpportunityId id, PartnerId partner) {
        Opportunity& it = of(id);
        CHECK(it.status == delivered);
        CHECK(it.partner == partner.text);
        CHECK((!it.expires_at.is_set() || header.time < it.expires_at));
        return it;
    }
    void give(Opportunity& it, OpportunityStatus status, UserId owner) {
        it.status = status;
        it.owner = owner.text;
        it.partner = owner.is_set() ? partner_of_.at(it.owner) : std::string();
        it.expires_at = {};
    }
    void close(Opportunity& it, OpportunityStatus status) {
        ++closed;
        it.status = status;
    }
    // A delivery that ends neither by an answer nor by its time.
    void withdraw(const Opportunity& it) {
        if (it.status == delivered) ++withdrawn;
    }
    // Whose it was, as the event says it: of what is closed, nobody's.
    static void check_from(const Opportunity& it, UserId user, PartnerId partner) {
        CHECK(user.text == (is_open(it.status) ? Text(it.owner) : Text{}));
        CHECK(partner.text == (is_open(it.status) ? Text(it.partner) : Text{}));
    }
    void check_lists(const engine::Program& program) const {
        std::map<std::string, std::set<std::string>> owned;
        std::map<std::string, std::set<std::string>> to_answer;
        for (const auto& [id, it] : all_) {
            if (is_open(it.status) && !it.owner.empty()) owned[it.owner].insert(id);
            if (it.status == delivered) to_answer[it.partner].insert(id);
        }
        const auto ids_of = [](const engine::StoredList& list) {
            std::set<std::string> ids;
            for (const engine::StoredList::Item& item : list.items()) ids.insert(item.id);
            return ids;
        };
        for (const engine::User& user : program.users)
            CHECK(ids_of(user.opportunities) == owned[user.id]);
        for (const engine::Partner& partner : program.partners)
            CHECK(ids_of(partner.deliveries) == to_answer[partner.id]);
    }

    std::map<std::string, std::string> partner_of_;
    std::set<std::string> gone_users_;
    std::set<std::string> gone_partners_;
    std::map<std::string, Opportunity> all_;
};

struct Seen {
    std::size_t made = 0;
    std::size_t deliveries = 0;
    std::size_t ends = 0;
    std::size_t withdrawn = 0;
    std::size_t closed = 0;
    std::size_t reopened = 0;
    std::size_t returned = 0;

    void add(const Account& account) {
        made += account.made;
        deliveries += account.deliveries;
        ends += account.answered + account.expired;
        withdrawn += account.withdrawn;
        closed += account.closed;
        reopened += account.reopened;
        returned += account.returned;
    }
};

using Accounts = std::map<std::string, Account>;

// Each event is told to its program's account.
void tell(BytesView bytes, Arena& arena, Accounts& accounts) {
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

void run(std::uint64_t seed, Seen& seen) {
    const RandomCommands random(seed, 1'500, 60);
    engine::State state;
    engine::NoHistory history;
    engine::Decider decider(state, history);
    Accounts accounts;
    Arena arena;
    std::set<std::pair<Text, Text>> ids;
    for (const engine::Input& input : random.inputs()) {
        // Repeats are others' affair, and ask for a history.
        if (!ids.emplace(input.command.program.text, input.command.id).second) continue;
        decider.begin_epoch();
        REQUIRE(decider.decide(input.command));
        tell(BytesView(decider.events().bytes), arena, accounts);
        const auto account = accounts.find(std::string(input.command.program.text));
        if (account != accounts.end()) account->second.check_whole();
    }
    for (const auto& [program, account] : accounts) {
        account.check(*state.program({program}));
        seen.add(account);
    }
}

TEST_CASE("law: a delivery has one end, what counts is a recount, and who is gone has nothing open",
          "[engine]") {
    Seen seen;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        run(seed, seen);
    }
    // It was put to the test.
    CHECK(seen.made > 100);
    CHECK(seen.deliveries > 20);
    CHECK(seen.ends > 10);
    CHECK(seen.withdrawn > 0);
    CHECK(seen.closed > 20);
    CHECK(seen.reopened > 2);
    CHECK(seen.returned > 0);
}

}  // namespace
}  // namespace leadline::tests
