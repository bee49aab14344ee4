// The laws of caps, against a plain list of what was given to whom: none is ever exceeded but by
// force, what waits could be given to nobody, and who is taken up is the oldest.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/core/decider.hpp"
#include "engine/core/routing/caps.hpp"
#include "engine/log/block.hpp"
#include "events/codec/digest.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;

struct Gift {
    Time time;
    Text user;   // empty: a queue
    Text queue;  // empty: a user
};

// What was given, and who waits for what: the model.
class Books {
public:
    Books(std::vector<Cap> caps, const ZoneValue& zone)
        : caps_(std::move(caps)), zone_(made(zone)) {}

    [[nodiscard]] std::vector<Text> reached(const Gift& next) const {
        std::vector<Text> names;
        for (const Cap& cap : caps_)
            if (concerns(cap, next) && used(cap, next) >= cap.most) names.push_back(cap.name);
        return names;
    }
    void give(const Gift& gift) { gifts_.push_back(gift); }
    [[nodiscard]] std::size_t given() const { return gifts_.size(); }

private:
    [[nodiscard]] static Text partner_of(Text user) { return user == "tom" ? "south" : "north"; }

    [[nodiscard]] static bool concerns(const Cap& cap, const Gift& gift) {
        const auto is_of = [&cap](Text id) { return cap.of.empty() || cap.of[0] == id; };
        switch (cap.on) {
            case CapOn::user:
                return !gift.user.empty() && is_of(gift.user);
            case CapOn::partner:
                return !gift.user.empty() && is_of(partner_of(gift.user));
            case CapOn::tier:  // both partners are of one
                return !gift.user.empty();
            case CapOn::queues:
                return std::find(cap.of.begin(), cap.of.end(), gift.queue) != cap.of.end();
            case CapOn::program:
                return !gift.user.empty();
        }
        return false;
    }
    // Counted together by this cap.
    [[nodiscard]] static bool are_one(const Cap& cap, const Gift& a, const Gift& b) {
        if (cap.on == CapOn::user) return a.user == b.user;
        if (cap.on == CapOn::partner) return partner_of(a.user) == partner_of(b.user);
        return true;
    }
    [[nodiscard]] std::uint32_t used(const Cap& cap, const Gift& next) const {
        const engine::CountedIn in = engine::counted_in(cap);
        std::uint32_t count = 0;
        for (const Gift& gift : gifts_) {
            if (!concerns(cap, gift) || !are_one(cap, gift, next)) continue;
            const bool counts = in.per ? engine::window_of(zone_, *in.per, gift.time) ==
                                             engine::window_of(zone_, *in.per, next.time)
                                       : engine::still_counts(gift.time, in.within, next.time);
            if (counts) ++count;
        }
        return count;
    }

    std::vector<Cap> caps_;
    engine::TimeZone zone_;
    std::vector<Gift> gifts_;
};

const std::vector<Rule>& entries() {
    static const auto when = [](Text source) {
        return std::vector<ConditionNode>{test_of("source", ConditionOp::equals, {source})};
    };
    static const std::vector<ConditionNode> urgent{
        test_of("priority", ConditionOp::greater, {"0"})};
    static const std::vector<Rule> all{
        {"user", when("user"), to_user("sam"), {}},
        {"turns",
         when("turns"),
         rotate_users("team", {{"sam", 2, {}, urgent}, {"sue"}, {"tom"}}),
         {}},
        {"load", when("load"), least_loaded("pool", {{"sue"}, {"tom", 1, urgent}}), {}},
        {"else", when("else"), to_user("sue"), {to_user("tom")}},
        {"queues", when("queues"), rotate_queues("heat", {{"inbound"}, {"hot"}}), {}}};
    return all;
}
// The names of those who may be given what an entry routes.
std::vector<Gift> candidates(Text entry, Time now) {
    const auto users = [now](std::initializer_list<Text> ids) {
        std::vector<Gift> all;
        for (const Text id : ids) all.push_back({now, id, {}});
        return all;
    };
    if (entry == "user") return users({"sam"});
    if (entry == "turns") return users({"sam", "sue", "tom"});
    if (entry == "queues") return {{now, {}, "inbound"}, {now, {}, "hot"}};
    if (entry == "load") return users({"sue"});
    return users({"sue", "tom"});  // also of "load urgent"
}

std::vector<Cap> arbitrary_caps(Random& random) {
    const auto most = [&random] { return static_cast<std::uint32_t>(1 + random.below(4)); };
    const auto per = [&random] { return static_cast<CapPer>(1 + random.below(4)); };
    const auto within = [&random] {
        return Duration{static_cast<std::int64_t>(1 + random.below(200)) * minute.us};
    };
    std::vector<Cap> caps;
    if (random.one_in(2)) caps.push_back(cap_on(CapOn::user, {}, "each fixed", most(), per()));
    if (random.one_in(2))
        caps.push_back(rolling_cap_on(CapOn::user, {}, "each rolling", most(), within()));
    if (random.one_in(3)) caps.push_back(cap_on(CapOn::user, {"sam"}, "sam", most(), per()));
    if (random.one_in(3))
        caps.push_back(rolling_cap_on(CapOn::partner, {}, "partner", 2 * most(), within()));
    if (random.one_in(3)) caps.push_back(cap_on(CapOn::tier, {"gold"}, "gold", 2 * most(), per()));
    if (random.one_in(3)) caps.push_back(cap_on(CapOn::program, {}, "all", 3 * most(), per()));
    if (random.one_in(2))
        caps.push_back(rolling_cap_on(CapOn::queues, {"inbound", "hot"}, "both", most(), within()));
    if (random.one_in(2)) caps.push_back(cap_on(CapOn::queues, {"hot"}, "hot", most(), per()));
    return caps;
}

// A program under such caps, whose every event is held against the books.
class Audit {
public:
    explicit Audit(Random& random)
        : random_(random), caps_(arbitrary_caps(random)), zone_(berlin()), books_(caps_, zone_) {
        const std::vector<Text> begins{"2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z",
                                       "2028-02-28T20:00:00Z", "2026-12-31T15:00:00Z"};
        now_ = at(begins[random.below(begins.size())]);
        Around around;
        around.zone = {zone_.zone()};
        around.caps = caps_;
        for (const Asked& asked : open_queue() +
                                      manager(DefineQueue{{"hot"}, {}, true, {}, {}, {}, {}}) +
                                      rules("r1", entries(), to_queue("inbound"), {}, around))
            say(asked);
    }

    void one() {
        const std::uint64_t dice = random_.below(20);
        static const std::vector<Text> users{"sam", "sue", "tom"};
        const Text who = users[random_.below(users.size())];
        if (leads_.empty() || dice < 11) return create();
        const LeadId lead{leads_[random_.below(leads_.size())]};
        if (dice < 16) return say(user(who, ClaimLead{lead, {}}));
        if (dice < 18) return say(manager(ReassignLead{lead, {}, {{who}, {}, false}, {}}));
        if (dice < 19) return say(manager(ReassignLead{lead, {}, {{}, {}, true}, {}}));
        say(manager(ChangeLeadStatus{lead, "unqualified", {}}));
    }
    void passes(Duration time) { now_ = now_ + time; }

    // Whoever waits could be given to nobody at this time.
    void check_waiting() const {
        for (const auto& [lead, entry] : waits_)
            for (const Gift& candidate : candidates(entry, state_.time))
                CHECK_FALSE(books_.reached(candidate).empty());
    }
    std::size_t taken_up = 0;
    std::size_t forced = 0;
    std::size_t refused = 0;

private:
    void create() {
        static const std::vector<Text> sources{"user", "turns", "load", "else", "queues", "queues"};
        LeadDetails details;
        details.source = sources[random_.below(sources.size())];
        details.priority = random_.one_in(2) ? 1 : 0;
        leads_.push_back(arena_.copy("l" + std::to_string(leads_.size())));
        ordinals_[leads_.back()] = leads_.size();
        is_urgent_[leads_.back()] = details.priority > 0;
        say(upstream(CreateLead{{leads_.back()}, details}));
    }

    void say(const Asked& asked) {
        CommandHeader h;
        h.kind = asked.kind;
        h.program = {"acme"};
        h.source = "test";
        h.id = arena_.copy(std::to_string(++said_));
        h.time = now_;
        h.actor = asked.actor;
        h.body = asked.body;
        h.digest = command_digest(h);
        decider_.begin_epoch();
        const auto verdict = decider_.decide(h);
        REQUIRE(verdict.has_value());
        engine::EventWalk walk(decider_.events().bytes);
        while (const auto event = walk.next()) {
            EventHeader header;
            BytesView body;
            REQUIRE(read_header(*event, header, body));
            header_ = &header;
            REQUIRE(visit_body(header, body, arena_, *this));
        }
    }

    void give(const Gift& gift) {
        CAPTURE(gift.user, gift.queue, to_text(gift.time));
        CHECK(books_.reached(gift).empty());
        books_.give(gift);
    }
    void force(const Gift& gift, List<Text> passed) {
        const std::vector<Text> reached = books_.reached(gift);
        CHECK(std::vector<Text>(passed.begin(), passed.end()) == reached);
        if (!reached.empty()) ++forced;
        books_.give(gift);
    }
    [[nodiscard]] Gift to_user_now(UserId id) { return {header_->time, arena_.copy(id.text), {}}; }
    [[nodiscard]] Gift to_queue_now(QueueId id) {
        return {header_->time, {}, arena_.copy(id.text)};
    }
    // By rules; the engine alone takes up who waited, and then the oldest who could have got it.
    void placed(LeadId lead, const Gift& gift) {
        const auto waited = waits_.find(std::string(lead.text));
        if (waited == waits_.end()) return;
        if (header_->actor.kind == ActorKind::engine) {
            ++taken_up;
            for (const auto& [other, entry] : waits_) {
                const std::vector<Gift> others = candidates(entry, gift.time);
                const bool is_candidate =
                    std::any_of(others.begin(), others.end(), [&gift](const Gift& each) {
                        return each.user == gift.user && each.queue == gift.queue;
                    });
                CAPTURE(lead.text, other, waited->second, entry);
                if (is_candidate) CHECK(ordinals_.at(lead.text) <= ordinals_.at(Text(other)));
            }
        }
        waits_.erase(waited);
    }
    void left_waiting(LeadId lead, const Explanation& why) {
        std::string entry(why.entry_name);
        if (entry == "load" && is_urgent_.at(lead.text)) entry += " urgent";
        waits_[std::string(lead.text)] = entry;
    }

public:
    template <class Event>
    void operator()(const EventHeader&, const Event&) {}
    void operator()(const EventHeader&, const LeadAssigned& e) {
        give(to_user_now(e.user));
        placed(e.lead, to_user_now(e.user));
    }
    void operator()(const EventHeader&, const LeadQueued& e) {
        give(to_queue_now(e.queue));
        placed(e.lead, to_queue_now(e.queue));
    }
    void operator()(const EventHeader&, const LeadLeftWaiting& e) { left_waiting(e.lead, e.why); }
    void operator()(const EventHeader&, const LeadClaimed& e) { give(to_user_now(e.user)); }
    void operator()(const EventHeader&, const LeadReassigned& e) {
        const bool is_waiting = !e.user.is_set() && !e.queue.is_set();
        if (is_waiting) return left_waiting(e.lead, e.why[0]);
        const Gift gift = e.user.is_set() ? to_user_now(e.user) : to_queue_now(e.queue);
        if (e.why.empty())
            force(gift, e.passed_caps);
        else
            give(gift);
        placed(e.lead, gift);
    }
    void operator()(const EventHeader&, const LeadStatusChanged& e) {
        waits_.erase(std::string(e.asked.lead.text));
    }
    void operator()(const EventHeader&, const Rejected<ClaimLead>& e) {
        if (e.why.detail.limit != Limit::cap) return;
        ++refused;
        const std::vector<Text> reached = books_.reached(to_user_now({header_->actor.id}));
        CHECK(std::find(reached.begin(), reached.end(), e.why.detail.cap) != reached.end());
    }

private:
    Random& random_;
    std::vector<Cap> caps_;
    ZoneValue zone_;
    Books books_;
    Arena arena_{1U << 20U};
    Time now_;
    std::uint64_t said_ = 0;
    engine::State state_;
    engine::NoHistory history_;
    engine::Decider decider_{state_, history_};
    const EventHeader* header_ = nullptr;
    std::vector<Text> leads_;
    std::map<Text, std::size_t> ordinals_;
    std::map<Text, bool> is_urgent_;
    std::map<std::string, std::string> waits_;  // lead, entry
};

TEST_CASE("law: no cap is exceeded but by force, nothing waits in vain, and the oldest comes first",
          "[engine]") {
    std::size_t taken_up = 0, forced = 0, refused = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Audit audit(random);
        for (int i = 0; i < 120; ++i) {
            if (random.one_in(3))
                audit.passes({static_cast<std::int64_t>(random.below(40)) * minute.us});
            if (random.one_in(30))
                audit.passes({static_cast<std::int64_t>(random.below(50)) * hour.us});
            audit.one();
            audit.check_waiting();
        }
        taken_up += audit.taken_up, forced += audit.forced, refused += audit.refused;
    }
    CHECK(taken_up > 1'000);
    CHECK(forced > 300);
    CHECK(refused > 1'000);
}

}  // namespace
}  // namespace leadline::tests
