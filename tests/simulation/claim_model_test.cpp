// The engine against the model, on random programs of racing claims that rapidcheck shrinks. At
// every position: no lead has two owners, no limit is passed, the first eligible claim in log order
// wins.
#include "tests/simulation/claim_model.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;

constexpr Text user_names[] = {"u0", "u1", "u2", "u3"};
constexpr Text queue_names[] = {"q0", "q1"};
constexpr Text partner_names[] = {"p0", "p1"};

struct Step {
    int kind = 0;
    int lead = 0;
    int user = 0;
    int queue = 0;
    int seconds = 0;  // that pass before it
};

std::ostream& operator<<(std::ostream& out, const Step& s) {
    return out << "{kind " << s.kind << ", lead " << s.lead << ", user " << s.user << ", queue "
               << s.queue << ", after " << s.seconds << " s}";
}

rc::Gen<Step> any_step() {
    return rc::gen::build<Step>(
        rc::gen::set(&Step::kind, rc::gen::inRange(0, 16)),
        rc::gen::set(&Step::lead, rc::gen::inRange(0, 8)),
        rc::gen::set(&Step::user, rc::gen::inRange(0, 4)),
        rc::gen::set(&Step::queue, rc::gen::inRange(0, 2)),
        rc::gen::set(&Step::seconds, rc::gen::element(0, 0, 0, 1, 5, 20, 60, 200)));
}

rc::Gen<ModelPolicy> any_policy() {
    const auto few = rc::gen::inRange<std::uint32_t>(0, 4);
    const auto times = rc::gen::element<Seconds>(0, 10, 60, 300);
    const auto gold =
        rc::gen::build<ModelLimits>(rc::gen::set(&ModelLimits::open_per_user, few),
                                    rc::gen::set(&ModelLimits::open_per_partner, few),
                                    rc::gen::set(&ModelLimits::window_per_user, few),
                                    rc::gen::set(&ModelLimits::window_per_partner, few),
                                    rc::gen::set(&ModelLimits::between, times));
    return rc::gen::build<ModelPolicy>(
        rc::gen::set(&ModelPolicy::open_per_user, few),
        rc::gen::set(&ModelPolicy::open_per_partner, few),
        rc::gen::set(&ModelPolicy::window_per_user, few),
        rc::gen::set(&ModelPolicy::window_per_partner, few),
        rc::gen::set(&ModelPolicy::window, rc::gen::element<Seconds>(10, 60, 300)),
        rc::gen::set(&ModelPolicy::between, times), rc::gen::set(&ModelPolicy::touch_within, times),
        rc::gen::set(&ModelPolicy::no_reclaim, times), rc::gen::set(&ModelPolicy::gold, gold),
        rc::gen::set(&ModelPolicy::gold_only, rc::gen::element(false, false, false, true)));
}

Duration us(Seconds seconds) { return {seconds * 1'000'000}; }

ClaimPolicy policy_of(const ModelPolicy& p, std::span<TierLimits, 1> gold) {
    gold[0] = {"gold",
               p.gold.open_per_user,
               p.gold.open_per_partner,
               p.gold.window_per_user,
               p.gold.window_per_partner,
               us(p.gold.between)};
    return {p.open_per_user,      p.open_per_partner, p.window_per_user,
            p.window_per_partner, us(p.window),       us(p.between),
            us(p.touch_within),   us(p.no_reclaim),   std::span<TierLimits>(gold)};
}

DefineQueue queue_of(Text name, const ModelPolicy& p, std::span<TierLimits, 1> gold) {
    static constexpr Text tiers[] = {"gold"};
    DefineQueue queue{{name}, {}, !p.gold_only, {}, {}, {}, policy_of(p, gold)};
    if (p.gold_only) queue.tiers = std::span<const Text>(tiers);
    return queue;
}

// The engine and the model, side by side.
class Race {
public:
    explicit Race(const ModelPolicy (&policies)[2]) {
        std::vector<Asked> story{manager(CreateProgram{}), manager(PublishProgram{})};
        for (const Text partner : partner_names) {
            story.push_back(
                manager(RegisterPartner{{partner}, {}, {}, partner == "p1" ? "gold" : "silver"}));
            story.push_back(manager(ActivatePartner{{partner}}));
        }
        for (std::size_t i = 0; i < 4; ++i) {
            story.push_back(
                manager(InviteUser{{user_names[i]}, {partner_names[i / 2]}, Role::seller, {}}));
            story.push_back(user(user_names[i], RecordLogin{{user_names[i]}}));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            model_.policy[i] = policies[i];
            TierLimits gold[1];
            story.push_back(manager(queue_of(queue_names[i], policies[i], gold)));
        }
        story =
            story +
            rules(
                "r",
                {{"second", {test_of("source", ConditionOp::equals, {"q1"})}, to_queue("q1"), {}}},
                to_queue("q0"));
        engine_.given(story);
        begin_ = engine_.now();
    }

    void take(const Step& step) {
        now_ += step.seconds;
        model_.pass_time(now_);
        const std::string id = "l" + std::to_string(step.lead);
        int next = -1;
        Reason expected = Reason::none;
        const Asked asked = translate(step, id, expected, next);
        const Outcome outcome = engine_.ask(at(begin_ + us(now_), asked));
        const Reason got = outcome.refusal ? outcome.refusal->reason : Reason::none;
        RC_ASSERT(got == expected);
        check_items(outcome);
        if (next >= 0) RC_ASSERT(owner_of("l" + std::to_string(next)) == user_names[step.user]);
        check_places();
        RC_ASSERT(model_.keeps_limits());
    }

private:
    Asked translate(const Step& s, Text id, Reason& expected, int& next) {
        const Text who = user_names[s.user];
        const LeadId lead{id};
        switch (s.kind) {
            case 0:
            case 1:
            case 2: {
                expected = model_.create(s.lead, s.queue);
                CreateLead create{lead, {}};
                create.details.source = queue_names[s.queue];
                return upstream(create);
            }
            case 3:
            case 4:
            case 5:
                expected = model_.claim(s.lead, s.user);
                return user(who, ClaimLead{lead, {}});
            case 6:
                expected = model_.claim_next(s.queue, s.user, next);
                return user(who, ClaimNext{{queue_names[s.queue]}, {}});
            case 7:
                expected = model_.release(s.lead, s.user);
                return user(who, ReleaseLead{lead, {}});
            case 8:
                expected = model_.note(s.lead, s.user);
                return user(who, AddLeadNote{lead, {}});
            case 9:
                expected = model_.close(s.lead, s.user);
                return user(who, ChangeLeadStatus{lead, "unqualified", {}});
            case 10:
                expected = model_.give(s.lead, s.user);
                return manager(ReassignLead{lead, {}, {{who}, {}, false}, {}});
            case 11:
                expected = model_.put_back(s.lead, s.queue);
                return manager(ReassignLead{lead, {}, {{}, {queue_names[s.queue]}, false}, {}});
            case 12: {
                bool& active = model_.partner_active[s.user / 2];
                active = !active;
                const PartnerId partner{partner_names[s.user / 2]};
                return active ? manager(ActivatePartner{partner})
                              : manager(SuspendPartner{partner, {}});
            }
            case 13:
            case 14: {
                // What the first wins counts against the limits of the others.
                for (int i = 0; i < 3; ++i) {
                    const int item = (s.lead + i * (1 + s.queue)) % 8;
                    names_[i] = "l" + std::to_string(item);
                    wanted_[i] = {names_[i]};
                    items_.push_back(model_.claim(item, s.user));
                }
                return user(who, ClaimLeads{std::span<LeadId>(wanted_), {}});
            }
            default:
                return upstream(RecordLogin{{who}});
        }
    }

    void check_items(const Outcome& outcome) {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const Told& told = outcome.told.at(i + 1);
            Arena arena;
            LeadClaimRefused refused;
            if (told.kind == LeadClaimRefused::kind)
                RC_ASSERT(read_body(told.body, arena, refused));
            RC_ASSERT(refused.why.reason == items_[i]);
        }
        items_.clear();
    }

    std::string owner_of(Text id) {
        const engine::Lead* lead = engine_.program().leads.find(id);
        if (lead == nullptr || lead->place != engine::Place::user) return {};
        return engine_.program().users.at(lead->owner).id;
    }

    void check_places() {
        for (std::size_t i = 0; i < model_.leads.size(); ++i) {
            const ModelLead& lead = model_.leads[i];
            const std::string owner = lead.owner < 0 ? "" : std::string(user_names[lead.owner]);
            RC_ASSERT(owner_of("l" + std::to_string(i)) == owner);
        }
    }

    ClaimModel model_;
    std::string names_[3];
    LeadId wanted_[3];
    std::vector<Reason> items_;  // what the model says of the items of this command, if it has any
    Given engine_;
    Time begin_;
    Seconds now_ = 1;
};

TEST_CASE("Model: the engine decides every claim as a slow and simple model does", "[engine]") {
    const bool holds = rc::check("engine == model", [] {
        const ModelPolicy policies[2] = {*any_policy(), *any_policy()};
        const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
        Race race(policies);
        for (const Step& step : steps) race.take(step);
    });
    CHECK(holds);
}

TEST_CASE("Model: long races", "[engine]") {
    const bool holds = rc::check("engine == model, long", [] {
        const ModelPolicy policies[2] = {*any_policy(), *any_policy()};
        const auto steps = *rc::gen::container<std::vector<Step>>(400, any_step());
        Race race(policies);
        for (const Step& step : steps) race.take(step);
    });
    CHECK(holds);
}

}  // namespace
}  // namespace leadline::tests
