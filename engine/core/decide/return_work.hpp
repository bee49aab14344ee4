// What a deactivation does to open work: everything that somebody who is gone still holds, in the
// order of its creation, goes back to where it came from. One thread.
#pragma once

#include <span>

#include "engine/core/decide/decision.hpp"

namespace leadline::engine {

// Most open leads and registrations that one deactivation takes back.
inline constexpr std::uint32_t returned_items_max = 100'000;

// The open leads that these users own, the oldest first.
[[nodiscard]] std::vector<const Lead*> open_leads(const Program& program,
                                                  std::span<const Index> users);

// The partner's registrations that are pending or protected, the oldest first.
[[nodiscard]] std::vector<const Deal*> standing_deals(const Program& program,
                                                      const Partner& partner);

// The open opportunities that these users own, and (a partner named) those that it is to answer,
// the oldest first.
[[nodiscard]] std::vector<const Opportunity*> open_opportunities(const Program& program,
                                                                 std::span<const Index> users,
                                                                 const Partner* partner);

// too_many_items.
[[nodiscard]] Refusal check_item_count(std::size_t items);

// A LeadReturned for each: to the queue it came from, else it waits.
void return_leads(Decision& d, std::span<const Lead* const> leads);

// An OpportunityReturned for each: it is nobody's then.
void return_opportunities(Decision& d, std::span<const Opportunity* const> opportunities);

}  // namespace leadline::engine
