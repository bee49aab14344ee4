// What a lead gets from those that are merged into it: the fields that it has not. Nothing that it
// has is changed. One thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/lead_facts.hpp"
#include "events/happened/merged.hpp"

namespace leadline::engine {

struct Filling {
    LeadFacts after;  // of the survivor
    events::List<events::FilledField> filled;
};

// The survivor is the first; the others fill it in their order. Left as they are: the record type,
// by which it goes through its process, and the priority.
[[nodiscard]] Filling fill_from(const Decision& d, std::span<const LeadFacts> leads);

}  // namespace leadline::engine
