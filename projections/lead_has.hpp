// What a lead has of that which a comparison asks for, in words: `the lead has "FR"`, `the lead is
// 312 km away`. Inside this room only. Pure; any thread.
#pragma once

#include <string>

#include "engine/core/routing/condition.hpp"

namespace leadline::projections {

// `zone_name` is that of the zone, on whose clocks time windows are read.
[[nodiscard]] std::string lead_has(const engine::LeadFacts& facts,
                                   const engine::CompiledNode& comparison,
                                   const engine::TimeZone& zone, events::Text zone_name);

}  // namespace leadline::projections
