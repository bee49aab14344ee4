// What a ruleset says of deals (SPEC 11) and opportunities (SPEC 10), as it is checked when it is
// published and asked when a deal is registered. Pure; any thread.
#pragma once

#include <optional>
#include <span>

#include "events/base/result.hpp"
#include "events/deal_terms.hpp"
#include "events/opportunity_stages.hpp"

namespace leadline::engine {

using events::Text;

// `bad_input` when they cannot be meant: an extension of nothing, an amount of no currency, or two
// of one.
[[nodiscard]] events::Result<void> check_terms(const events::DealTerms& terms);

// `bad_input` when there are none or too many stages, or two of one name.
[[nodiscard]] events::Result<void> check_stages(const events::OpportunityStages& stages);

// A registration, as far as it is asked for.
struct ApprovalFacts {
    Text tier;  // of its partner
    std::span<const Text> products;
    const std::optional<events::Money>& amount;
};

// Whether it meets all that is given.
[[nodiscard]] bool approves(const events::AutoApproval& rule, const ApprovalFacts& facts);

}  // namespace leadline::engine
