// A lead of a rules test, from YAML to CreateLead: the same fields that conditions ask for. Used by
// rules_test.cpp alone; one thread.
#pragma once

#include "config/yaml/map_reader.hpp"
#include "events/commands/lead.hpp"

namespace leadline::config {

// Reads the fields of the map that `m` is reading into memory of `arena`. Mistakes are reported.
void read_test_lead(MapReader& m, Diagnostics& diagnostics, events::Arena& arena,
                    events::CreateLead& out);

}  // namespace leadline::config
