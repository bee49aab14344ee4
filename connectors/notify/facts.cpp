// See facts.hpp. A kind that somebody may be told of has its overload of `take` here, and is
// listed.
#include "connectors/notify/facts.hpp"

#include <algorithm>
#include <array>

#include "events/codec/event_codec.hpp"

namespace leadline::connectors::notify {

namespace {

// ---- Leads.

Fact take(const events::LeadAssigned& e) {
    return {.lead = e.lead, .user = e.user, .partner = e.partner, .is_own = true};
}
Fact take(const events::LeadClaimed& e) {
    return {.lead = e.lead,
            .user = e.user,
            .partner = e.partner,
            .deadline = e.touch_by,
            .is_own = true};
}
// To a user; or, without one, offered to a partner.
Fact take(const events::LeadReassigned& e) {
    return {.lead = e.lead,
            .user = e.user,
            .partner = e.partner,
            .queue = e.queue,
            .deadline = e.expires_at,
            .is_own = e.user.is_set()};
}
Fact take(const events::LeadOffered& e) {
    return {.lead = e.lead, .partner = e.partner, .deadline = e.expires_at};
}
Fact take(const events::OfferExpired& e) { return {.lead = e.lead, .partner = e.partner}; }
Fact take(const events::OfferWithdrawn& e) { return {.lead = e.lead, .partner = e.partner}; }
Fact take(const events::ClaimLapsed& e) {
    return {.lead = e.lead, .user = e.user, .partner = e.partner, .queue = e.queue};
}
Fact take(const events::LeadReturned& e) {
    return {.lead = e.lead, .user = e.user, .partner = e.partner, .queue = e.queue};
}

// ---- Opportunities.

Fact take(const events::OpportunityDelivered& e) {
    return {
        .opportunity = e.asked.opportunity, .partner = e.asked.partner, .deadline = e.expires_at};
}
Fact take(const events::OpportunityExpired& e) {
    return {.opportunity = e.opportunity, .partner = e.partner};
}
Fact take(const events::OpportunityApproved& e) {
    return {
        .opportunity = e.asked.opportunity, .user = e.user, .partner = e.partner, .is_own = true};
}
Fact take(const events::OpportunityAssigned& e) {
    return {.opportunity = e.asked.opportunity,
            .user = e.asked.user,
            .partner = e.partner,
            .is_own = true};
}
Fact take(const events::OpportunityReturned& e) {
    return {.opportunity = e.opportunity, .user = e.from_user, .partner = e.from_partner};
}

// ---- Deals. Whose they are, the directory knows.

Fact take(const events::DealRegistered& e) { return {.deal = e.asked.deal, .partner = e.partner}; }
Fact take(const events::DealApproved& e) {
    return {.deal = e.asked.deal, .deadline = e.protected_until};
}
Fact take(const events::DealRejected& e) {
    return {.deal = e.asked.deal, .reason = e.asked.remark};
}
Fact take(const events::DealProtectionEnded& e) { return {.deal = e.deal}; }
Fact take(const events::PendingDealWithdrawn& e) { return {.deal = e.deal}; }

// ---- People.

Fact take(const events::UserInvited& e) {
    return {.user = e.asked.user, .partner = e.asked.partner};
}
Fact take(const events::PartnerActivated& e) { return {.partner = e.asked.partner}; }
Fact take(const events::PartnerSuspended& e) { return {.partner = e.asked.partner}; }

template <class Event>
constexpr NamedKind named{Event::name, Event::kind};

constexpr std::array kinds{named<events::LeadAssigned>,         named<events::LeadClaimed>,
                           named<events::LeadReassigned>,       named<events::LeadOffered>,
                           named<events::OfferExpired>,         named<events::OfferWithdrawn>,
                           named<events::ClaimLapsed>,          named<events::LeadReturned>,
                           named<events::OpportunityDelivered>, named<events::OpportunityExpired>,
                           named<events::OpportunityApproved>,  named<events::OpportunityAssigned>,
                           named<events::OpportunityReturned>,  named<events::DealRegistered>,
                           named<events::DealApproved>,         named<events::DealRejected>,
                           named<events::DealProtectionEnded>,  named<events::PendingDealWithdrawn>,
                           named<events::UserInvited>,          named<events::PartnerActivated>,
                           named<events::PartnerSuspended>};

struct Taker {
    std::optional<Fact> fact;

    template <class Event>
    void operator()(const Event& e) {
        if constexpr (requires { take(e); }) fact = take(e);
    }
};

}  // namespace

std::span<const NamedKind> facts() { return kinds; }

std::optional<Fact> fact_of(const events::EventHeader& header, events::BytesView body,
                            events::Arena& arena) {
    Taker taker;
    if (!events::visit_body(header.kind, header.version, body, arena, taker)) return std::nullopt;
    return taker.fact;
}

}  // namespace leadline::connectors::notify
