// Strong ids: views of text that do not convert into one another. An id is 1 to 128 bytes of UTF-8
// without control characters, compared as bytes, unique within its program (SPEC 2.1).
#pragma once

#include <compare>
#include <cstdint>

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

// a == b, without the call: ids are short, and alike but for their ends.
[[nodiscard]] inline bool same_id(Text a, Text b) {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
    // Two words that overlap.
    const auto differ = [&]<class Word>(Word in_a, std::size_t at) {
        Word in_b = 0;
        std::memcpy(&in_a, a.data() + at, sizeof(Word));
        std::memcpy(&in_b, b.data() + at, sizeof(Word));
        return in_a ^ in_b;
    };
    if (size >= 8) return (differ(std::uint64_t{}, 0) | differ(std::uint64_t{}, size - 8)) == 0;
    if (size >= 4) return (differ(std::uint32_t{}, 0) | differ(std::uint32_t{}, size - 4)) == 0;
    for (std::size_t i = 0; i < size; ++i)
        if (a[i] != b[i]) return false;
    return true;
}

}  // namespace leadline::events
