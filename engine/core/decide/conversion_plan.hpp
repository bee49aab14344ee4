// What a conversion would make, reuse and fill (SPEC 9), worked out before anything is said, so
// that it happens whole or not at all. Ids that the command leaves empty are found (account by
// name, contact by e-mail) or made from the lead's id. One thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/lead_facts.hpp"
#include "events/happened/conversion.hpp"
#include "events/happened/opportunity.hpp"

namespace leadline::engine {

// The account of a customer: one that is named or found by name, else one to be made.
struct AccountPlan {
    events::AccountId account;
    std::optional<events::AccountCreated> created;
    Refusal refusal;  // account_already_exists: its id would be another's
};
struct AccountWanted {
    events::AccountId named;  // empty: found by the title, else made anew
    Text title;
    Text made_from;  // an id is "account-" and this, where none is named
    events::Address address = {};
};
[[nodiscard]] AccountPlan plan_account(const Decision& d, const AccountWanted& wanted);

// The ids, and the events that follow LeadConverted, in the order of their kinds. An account or
// contact that is reused and has nothing to be filled leaves no event.
struct ConversionPlan {
    events::AccountId account;
    events::ContactId contact;          // empty: the lead names nobody, and none was asked for
    events::OpportunityId opportunity;  // empty: none was asked for
    std::optional<events::AccountCreated> account_created;
    std::optional<events::AccountFilled> account_filled;
    std::optional<events::ContactCreated> contact_created;
    std::optional<events::ContactFilled> contact_filled;
    std::optional<events::OpportunityCreated> opportunity_created;  // without owner and partner
    Refusal refusal;  // account_, contact_ or opportunity_already_exists: an id that would be made
};

[[nodiscard]] ConversionPlan plan_conversion(const Decision& d, const events::ConvertLead& c,
                                             const LeadFacts& lead);

}  // namespace leadline::engine
