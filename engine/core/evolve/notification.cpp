// Notifications: what became of one is on the record, and in no state.
#include "engine/core/evolve/evolve.hpp"

namespace leadline::engine {

bool fits(const Fold&, const events::NotificationRecorded&) { return true; }
void evolve(const Fold&, const events::NotificationRecorded&) {}

}  // namespace leadline::engine
