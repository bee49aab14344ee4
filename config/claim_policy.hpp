// `claims` of a queue in a program file: its limits, and those of single tiers (SPEC 6).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "config/program_file.hpp"
#include "config/yaml/map_reader.hpp"

namespace leadline::config {

// Limits that contradict each other or can never bind are mistakes; so is a tier that is not one of
// `known` (null: nobody can know).
void read_claim_policy(const Node& node, Diagnostics& diagnostics,
                       const std::set<std::string, std::less<>>* known, events::ClaimPolicy& out,
                       std::vector<TierSpec>& tiers);

// A duration from 1 s to `max`.
void read_duration(MapReader& m, Diagnostics& diagnostics, std::string_view key,
                   events::Duration& out, events::Duration max = events::duration_max);

}  // namespace leadline::config
