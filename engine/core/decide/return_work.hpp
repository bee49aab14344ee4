// What a deactivation does to open work: everything that somebody who is gone still holds, in the
// order of its creation, goes back to where it came from. One thread.
#pragma once

#include <span>

#include "engine/core/decide/decision.hpp"

namespace leadline::engine {

// Most open leads and pending registrations that one deactivation takes back.
inline constexpr std::uint32_t returned_items_max = 100'000;

// The open leads that these users own, the oldest first.
[[nodiscard]] std::vector<const Lead*> open_leads(const Program& program,
                                                  std::span<const Index> users);

// The partner's registrations that wait for a decision, the oldest first.
[[nodiscard]] std::vector<const Deal*> pending_deals(const Program& program,
                                                     const Partner& partner);

// too_many_items.
[[nodiscard]] Refusal check_item_count(std::size_t items);

// A LeadReturned for each: to the queue it came from, else it waits.
void return_leads(Decision& d, std::span<const Lead* const> leads);

}  // namespace leadline::engine
