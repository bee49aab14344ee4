// What is known of a lead after it has changed: for the fold of state, and for whoever follows
// leads through a log without one. Pure; any thread.
#pragma once

#include "events/happened/lead.hpp"

namespace leadline::engine {

// Overlays the fields that the change names; the personal part arrives whole. Views into both.
[[nodiscard]] events::LeadDetails changed_details(const events::LeadDetails& before,
                                                  const events::LeadDetailsChanged& e);

}  // namespace leadline::engine
