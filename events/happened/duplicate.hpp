// What happened to leads that are one and the same (SPEC 4).
#pragma once

#include "events/commands/lead.hpp"
#include "events/duplicates.hpp"
#include "events/personal.hpp"

namespace leadline::events {

// What a lead is found by from now on, in place of what it was found by before: a match key for
// each rule of the ruleset's `duplicates` that the lead has all fields of.
struct LeadKeyed {
    static constexpr EventKind kind{70};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadKeyed";

    LeadId lead;
    List<MatchKey> keys;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("keys", keys));
    }
    friend bool operator==(const LeadKeyed&, const LeadKeyed&) = default;
};

// The lead is, by the ruleset in force, the same as one that was there; both go on.
struct LeadFoundDuplicate {
    static constexpr EventKind kind{71};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadFoundDuplicate";

    LeadId lead;
    LeadId duplicate_of;
    List<MatchRule> matched;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("duplicate_of", duplicate_of), field("matched", matched));
    }
    friend bool operator==(const LeadFoundDuplicate&, const LeadFoundDuplicate&) = default;
};

// An inquiry of somebody whose lead is there already: it became no lead of its own. `lead` keeps
// its owner, queue and status, and has the inquiry from now on.
struct LeadAttached {
    static constexpr EventKind kind{72};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadAttached";

    CreateLead asked;
    LeadId lead;                // the original
    OpportunityId opportunity;  // the original's, when it was converted; it is open
    List<MatchRule> matched;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("lead", lead, "The original, which the inquiry is of."),
           field("opportunity", opportunity, "The original's, when it was converted."),
           field("matched", matched));
    }
    friend bool operator==(const LeadAttached&, const LeadAttached&) = default;
};

}  // namespace leadline::events
