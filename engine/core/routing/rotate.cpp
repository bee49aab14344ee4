// Turns of a rotation (SPEC 5); see route.hpp.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "engine/core/routing/in_arena.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

using events::Action;
using events::ActionKind;
using events::Explanation;
using events::PassedOver;

namespace {

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

}  // namespace

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
    put(action, find(action, rotation->seats[chosen]), routed);
    return routed;
}

}  // namespace leadline::engine
