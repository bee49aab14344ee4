// See route.hpp.
#include "engine/core/routing/route.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "engine/core/decide/access.hpp"

namespace leadline::engine {

using events::Action;
using events::ActionKind;
using events::CandidateRun;
using events::Explanation;
using events::PassedOver;
using events::RoutedBy;

namespace {

// Collects equal neighbours into runs.
template <class Runs, class Value>
void add_to_runs(Runs& runs, Value value) {
    if (runs.empty() || runs.back().reason != value) runs.push_back({value, 0});
    ++runs.back().count;
}

// The members that gained, as alternating runs that begin with those that did not.
class GainRuns {
public:
    using Runs = boost::container::small_vector<std::uint32_t, 16>;
    void add(bool gains) {
        if (gains != gaining_) {
            runs_.push_back(0);
            gaining_ = gains;
        }
        ++runs_.back();
    }
    [[nodiscard]] const Runs& runs() const { return runs_; }

private:
    Runs runs_{0};
    bool gaining_ = false;
};

template <class Items>
auto in_arena(events::Arena& arena, const Items& items) {
    using T = std::remove_cvref_t<decltype(*items.begin())>;
    const std::span<T> copy = arena.make<T>(items.size());
    std::copy(items.begin(), items.end(), copy.begin());
    return events::List<T>(copy);
}

}  // namespace

PassedOver passed_over(const Program& program, const User* user) {
    if (user == nullptr) return PassedOver::unknown;
    if (!is_eligible(program.partners.at(user->partner))) return PassedOver::partner_not_active;
    return is_eligible(*user) ? PassedOver::no : PassedOver::user_not_active;
}

const CompiledRuleset* ruleset_in_force(const Program& program) {
    if (program.ruleset.version == 0) return nullptr;
    if (!program.compiled || program.compiled->version() != program.ruleset.version) {
        // A cache of what state holds: making it changes nothing that anybody can see.
        auto compiled = CompiledRuleset::compile(program.ruleset.version, program.ruleset.parts);
        ENSURE(compiled.has_value());  // PublishRuleset has compiled the same bytes
        const_cast<Program&>(program).compiled = std::move(*compiled);
    }
    return program.compiled.get();
}

LeadFacts facts_of(const Decision& d, const Lead& lead) {
    LeadFacts facts{{lead.id}, {}, {}, lead.status};
    facts.duplicate = lead.has(LeadMark::duplicate);
    const bool is_readable = events::read_body(lead.details.view(), d.arena, facts.details);
    ENSURE(is_readable);
    facts.person = open_person(facts.details.person, d.arena);
    facts.now = d.now;
    return facts;
}

std::optional<events::LeadScored> score(const Decision& d, LeadFacts& facts) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (ruleset == nullptr || ruleset->score_rules().empty()) return std::nullopt;
    const Scored scored = ruleset->score(facts);
    facts.score = scored.score;
    facts.grade = scored.grade;
    return events::LeadScored{facts.lead, scored.score, scored.grade, ruleset->version(),
                              in_arena(d.arena, scored.held)};
}

// Below the minimum (SPEC 4) no entry is asked.
std::optional<Routed> Router::nurture(const CompiledRuleset& ruleset, const LeadFacts& facts,
                                      Explanation why) const {
    const auto& qualification = ruleset.qualification();
    if (!qualification || *facts.score >= qualification->minimum) return std::nullopt;
    why.by = RoutedBy::nurture;
    Routed routed;
    if (!qualification->nurture.empty()) {
        const Queue* queue = d_->program->queues.find(qualification->nurture);
        ENSURE(queue != nullptr);  // PublishRuleset has looked, and a queue is for ever
        why.action = ActionKind::queue;
        routed.place = Place::queue;
        routed.queue = queue->index;
    }
    routed.why = why;
    return routed;
}

Routed Router::route(const LeadFacts& facts) {
    Routed routed = find_place(facts);
    if (routed.place == Place::user) ++moved_[routed.user];
    return routed;
}

Routed Router::find_place(const LeadFacts& facts) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d_->program);
    Explanation why;
    if (ruleset == nullptr) return {Place::waiting, no_index, no_index, why};
    why.ruleset_version = ruleset->version();
    if (auto unqualified = nurture(*ruleset, facts, why)) return *std::move(unqualified);
    const std::optional<std::uint32_t> match = ruleset->match(facts);
    if (!match) {
        why.by = RoutedBy::fallback;
        return act(ruleset->fallback(), why);
    }
    const events::RulesetEntry& entry = ruleset->entries()[*match];
    why.by = RoutedBy::entry;
    why.entry = *match;
    why.entry_name = entry.name;
    why.file = entry.file;
    why.place = entry.place;
    Routed routed = act(entry.action, why);
    if (routed.place != Place::waiting || entry.action.kind == ActionKind::do_not_assign)
        return routed;
    // Nobody may take it: the action's own `else`, with the account of the first try kept.
    if (!entry.otherwise.empty()) {
        Explanation other = routed.why;
        other.by = RoutedBy::otherwise;
        routed = act(entry.otherwise[0], other);
        routed.why.action = entry.otherwise[0].kind;
    }
    if (routed.place == Place::waiting) routed.why.by = RoutedBy::nothing;
    return routed;
}

Routed Router::act(const Action& action, Explanation why) {
    why.action = action.kind;
    Routed routed;
    switch (action.kind) {
        case ActionKind::user: {
            const User* user = d_->program->users.find(action.target);
            const PassedOver reason = passed_over(*d_->program, user);
            if (reason == PassedOver::no) {
                routed.place = Place::user;
                routed.user = user->index;
            } else if (why.candidates.empty()) {
                const std::span<CandidateRun> run = d_->arena.make<CandidateRun>(1);
                run[0] = {reason, 1};
                why.candidates = run;
            }
            break;
        }
        case ActionKind::queue:
            if (const Queue* queue = d_->program->queues.find(action.target)) {
                routed.place = Place::queue;
                routed.queue = queue->index;
            }
            break;
        case ActionKind::rotate_users:
        case ActionKind::rotate_queues:
            return rotate(action, why);
        case ActionKind::least_loaded:
            return least_loaded(action, why);
        case ActionKind::do_not_assign:
            break;
    }
    if (routed.place == Place::waiting && why.by == RoutedBy::fallback) why.by = RoutedBy::nothing;
    routed.why = why;
    return routed;
}

PassedOver Router::state_of(const Action& action, const RotationSeat& seat) const {
    if (seat.weight == 0) return PassedOver::weight_zero;
    if (events::is_of_users(action.kind))
        return passed_over(*d_->program, d_->program->users.find(seat.member));
    return d_->program->queues.find(seat.member) != nullptr ? PassedOver::no : PassedOver::unknown;
}

// Why each member is passed over; the explanation gets it, too.
std::span<const PassedOver> Router::ask_members(const Action& action, const Rotation& rotation,
                                                Explanation& why) const {
    const std::span<PassedOver> reasons = d_->arena.make<PassedOver>(rotation.seats.size());
    boost::container::small_vector<CandidateRun, 16> candidates;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        reasons[i] = state_of(action, rotation.seats[i]);
        add_to_runs(candidates, reasons[i]);
    }
    why.candidates = in_arena(d_->arena, candidates);
    return reasons;
}

// What the explanation says of the credits before the choice. Of too many members it names the
// best: those that may take the item before those that may not, then by the credit they would
// choose with.
void Router::tell_credits(const Rotation& rotation, std::span<const std::int64_t> credits,
                          std::span<const PassedOver> reasons, Explanation& why) const {
    if (credits.size() <= events::explanation_credits_max) {
        why.credits = in_arena(d_->arena, credits);
        return;
    }
    std::vector<std::uint32_t> best(credits.size());
    std::iota(best.begin(), best.end(), 0U);
    const auto rank = [&](std::uint32_t i) {
        return std::tuple(reasons[i] != PassedOver::no,
                          -(credits[i] + std::int64_t{rotation.seats[i].weight}), i);
    };
    const auto end = best.begin() + events::explanation_credits_max;
    std::nth_element(best.begin(), end, best.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
    best.erase(end, best.end());
    std::sort(best.begin(), best.end());
    std::vector<std::int64_t> told;
    told.reserve(best.size());
    for (const std::uint32_t i : best) told.push_back(credits[i]);
    why.credits = in_arena(d_->arena, told);
    why.credited = in_arena(d_->arena, best);
    why.shortened = true;
}

// The credits of a rotation as this command has left them so far.
std::span<std::int64_t> Router::credits_of(const Rotation& rotation) {
    for (Turned& turned : turned_)
        if (turned.rotation == &rotation) return turned.credits;
    const std::span<std::int64_t> credits = d_->arena.make<std::int64_t>(rotation.seats.size());
    for (std::size_t i = 0; i < credits.size(); ++i) credits[i] = rotation.seats[i].credit;
    turned_.push_back({&rotation, credits});
    return credits;
}

// Smooth weighted round robin (SPEC 5; the method is nginx's): every member that may take the item
// gains its weight, the one with most credit is chosen (tie: earlier) and pays the sum of the
// gains. With catch_up the absent gain too.
Routed Router::rotate(const Action& action, Explanation why) {
    const Rotation* rotation = d_->program->rotations.find(action.target);
    ENSURE(rotation != nullptr);  // made when the ruleset was published
    const std::span<std::int64_t> credits = credits_of(*rotation);
    const std::size_t count = rotation->seats.size();

    const std::span<const PassedOver> reasons = ask_members(action, *rotation, why);
    tell_credits(*rotation, credits, reasons, why);
    Routed routed;
    if (std::find(reasons.begin(), reasons.end(), PassedOver::no) == reasons.end()) {
        routed.why = why;  // nobody is chosen, so nobody gains either
        return routed;
    }
    GainRuns gains;
    std::int64_t sum = 0;
    std::size_t chosen = count;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t weight = rotation->seats[i].weight;
        const bool may_take = reasons[i] == PassedOver::no;
        const bool does_gain = may_take || (action.catch_up && weight != 0);
        gains.add(does_gain);
        if (does_gain) {
            credits[i] += weight;
            sum += weight;
        }
        if (may_take && (chosen == count || credits[i] > credits[chosen])) chosen = i;
    }
    credits[chosen] -= sum;
    const std::span<events::RotationTurn> turn = d_->arena.make<events::RotationTurn>(1);
    turn[0] = {rotation->id, in_arena(d_->arena, gains.runs()), static_cast<std::uint32_t>(chosen)};
    why.turn = turn;
    routed.why = why;
    const std::string& member = rotation->seats[chosen].member;
    if (action.kind == ActionKind::rotate_users) {
        routed.place = Place::user;
        routed.user = d_->program->users.find(member)->index;
    } else {
        routed.place = Place::queue;
        routed.queue = d_->program->queues.find(member)->index;
    }
    return routed;
}

}  // namespace leadline::engine
