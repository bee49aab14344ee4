// ClaimCounter: what the limits of a queue's policy are measured against (SPEC 6).
#pragma once

#include <vector>

#include "engine/core/state/entry.hpp"
#include "events/base/time.hpp"

namespace leadline::engine {

using events::Time;

// Whose claims are counted, and from which queue.
struct ClaimHolder {
    Index queue = no_index;
    Index holder = no_index;  // a user, or a partner
    bool is_partner = false;

    friend bool operator==(const ClaimHolder&, const ClaimHolder&) = default;
};

// Claims of one user, or of one partner, from one queue. Entry id: see Program::counter().
struct ClaimCounter : Entry {
    ClaimHolder of;  // derived
    std::uint32_t open = 0;
    Time last_claim;
    std::vector<Time> counts_until;  // of the claims in the window, oldest first
};

}  // namespace leadline::engine
