// Router: who may take a lead, and what the explanation is told about those who may not.
#include <algorithm>
#include <tuple>

#include "engine/core/decide/access.hpp"
#include "engine/core/routing/at_work.hpp"
#include "engine/core/routing/in_arena.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

using events::Action;
using events::CandidateRun;
using events::Explanation;
using events::PassedOver;

namespace {

// Collects equal neighbours into runs.
template <class Runs, class Value>
void add_to_runs(Runs& runs, Value value) {
    if (runs.empty() || runs.back().reason != value) runs.push_back({value, 0});
    ++runs.back().count;
}

}  // namespace

PassedOver passed_over(const Program& program, const User* user) {
    if (user == nullptr) return PassedOver::unknown;
    if (!is_eligible(program.partners.at(user->partner))) return PassedOver::partner_not_active;
    return is_eligible(*user) ? PassedOver::no : PassedOver::user_not_active;
}

Index Router::find(const Action& action, Text id) const {
    if (events::is_of_users(action.kind)) {
        const User* user = d_->program->users.find(id);
        return user == nullptr ? no_index : user->index;
    }
    if (events::is_of_partners(action.kind)) {
        const Partner* partner = d_->program->partners.find(id);
        return partner == nullptr ? no_index : partner->index;
    }
    const Queue* queue = d_->program->queues.find(id);
    return queue == nullptr ? no_index : queue->index;
}

Index Router::find(const Action& action, const RotationSeat& seat) const {
    if (seat.who == no_index) seat.who = find(action, seat.member);
    return seat.who;
}

// What concerns a partner, or one of its users. In the order of how soon it may change.
PassedOver Router::ask(const Partner& partner, const User* user, Found& found) const {
    if (partner.index == gone_) return PassedOver::partner_not_active;
    if (user != nullptr) {
        if (user->index == gone_user_) return PassedOver::user_not_active;
        const PassedOver reason = passed_over(*d_->program, user);
        if (reason != PassedOver::no) return reason;
    } else {
        if (!is_eligible(partner)) return PassedOver::partner_not_active;
        if (past_.has_declined(partner.index)) return PassedOver::declined;
    }
    if (has_hours(partner, user)) {
        const Time from = at_work_from(d_->program->compiled, d_->now, partner, user);
        if (from.is_set() && from != d_->now &&
            (!found.available_at.is_set() || from < found.available_at))
            found.available_at = from;
        if (from != d_->now) return PassedOver::not_at_work;
    }
    if (partner.capacity == 0) return PassedOver::no;
    const auto moved = moved_of_partners_.find(partner.index);
    const std::int64_t more = moved == moved_of_partners_.end() ? 0 : moved->second;
    return std::int64_t{partner.open_items()} + more < partner.capacity ? PassedOver::no
                                                                        : PassedOver::at_capacity;
}

// Caps are asked last: who is not there, or may not work, waits for none.
PassedOver Router::ask(const Action& action, Index candidate, events::CapReached who,
                       Found& found) const {
    if (candidate == no_index) return PassedOver::unknown;
    const Program& p = *d_->program;
    const User* user = events::is_of_users(action.kind) ? &p.users.at(candidate) : nullptr;
    const Partner* partner = user != nullptr                       ? &p.partners.at(user->partner)
                             : events::is_of_partners(action.kind) ? &p.partners.at(candidate)
                                                                   : nullptr;
    if (partner != nullptr) {
        const PassedOver reason = ask(*partner, user, found);
        if (reason != PassedOver::no) return reason;
    }
    if (!room_.has_caps()) return PassedOver::no;
    const auto reached = user != nullptr      ? room_.reached(*user)
                         : partner != nullptr ? room_.reached(*partner)
                                              : room_.reached(p.queues.at(candidate));
    if (!reached) return PassedOver::no;
    found.caps.push_back(*reached);
    found.caps.back().of = who.of;
    found.caps.back().candidate = who.candidate;
    return PassedOver::cap_reached;
}

void Router::tell(const Found& found, Explanation& why) const {
    tell_caps(found.caps, why);
    const Time at = found.available_at;
    if (at.is_set() && (!why.available_at.is_set() || at < why.available_at)) why.available_at = at;
}

// Those that are told already are of the entry's action, and these of its `else`.
void Router::tell_caps(const CapsReached& caps, Explanation& why) const {
    if (caps.empty()) return;
    CapsReached all(why.caps.begin(), why.caps.end());
    all.insert(all.end(), caps.begin(), caps.end());
    if (all.size() > events::explanation_caps_max) {
        const auto end = all.begin() + events::explanation_caps_max;
        std::nth_element(all.begin(), end, all.end(), [](const auto& a, const auto& b) {
            return std::tuple(a.frees_at, a.of, a.candidate) <
                   std::tuple(b.frees_at, b.of, b.candidate);
        });
        all.erase(end, all.end());
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return std::tuple(a.of, a.candidate) < std::tuple(b.of, b.candidate);
        });
        why.shortened = true;
    }
    why.caps = in_arena(d_->arena, all);
}

// Who prefers the lead comes before who prefers nothing, and that before who prefers others.
void Router::prefer(std::span<PassedOver> reasons, Inquiry& asked) const {
    enum class Wish : std::uint8_t { others, none, this_one };
    const std::span<Wish> wishes = d_->arena.make<Wish>(reasons.size());
    Wish best = Wish::others;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        if (reasons[i] != PassedOver::no) continue;
        const Condition& prefers = members_[i].prefers;
        if (!prefers.empty())
            wishes[i] = holds(prefers, asked) ? Wish::this_one : Wish::others;
        else
            wishes[i] = Wish::none;
        best = std::max(best, wishes[i]);
    }
    for (std::size_t i = 0; i < reasons.size(); ++i)
        if (reasons[i] == PassedOver::no && wishes[i] != best) reasons[i] = PassedOver::preference;
}

// Why each member is passed over; the explanation gets it, too.
std::span<const PassedOver> Router::ask_members(const Action& action, const Rotation& rotation,
                                                Explanation& why) const {
    const std::span<PassedOver> reasons = d_->arena.make<PassedOver>(rotation.seats.size());
    boost::container::small_vector<CandidateRun, 16> candidates;
    Found found;
    events::CapReached who;
    who.of = why.by;
    std::optional<Inquiry> asked;
    if (!members_.empty()) asked.emplace(*facts_, ruleset_in_force(*d_->program)->around());
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        const RotationSeat& seat = rotation.seats[i];
        who.candidate = static_cast<std::uint32_t>(i);
        if (seat.weight == 0)
            reasons[i] = PassedOver::weight_zero;
        else if (asked && !holds(members_[i].takes, *asked))
            reasons[i] = PassedOver::condition;
        else
            reasons[i] = ask(action, find(action, seat), who, found);
    }
    if (asked) prefer(reasons, *asked);
    for (const PassedOver reason : reasons) add_to_runs(candidates, reason);
    why.candidates = in_arena(d_->arena, candidates);
    tell(found, why);
    return reasons;
}

}  // namespace leadline::engine
