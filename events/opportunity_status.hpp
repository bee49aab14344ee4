// Where an opportunity stands (SPEC 10): its status, and whether that is open, won or lost.
#pragma once

#include <array>
#include <cstdint>

#include "events/enum_names.hpp"

namespace leadline::events {

// Numbers are for ever.
enum class OpportunityStatus : std::uint8_t {
    new_ = 1,         // nobody's yet; of one that a partner made: it waits for approval
    delivered = 2,    // to a partner, who has not answered yet
    accepted = 3,     // by the partner; of one that a partner made: approved
    in_progress = 4,  // somebody works on it
    on_hold = 5,
    purchased = 6,  // won
    lost = 7,       // this one and the rest: lost
    cancelled = 8,  // by the partner that made it
    returned = 9,   // by a partner that did not make it
    declined = 10,  // by whom it was delivered to; of one that a partner made: by the vendor
    expired = 11,   // it was delivered, and nobody answered in time
};

inline constexpr std::array opportunity_status_names{
    EnumName<OpportunityStatus>{OpportunityStatus::new_, "new"},
    EnumName<OpportunityStatus>{OpportunityStatus::delivered, "delivered"},
    EnumName<OpportunityStatus>{OpportunityStatus::accepted, "accepted"},
    EnumName<OpportunityStatus>{OpportunityStatus::in_progress, "in_progress"},
    EnumName<OpportunityStatus>{OpportunityStatus::on_hold, "on_hold"},
    EnumName<OpportunityStatus>{OpportunityStatus::purchased, "purchased"},
    EnumName<OpportunityStatus>{OpportunityStatus::lost, "lost"},
    EnumName<OpportunityStatus>{OpportunityStatus::cancelled, "cancelled"},
    EnumName<OpportunityStatus>{OpportunityStatus::returned, "returned"},
    EnumName<OpportunityStatus>{OpportunityStatus::declined, "declined"},
    EnumName<OpportunityStatus>{OpportunityStatus::expired, "expired"}};
constexpr std::span<const EnumName<OpportunityStatus>> enum_names(OpportunityStatus) {
    return opportunity_status_names;
}

[[nodiscard]] constexpr bool is_open(OpportunityStatus status) {
    return status < OpportunityStatus::purchased;
}
[[nodiscard]] constexpr bool is_won(OpportunityStatus status) {
    return status == OpportunityStatus::purchased;
}

// Somebody owns it and works on it: neither nobody's, nor waiting for an answer, nor closed.
[[nodiscard]] constexpr bool is_worked_on(OpportunityStatus status) {
    return status >= OpportunityStatus::accepted && is_open(status);
}

}  // namespace leadline::events
