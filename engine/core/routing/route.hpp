// Routing: from a lead's facts to a place, with the reason on record (SPEC 5). Pure; reads state,
// and keeps beside it what one command has done so far (rotations turned, leads given and taken,
// caps used up), so that the items of a list do not all get the same turn.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/core/routing/cap_room.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

// Where a lead is to go.
struct Routed {
    Place place = Place::waiting;
    Index queue = no_index;
    Index user = no_index;
    events::Explanation why;
};

class Router {
public:
    explicit Router(const Decision& d) : d_(&d), room_(d) {}

    // The facts have been scored.
    [[nodiscard]] Routed route(const LeadFacts& facts);
    // By what an entry of the ruleset in force says, or (no_index) its fallback. `facts` are asked
    // where the entry's members have conditions (has_conditions); null otherwise.
    [[nodiscard]] Routed route_by(std::uint32_t entry, const LeadFacts* facts);
    // The place is taken, and another lead is to be routed after it.
    void take(const Routed& routed);
    // The lead that is routed next leaves this owner.
    void take_from(Index owner) { --moved_[owner]; }

private:
    using CapsReached = boost::container::small_vector<events::CapReached, 4>;
    struct Turned {
        const Rotation* rotation;
        std::span<std::int64_t> credits;  // in the arena
    };

    [[nodiscard]] std::optional<Routed> nurture(const CompiledRuleset& ruleset,
                                                const LeadFacts& facts,
                                                events::Explanation why) const;
    [[nodiscard]] Routed act(const events::Action& action, events::Explanation why);
    [[nodiscard]] Routed rotate(const events::Action& action, events::Explanation why);
    [[nodiscard]] Routed least_loaded(const events::Action& action, events::Explanation why);
    [[nodiscard]] std::span<const events::PassedOver> ask_members(const events::Action& action,
                                                                  const Rotation& rotation,
                                                                  events::Explanation& why) const;
    [[nodiscard]] std::uint32_t load_of(const User& user) const;
    static void put(const events::Action& action, Index where, Routed& routed);
    // The user or the queue that the action names; no_index: there is none of that id.
    [[nodiscard]] Index find(const events::Action& action, Text id) const;
    [[nodiscard]] Index find(const events::Action& action, const RotationSeat& seat) const;
    // Why the candidate is passed over; the cap in the way, if it is one, goes into the account.
    [[nodiscard]] events::PassedOver ask(const events::Action& action, Index candidate,
                                         events::CapReached who, CapsReached& caps) const;
    // Of members that may take the lead, leaves those that come first by their preferences.
    void prefer(std::span<events::PassedOver> reasons, Inquiry& asked) const;
    void tell_caps(const CapsReached& caps, events::Explanation& why) const;
    void tell_credits(const Rotation& rotation, std::span<const std::int64_t> credits,
                      std::span<const events::PassedOver> reasons, events::Explanation& why) const;
    [[nodiscard]] std::span<std::int64_t> credits_of(const Rotation& rotation);

    const Decision* d_;
    CapRoom room_;
    // Of the lead that is being routed.
    const LeadFacts* facts_ = nullptr;
    std::span<const MemberConditions> members_;  // of the entry that decides
    boost::container::small_vector<Turned, 2> turned_;
    boost::unordered_flat_map<Index, std::int32_t> moved_;  // leads, to each user less from them
};

// What a lead is worth by the ruleset in force, which is then one of its facts; none where that
// ruleset gives no points. The event lies in the arena.
[[nodiscard]] std::optional<events::LeadScored> score(const Decision& d, LeadFacts& facts);

// The ruleset in force, compiled when it is first asked for; none when no ruleset is in force.
[[nodiscard]] const CompiledRuleset* ruleset_in_force(const Program& program);

// The facts of a lead that state knows, at the command's time.
[[nodiscard]] LeadFacts facts_of(const Decision& d, const Lead& lead);

// Why nobody can be given work, or `no`.
[[nodiscard]] events::PassedOver passed_over(const Program& program, const User* user);

}  // namespace leadline::engine
