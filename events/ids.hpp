// Strong ids: views of text that do not convert into one another. An id is 1 to 128 bytes of UTF-8
// without control characters, compared as bytes, unique within its program (SPEC 2.1).
#pragma once

#include <compare>

#include "events/base/arena.hpp"

namespace leadline::events {

template <class Tag>
struct Id {
    Text text;  // empty: none

    [[nodiscard]] constexpr bool is_set() const { return !text.empty(); }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using ProgramId = Id<struct ProgramTag>;
using PartnerId = Id<struct PartnerTag>;
using UserId = Id<struct UserTag>;  // a partner user
using LeadId = Id<struct LeadTag>;
using QueueId = Id<struct QueueTag>;
using AccountId = Id<struct AccountTag>;
using ContactId = Id<struct ContactTag>;
using OpportunityId = Id<struct OpportunityTag>;
using DealId = Id<struct DealTag>;  // a deal registration

inline constexpr std::size_t id_bytes_max = 128;

}  // namespace leadline::events
