// Duplicates (SPEC 4): what leads are found by as one and the same, by the ruleset in force, and
// which of those that are there is the original. Nothing is asked of state where the ruleset has no
// such section. One thread.
#pragma once

#include <span>

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/lead_facts.hpp"
#include "events/happened/duplicate.hpp"

namespace leadline::engine {

// What a match rule makes of a lead that has all its fields.
struct LeadKey {
    const events::MatchRule* rule = nullptr;  // the compiled ruleset's
    events::MatchKey key;                     // its digest lies in the arena
    std::string bytes;                        // match_key_bytes
};
[[nodiscard]] std::vector<LeadKey> keys_of(const Program& program,
                                           const events::LeadDetails& details,
                                           const events::LeadPerson& person, events::Arena& arena);

// The first created of the leads within the look-back that have one of the keys and are live: open,
// or converted to an opportunity that is; of each key the eight newest are known. Without a live
// one the first of the closed. `but` is the lead itself, or null.
struct Original {
    const Lead* lead = nullptr;
    bool is_live = false;
    events::OpportunityId opportunity;  // of a converted one
    events::List<events::MatchRule> matched;
};
[[nodiscard]] std::optional<Original> find_original(const Decision& d,
                                                    std::span<const LeadKey> keys, const Lead* but);

// A lead that comes is kept out by a live original, where the ruleset says so and the command does
// not say otherwise: then this leaves LeadAttached, or the refusal, and is true.
[[nodiscard]] bool keep_out(Decision& d, const events::CreateLead& c, const Original& original);

// What the new lead is found by from now on, and that it was found to be a duplicate.
void emit_found(Decision& d, events::LeadId lead, std::span<const LeadKey> keys,
                const std::optional<Original>& original);

// See routing/customer.hpp.
[[nodiscard]] Text partner_of_customer(const Decision& d, std::span<const LeadKey> keys,
                                       const Lead* but);

// The same of a lead that changes, where that is news. `after` is told.
void update_found(Decision& d, const Lead& lead, LeadFacts& after);

}  // namespace leadline::engine
