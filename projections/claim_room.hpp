// What a queue's claim limits (SPEC 6) leave, and what is stored to say so (row_codec.cpp). How
// many claims are open stands in the lead view.
#pragma once

#include "events/limit.hpp"
#include "projections/cap_row.hpp"

namespace leadline::projections {

// Stored: the claims of one user, or of one partner, from one queue.
struct ClaimTimesRow {
    Time last_claim;
    List<CapEnding> endings;  // of those in the window, soonest first

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("last_claim", last_claim), field("endings", endings));
    }
    friend bool operator==(const ClaimTimesRow&, const ClaimTimesRow&) = default;
};

// What one limit leaves one of those whom it binds, at the time at which the answer stands.
struct ClaimRoomRow {
    events::QueueId queue;
    Text limit;           // a name of events::Limit, or "cool_down": least time between two claims
    events::UserId user;  // whom it binds; empty: all users of the partner together
    std::uint32_t used = 0;
    std::uint32_t most = 0;  // 1 and more
    // Of a window: when it has room again, else when the next of what is used counts no more. Of a
    // cool-down: its end. None: nothing is used, or no time frees it.
    Time frees_at;

    // Less than nothing is nothing: a limit may have come down since.
    [[nodiscard]] std::uint32_t left() const { return used < most ? most - used : 0; }
    friend bool operator==(const ClaimRoomRow&, const ClaimRoomRow&) = default;
};

}  // namespace leadline::projections
