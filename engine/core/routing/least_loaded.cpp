// The least loaded of a pool (SPEC 5): fewest open leads owned, divided by weight; of equals the
// one whom the pool has given nothing for the longest time, then the lesser id. See route.hpp.
#include <algorithm>
#include <numeric>

#include "engine/core/evolve/rotation_seats.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

using events::Explanation;
using events::PassedOver;

namespace {

// A member as the choice sees it.
struct Candidate {
    PassedOver reason = PassedOver::no;
    PoolMember seen;
};

// Whether `a` comes before `b`: who may take it, then who has a weight, then the less loaded.
bool is_before(const Candidate& a, const Candidate& b) {
    if ((a.reason == PassedOver::no) != (b.reason == PassedOver::no))
        return a.reason == PassedOver::no;
    if ((a.seen.weight == 0) != (b.seen.weight == 0)) return b.seen.weight == 0;
    return is_less_loaded(a.seen, b.seen);
}

// What the explanation says of the counts: of too many members those of the best, in member order.
void tell_loads(std::span<const Candidate> candidates, events::Arena& arena, Explanation& why) {
    constexpr std::size_t most = events::explanation_credits_max;
    std::vector<std::uint32_t> told(candidates.size());
    std::iota(told.begin(), told.end(), 0U);
    if (candidates.size() > most) {
        std::nth_element(told.begin(), told.begin() + most, told.end(),
                         [&](std::uint32_t a, std::uint32_t b) {
                             return is_before(candidates[a], candidates[b]);
                         });
        told.resize(most);
        std::sort(told.begin(), told.end());
        const std::span<std::uint32_t> whose = arena.make<std::uint32_t>(most);
        std::copy(told.begin(), told.end(), whose.begin());
        why.credited = whose;
        why.shortened = true;
    }
    const std::span<std::uint32_t> loads = arena.make<std::uint32_t>(told.size());
    for (std::size_t i = 0; i < told.size(); ++i) loads[i] = candidates[told[i]].seen.load;
    why.loads = loads;
}

}  // namespace

// With what this command has given to the user and taken away already.
std::uint32_t Router::load_of(const User& user) const {
    const auto moved = moved_.find(user.index);
    const std::int64_t load =
        std::int64_t{user.open_leads} + (moved == moved_.end() ? 0 : moved->second);
    ENSURE(load >= 0);
    return static_cast<std::uint32_t>(load);
}

Routed Router::least_loaded(const events::Action& action, Explanation why) {
    const Rotation* pool = d_->program->rotations.find(action.target);
    ENSURE(pool != nullptr && pool->is_pool);  // made when the ruleset was published
    const std::span<std::int64_t> last = credits_of(*pool);
    const std::span<const PassedOver> reasons = ask_members(action, *pool, why);
    const std::span<Candidate> candidates = d_->arena.make<Candidate>(reasons.size());
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        const RotationSeat& seat = pool->seats[i];
        const Index user = find(action, seat);
        const std::uint32_t load = user == no_index ? 0 : load_of(d_->program->users.at(user));
        candidates[i] = {reasons[i], {load, seat.weight, last[i], seat.member}};
    }
    tell_loads(candidates, d_->arena, why);
    const auto best = std::min_element(candidates.begin(), candidates.end(), is_before);
    Routed routed;
    if (best->reason == PassedOver::no) {
        const auto chosen = static_cast<std::uint32_t>(best - candidates.begin());
        const std::span<events::RotationTurn> turn = d_->arena.make<events::RotationTurn>(1);
        turn[0] = {pool->id, {}, chosen};
        why.turn = turn;
        last[chosen] = *std::max_element(last.begin(), last.end()) + 1;
        put(action, find(action, pool->seats[chosen]), routed);
    }
    routed.why = why;
    return routed;
}

}  // namespace leadline::engine
