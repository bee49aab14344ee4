// Why a lead went where it went: enough, with the ruleset version in the log, to print the answer
// without any other source (SPEC 5). Compact: run lengths in the version's member order.
#pragma once

#include "events/candidates.hpp"
#include "events/ruleset.hpp"

namespace leadline::events {

// A decision's account. `entry` counts from 0; it is meaningless when `by` is fallback, or when no
// ruleset was in force (`ruleset_version` 0).
struct Explanation {
    std::uint32_t ruleset_version = 0;
    RoutedBy by = RoutedBy::nothing;
    std::uint32_t entry = 0;
    Text entry_name;
    Text file;
    SourcePlace place;
    ActionKind action = ActionKind::do_not_assign;
    List<CandidateRun> candidates;   // of the entry's own action, in member order
    List<std::int64_t> credits;      // before the choice, in member order; rotations only
    List<std::uint32_t> credited;    // whose credits or loads, from 0; none: of every member
    bool shortened = false;          // `credits`, `loads` or `caps` are those of the best only
    List<RotationTurn> turn;         // zero or one
    List<std::uint32_t> loads;       // open leads before the choice, as `credits`; pools only
    List<CapReached> caps;           // of those passed over for it, at most explanation_caps_max
    Time available_at;               // when the first of those not at work is; unset: none is such
    std::uint32_t offers = 0;        // of this lead by this entry before, one after the other
    List<CustomerPartner> customer;  // zero or one: where the ruleset asks for it

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("ruleset_version", ruleset_version), field("by", by, "How a place was found."),
           field("entry", entry), field("entry_name", entry_name), field("file", file),
           field("place", place), field("action", action, "The kind of action that decided."),
           field("candidates", candidates), field("credits", credits), field("credited", credited),
           field("shortened", shortened), field("turn", turn),
           field("loads", loads, "The members' open leads before the choice; pools only."),
           field("caps", caps, "The caps that left a candidate nothing."),
           field("available_at", available_at,
                 "When the first candidate that is not at work is; absent: not by time."),
           field("offers", offers, "Of this lead, by this entry, that were not accepted before."),
           field("customer", customer, "The partner who has the customer; absent: not asked."));
    }
    friend bool operator==(const Explanation&, const Explanation&) = default;
};

inline constexpr std::size_t explanation_bytes_max = 64U * 1024U;
// Of a rotation with more members the best are told: those that would have been next.
inline constexpr std::size_t explanation_credits_max = 100;
// Of more caps those are told that free first.
inline constexpr std::size_t explanation_caps_max = 100;

// Whether the lead waits until somebody may take it; not so when it was told to wait.
[[nodiscard]] inline bool waits_for_somebody(const Explanation& why) {
    return why.by == RoutedBy::nothing;
}

// When a cap frees, or working hours begin, of somebody whom only time keeps from it; unset: none.
[[nodiscard]] inline Time first_available(const Explanation& why) {
    Time first = why.available_at;
    for (const CapReached& cap : why.caps)
        if (!first.is_set() || cap.frees_at < first) first = cap.frees_at;
    return first;
}

// Whether an entry decided, if only that it found nobody; else the fallback, or nothing was asked.
[[nodiscard]] inline bool is_of_entry(const Explanation& why) { return !why.entry_name.empty(); }

}  // namespace leadline::events
