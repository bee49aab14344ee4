// Routing: from a lead's facts to a place, with the reason on record (SPEC 5, 7). Pure; reads
// state, and keeps beside it what one command has done so far (rotations turned, leads given and
// taken, caps used up), so that the items of a list do not all get the same turn.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/core/routing/cap_room.hpp"
#include "events/explanation.hpp"
#include "events/happened/merged.hpp"

namespace leadline::engine {

// Where a lead is to go.
struct Routed {
    Place place = Place::waiting;
    Index queue = no_index;
    Index user = no_index;
    Index partner = no_index;  // of an offer
    Time expires_at = {};      // of an offer; unset: never
    events::Explanation why = {};
};

// What is to be known of a lead's offers: who is not offered it again, and which entry has made
// how many, one after the other. None: it is new.
struct PastOffers {
    std::span<const Index> declined_by = {};
    std::uint32_t version = 0;  // of the ruleset; 0: no entry has
    std::uint32_t entry = no_index;
    std::uint32_t count = 0;

    [[nodiscard]] static PastOffers of(const Lead& lead);
    // Who has declined it still counts, how often it was offered no longer does.
    [[nodiscard]] static PastOffers begun_anew(const Lead& lead);
    [[nodiscard]] bool has_declined(Index partner) const;
};

class Router {
public:
    explicit Router(const Decision& d) : d_(&d), room_(d) {}

    // The facts have been scored.
    [[nodiscard]] Routed route(const LeadFacts& facts, const PastOffers& past = {});
    // By what an entry of the ruleset in force says, or (no_index) its fallback. `facts` are asked
    // where the entry's members have conditions (members_of); null otherwise.
    [[nodiscard]] Routed route_by(std::uint32_t entry, const LeadFacts* facts,
                                  const PastOffers& past);
    // The place is taken, and another lead is to be routed after it.
    void take(const Routed& routed);
    // The lead that is routed next leaves where it is: its owner, or whom it is offered to.
    void take_from(const Lead& lead);
    // This partner, or this user, is about to be deactivated, and gets nothing any more.
    void without(Index partner) { gone_ = partner; }
    void without_user(Index user) { gone_user_ = user; }

private:
    using CapsReached = boost::container::small_vector<events::CapReached, 4>;
    // What has been found out about candidates so far.
    struct Found {
        CapsReached caps;
        Time available_at;
    };
    struct Turned {
        const Rotation* rotation;
        std::span<std::int64_t> credits;  // in the arena
    };

    [[nodiscard]] std::optional<Routed> nurture(const CompiledRuleset& ruleset,
                                                const LeadFacts& facts,
                                                events::Explanation why) const;
    [[nodiscard]] std::optional<Routed> return_customer(const CompiledRuleset& ruleset,
                                                        events::Explanation why);
    [[nodiscard]] Routed act(const events::Action& action, events::Explanation why);
    [[nodiscard]] Routed rotate(const events::Action& action, events::Explanation why);
    [[nodiscard]] Routed least_loaded(const events::Action& action, events::Explanation why);
    [[nodiscard]] std::span<const events::PassedOver> ask_members(const events::Action& action,
                                                                  const Rotation& rotation,
                                                                  events::Explanation& why) const;
    [[nodiscard]] std::uint32_t load_of(const User& user) const;
    void put(const events::Action& action, Index where, Routed& routed) const;
    // The user, the partner or the queue that the action names; no_index: there is none of that id.
    [[nodiscard]] Index find(const events::Action& action, Text id) const;
    [[nodiscard]] Index find(const events::Action& action, const RotationSeat& seat) const;
    // Why the candidate is passed over; the cap in the way, if it is one, goes into the account.
    [[nodiscard]] events::PassedOver ask(const events::Action& action, Index candidate,
                                         events::CapReached who, Found& found) const;
    [[nodiscard]] events::PassedOver ask(const Partner& partner, const User* user,
                                         Found& found) const;
    // How many offers of the entry `number` the lead has behind it.
    [[nodiscard]] std::uint32_t offers_behind(std::uint32_t number) const;
    // Of members that may take the lead, leaves those that come first by their preferences.
    void prefer(std::span<events::PassedOver> reasons, Inquiry& asked) const;
    void tell(const Found& found, events::Explanation& why) const;
    void tell_caps(const CapsReached& caps, events::Explanation& why) const;
    void tell_credits(const Rotation& rotation, std::span<const std::int64_t> credits,
                      std::span<const events::PassedOver> reasons, events::Explanation& why) const;
    [[nodiscard]] std::span<std::int64_t> credits_of(const Rotation& rotation);

    const Decision* d_;
    CapRoom room_;
    // Of the lead that is being routed.
    const LeadFacts* facts_ = nullptr;
    std::span<const MemberConditions> members_;  // of the entry that decides
    PastOffers past_;
    events::List<events::CustomerPartner> customer_;  // zero or one
    Index gone_ = no_index;
    Index gone_user_ = no_index;
    boost::container::small_vector<Turned, 2> turned_;
    // Leads, to each user, or partner with its users, less from them.
    boost::unordered_flat_map<Index, std::int32_t> moved_;
    boost::unordered_flat_map<Index, std::int32_t> moved_of_partners_;
};

// What a lead is worth by the ruleset in force, which is then one of its facts; none where that
// ruleset gives no points. The event lies in the arena.
[[nodiscard]] std::optional<events::LeadScored> score(const Decision& d, LeadFacts& facts);

// The ruleset in force, compiled when it is first asked for; none when no ruleset is in force.
[[nodiscard]] const CompiledRuleset* ruleset_in_force(const Program& program);

// Which statuses leads of this type go through by the ruleset in force.
[[nodiscard]] const events::LeadProcess& process_of(const Program& program, Text record_type);

// Where the lead is in its process. The name is a view of the program.
[[nodiscard]] inline events::LeadStatus status_of(const Program& program, const Lead& lead) {
    if (!lead.past->merged_into.empty()) return events::merged_status;
    return program.ruleset.statuses.at(lead.status);
}

// The facts of a lead that state knows, at the command's time.
[[nodiscard]] LeadFacts facts_of(const Decision& d, const Lead& lead);

// Why nobody can be given work by who they are, or `no`.
[[nodiscard]] events::PassedOver passed_over(const Program& program, const User* user);

}  // namespace leadline::engine
