// What an event does to a lead's place, said once for the view that keeps indexes and for the fold
// that makes rows. One overload of move_of per kind; kinds without one move nothing. Pure.
#pragma once

#include "events/kinds.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

struct Move {
    enum class To : std::uint8_t { nowhere, queue, owner, offer };
    To to = To::nowhere;
    events::QueueId queue;         // to a queue: empty, it waits; to an owner: where it came from
    bool keeps_queue = false;      // to an owner: it came from where it came from before
    bool goes_on_waiting = false;  // to no queue: where it waits already it has not moved
    events::UserId user;
    events::PartnerId partner;
    bool claims = false;
    Time touch_by;
    Time expires_at;       // of an offer
    bool touched = false;  // the deadline is met
    bool creates = false;
    std::optional<events::LeadStatus> status;
    std::optional<std::int32_t> priority;
};

[[nodiscard]] inline Move to_queue(events::QueueId queue) {
    Move move;
    move.to = Move::To::queue;
    move.queue = queue;
    return move;
}
[[nodiscard]] inline Move to_owner(events::UserId user, events::PartnerId partner) {
    Move move;
    move.to = Move::To::owner;
    move.user = user;
    move.partner = partner;
    return move;
}

[[nodiscard]] inline Move to_offer(events::PartnerId partner, Time expires_at) {
    Move move;
    move.to = Move::To::offer;
    move.partner = partner;
    move.expires_at = expires_at;
    return move;
}

[[nodiscard]] inline Move move_of(const events::LeadCreated& e) {
    Move move = to_queue({});
    move.creates = true;
    move.status = e.status;
    move.priority = e.asked.details.priority;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadDetailsChanged& e) {
    Move move;
    move.priority = e.asked.priority;
    move.status = e.status;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadStatusChanged& e) {
    Move move;
    move.status = events::LeadStatus{e.asked.status, e.category};
    move.touched = e.touched;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadReopened& e) {
    Move move = e.user.is_set() ? to_owner(e.user, e.partner) : to_queue({});
    move.keeps_queue = e.user.is_set();
    move.status = e.status;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadNoteAdded& e) {
    Move move;
    move.touched = e.touched;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadQueued& e) { return to_queue(e.queue); }
[[nodiscard]] inline Move move_of(const events::LeadAssigned& e) {
    return to_owner(e.user, e.partner);
}
[[nodiscard]] inline Move move_of(const events::LeadLeftWaiting&) {
    Move move = to_queue({});
    move.goes_on_waiting = true;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadClaimed& e) {
    Move move = to_owner(e.user, e.partner);
    move.queue = e.queue;
    move.claims = true;
    move.touch_by = e.touch_by;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadReleased& e) { return to_queue(e.queue); }
[[nodiscard]] inline Move move_of(const events::ClaimLapsed& e) { return to_queue(e.queue); }
[[nodiscard]] inline Move move_of(const events::LeadReturned& e) { return to_queue(e.queue); }
[[nodiscard]] inline Move move_of(const events::LeadOffered& e) {
    return to_offer(e.partner, e.expires_at);
}
[[nodiscard]] inline Move move_of(const events::OfferAccepted& e) {
    Move move = to_owner(e.user, e.partner);
    move.keeps_queue = true;
    return move;
}
[[nodiscard]] inline Move move_of(const events::OfferDeclined&) { return to_queue({}); }
[[nodiscard]] inline Move move_of(const events::OfferExpired&) { return to_queue({}); }
[[nodiscard]] inline Move move_of(const events::OfferWithdrawn&) { return to_queue({}); }
[[nodiscard]] inline Move move_of(const events::LeadReassigned& e) {
    if (!e.user.is_set() && !e.partner.is_set()) return to_queue(e.queue);
    Move move = e.user.is_set() ? to_owner(e.user, e.partner) : to_offer(e.partner, e.expires_at);
    move.keeps_queue = true;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadMerged&) {
    Move move = to_queue({});
    move.status = events::merged_status;
    return move;
}
[[nodiscard]] inline Move move_of(const events::LeadConverted& e) {
    Move move;
    move.status = e.status;
    return move;
}

}  // namespace leadline::projections
