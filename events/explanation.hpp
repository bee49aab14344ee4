// Why a lead went where it went: enough, with the ruleset version in the log, to print the answer
// without any other source (SPEC 5). Compact: run lengths in the version's member order.
#pragma once

#include <array>

#include "events/enum_names.hpp"
#include "events/ruleset.hpp"

namespace leadline::events {

// Why a candidate was passed over. Numbers are for ever.
enum class PassedOver : std::uint8_t {
    no = 0,  // took part
    partner_not_active = 1,
    user_not_active = 2,  // deactivated, or never logged in
    weight_zero = 3,
    unknown = 4,      // no such user or queue (any more)
    cap_reached = 5,  // `caps` says which
    condition = 6,    // its own does not hold for the lead
    preference = 7,   // others prefer the lead, or it prefers others and somebody does not
    not_at_work = 8,  // outside its working hours or its partner's, or absent
    at_capacity = 9,  // its partner has as many open leads as it can
    declined = 10,    // a partner that was offered the lead, and declined or did not answer
};

inline constexpr std::array passed_over_names{
    EnumName<PassedOver>{PassedOver::no, "took_part"},
    EnumName<PassedOver>{PassedOver::partner_not_active, "partner_not_active"},
    EnumName<PassedOver>{PassedOver::user_not_active, "user_not_active"},
    EnumName<PassedOver>{PassedOver::weight_zero, "weight_zero"},
    EnumName<PassedOver>{PassedOver::unknown, "unknown"},
    EnumName<PassedOver>{PassedOver::cap_reached, "cap_reached"},
    EnumName<PassedOver>{PassedOver::condition, "not_by_its_condition"},
    EnumName<PassedOver>{PassedOver::preference, "not_by_preference"},
    EnumName<PassedOver>{PassedOver::not_at_work, "not_at_work"},
    EnumName<PassedOver>{PassedOver::at_capacity, "at_capacity"},
    EnumName<PassedOver>{PassedOver::declined, "declined"}};
constexpr std::span<const EnumName<PassedOver>> enum_names(PassedOver) { return passed_over_names; }

struct CandidateRun {
    PassedOver reason = PassedOver::no;
    std::uint32_t count = 0;  // so many members in a row

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("reason", reason, "Why they were passed over, or that they took part."),
           field("count", count));
    }
    friend bool operator==(const CandidateRun&, const CandidateRun&) = default;
};

// How a place was found.
enum class RoutedBy : std::uint8_t {
    entry = 1,      // the entry's action
    otherwise = 2,  // the entry's `else`
    fallback = 3,   // no entry matched
    nothing = 4,    // a place was found by neither: the lead waits
    nurture = 5,    // its score is below the minimum to be routed
};

inline constexpr std::array routed_by_names{EnumName<RoutedBy>{RoutedBy::entry, "entry"},
                                            EnumName<RoutedBy>{RoutedBy::otherwise, "else"},
                                            EnumName<RoutedBy>{RoutedBy::fallback, "fallback"},
                                            EnumName<RoutedBy>{RoutedBy::nothing, "nothing"},
                                            EnumName<RoutedBy>{RoutedBy::nurture, "nurture"}};
constexpr std::span<const EnumName<RoutedBy>> enum_names(RoutedBy) { return routed_by_names; }

// One choice of a rotation: what `evolve` needs to move the credits (DESIGN D11). Runs alternate,
// beginning with members that did not gain: {0, 2, 1} = the first two gained, the third did not.
// One of a pool has none: `evolve` notes who was chosen last.
struct RotationTurn {
    Text rotation;
    List<std::uint32_t> gained;
    std::uint32_t chosen = 0;  // index in the version's member list

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("rotation", rotation), field("gained", gained), field("chosen", chosen));
    }
    friend bool operator==(const RotationTurn&, const RotationTurn&) = default;
};

// A cap that left a candidate nothing; where several did, the one that frees last.
struct CapReached {
    RoutedBy of = RoutedBy::entry;  // whose candidate: the entry's action, its `else`, the fallback
    std::uint32_t candidate = 0;    // in member order, from 0
    Text cap;
    std::uint32_t used = 0;
    std::uint32_t most = 0;
    Time frees_at;  // if nothing else is counted until then

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("of", of, "Whose candidate it is."), field("candidate", candidate),
           field("cap", cap, "The cap's name."), field("used", used), field("most", most),
           field("frees_at", frees_at));
    }
    friend bool operator==(const CapReached&, const CapReached&) = default;
};

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
    List<CandidateRun> candidates;  // of the entry's own action, in member order
    List<std::int64_t> credits;     // before the choice, in member order; rotations only
    List<std::uint32_t> credited;   // whose credits or loads, from 0; none: of every member
    bool shortened = false;         // `credits`, `loads` or `caps` are those of the best only
    List<RotationTurn> turn;        // zero or one
    List<std::uint32_t> loads;      // open leads before the choice, as `credits`; pools only
    List<CapReached> caps;          // of those passed over for it, at most explanation_caps_max
    Time available_at;              // when the first of those not at work is; unset: none is such
    std::uint32_t offers = 0;       // of this lead by this entry before, one after the other

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
           field("offers", offers, "Of this lead, by this entry, that were not accepted before."));
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
