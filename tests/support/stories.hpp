// Beginnings that many tests share: who is there, and what lies in the queue. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "tests/support/given.hpp"

namespace leadline::tests {

// A published program "acme" with partners "north" (administrator ada, manager moe, sellers sam and
// sue) and "south" (seller tom); partners and users are active.
[[nodiscard]] std::vector<Asked> two_partners();

// The same, and the queue "inbound" in which everybody may claim, without limits.
[[nodiscard]] std::vector<Asked> open_queue();

// What a lead is captured with.
struct Sample {
    Text company;
    events::ContactDetails contact;
    events::Address address;
};
[[nodiscard]] Asked captured(Text lead, const Sample& sample = {});

// The channel manager puts a lead into "inbound", or gives it to a user.
[[nodiscard]] Asked queued(Text lead);
[[nodiscard]] Asked assigned(Text lead, Text user);

// An open queue, with the lead claimed from it.
[[nodiscard]] std::vector<Asked> claimed(Text lead, Text user, const Sample& sample = {});

// What became of two notifications: sam was told of the lead "l1", nobody of the deal "d1".
[[nodiscard]] std::vector<Asked> notified();

// The commands of several stories, one after the other.
[[nodiscard]] std::vector<Asked> operator+(std::vector<Asked> first,
                                           const std::vector<Asked>& then);
[[nodiscard]] std::vector<Asked> operator+(std::vector<Asked> first, const Asked& then);

[[nodiscard]] events::Detail about(events::SubjectKind kind, Text id);

}  // namespace leadline::tests
