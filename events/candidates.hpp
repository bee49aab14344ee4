// What a decision saw of those who might have had the lead (SPEC 5): why each was passed over, how
// the place was found, which caps were in the way, whose customer it is. Parts of explanations.
#pragma once

#include <array>

#include "events/base/time.hpp"
#include "events/enum_names.hpp"
#include "events/field.hpp"
#include "events/ids.hpp"

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
    returning = 6,  // its customer is the partner's, and the rules say that this comes first
};

inline constexpr std::array routed_by_names{EnumName<RoutedBy>{RoutedBy::entry, "entry"},
                                            EnumName<RoutedBy>{RoutedBy::otherwise, "else"},
                                            EnumName<RoutedBy>{RoutedBy::fallback, "fallback"},
                                            EnumName<RoutedBy>{RoutedBy::nothing, "nothing"},
                                            EnumName<RoutedBy>{RoutedBy::nurture, "nurture"},
                                            EnumName<RoutedBy>{RoutedBy::returning, "returning"}};
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

// Who has, or had, the lead's customer.
struct CustomerPartner {
    PartnerId partner;
    PassedOver reason = PassedOver::no;  // why the lead is not offered to it by that alone

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("partner", partner), field("reason", reason,
                                            "Why it is not offered the lead, if its rules say "
                                            "that it would be."));
    }
    friend bool operator==(const CustomerPartner&, const CustomerPartner&) = default;
};

}  // namespace leadline::events
