// explain: one lead's story in plain words, with the decision behind each step. A pure function of
// what Query::lead answers; needs no program file and no other source. Any thread.
#pragma once

#include <string>

#include "projections/query.hpp"

namespace leadline::projections {

// Lines for a person, each ended by a newline.
[[nodiscard]] std::string explain_text(const LeadAnswer& lead);

// The same as one JSON object, without a newline: the fields of the lead's row, and "story": a list
// of the steps' fields and their "text", a list of lines.
[[nodiscard]] std::string explain_json(const LeadAnswer& lead);

// A condition on one line: `all(source = "social", within 50 km of DE 80331)`. Time windows are on
// clocks of that zone.
[[nodiscard]] std::string condition_text(List<events::ConditionNode> condition, Text zone = "UTC");

// A part of a territory: "DE 80...", "FR Ile-de-France".
[[nodiscard]] std::string area_text(const events::Territory& area);

}  // namespace leadline::projections
