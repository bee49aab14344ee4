// What dashboards answer (SPEC 13): how much there is of what, from sums that the views keep, so
// that no answer reads everything. Values; an answer owns the memory that its rows view.
#pragma once

#include "projections/answers.hpp"

namespace leadline::projections {

// Leads offered to a partner so far, and what became of them. What waits is the rest.
struct OfferCounts {
    std::uint64_t made = 0;
    std::uint64_t accepted = 0;
    std::uint64_t declined = 0;
    std::uint64_t expired = 0;
    std::uint64_t withdrawn = 0;  // by the vendor: says nothing of the partner

    // Of those that the partner was free to answer; per mille, rounded down; none: of none.
    [[nodiscard]] std::optional<std::uint32_t> accepted_per_mille() const {
        const std::uint64_t ended = accepted + declined + expired;
        if (ended == 0) return std::nullopt;
        return static_cast<std::uint32_t>(accepted * 1'000 / ended);
    }
    friend bool operator==(const OfferCounts&, const OfferCounts&) = default;
};

// A partner in numbers. Rates are over its whole time.
struct PartnerNumbers {
    PartnerRow row;
    OfferCounts offers;
    std::uint64_t received = 0;  // leads that its users were given, claimed or accepted
    std::uint64_t deals_pending = 0;
    std::uint64_t deals_approved = 0;
    std::uint64_t against_capacity = 0;    // open leads, offers and opportunities that count
    List<OpportunityTotal> opportunities;  // by status, then currency

    // Conversions of the leads received, per mille, rounded down.
    [[nodiscard]] std::optional<std::uint32_t> converted_per_mille() const {
        if (received == 0) return std::nullopt;
        return static_cast<std::uint32_t>(row.activity.conversions * 1'000 / received);
    }
    // Won ones of the won and the lost (by whatever way), per mille, rounded down.
    [[nodiscard]] std::optional<std::uint32_t> won_per_mille() const;
};

// What a cap on partners or tiers leaves this one.
struct PartnerCap {
    Text cap;
    CapLeftRow left;
};

struct PartnerDashboard {
    PartnerNumbers numbers;
    List<PartnerCap> caps;          // in the ruleset's order
    List<ClaimRoomRow> claim_room;  // what the claim limits of queues leave, by queue
};

// What of a program a channel manager looks at.
struct ProgramDashboard {
    ProgramRow row;
    List<OpportunityTotal> opportunities;  // of all partners, and of nobody
    Page<PartnerNumbers> partners;         // in the order of their ids
    AgedQueues queues;                     // all of them, with the first page
};

// Open opportunities of one owner in one stage, and what they come to in one currency.
struct PipelineRow {
    events::PartnerId partner;  // empty: nobody's
    events::UserId owner;       // empty: nobody's yet
    Text stage;
    Text currency;  // empty: those whose amount is not known
    std::uint64_t count = 0;
    OpportunityTotal::Minor minor = 0;
};

struct PipelineFilter {
    events::PartnerId partner{};
    events::UserId owner{};  // of that partner
};

// A registration that stands: pending or approved.
struct StandingDeal {
    events::DealId deal;
    events::PartnerId partner;
    DealStatus status = DealStatus::pending;
    List<Text> products;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("partner", partner), field("status", status),
           field("products", products));
    }
    friend bool operator==(const StandingDeal&, const StandingDeal&) = default;
};

// A customer with its registrations.
struct DealCustomer {
    Text customer_key;                // as DealRow::customer_key
    Text customer;                    // the name given last, if any
    std::uint64_t registrations = 0;  // ever
    List<StandingDeal> standing;      // in log order

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("customer_key", customer_key), field("customer", customer),
           field("registrations", registrations), field("standing", standing));
    }
    // Those of `standing` that share a product with an earlier one there.
    [[nodiscard]] std::vector<events::DealId> conflicting() const;

    friend bool operator==(const DealCustomer&, const DealCustomer&) = default;
};

struct CustomerFilter {
    bool conflicts = false;  // only customers with a conflict that stands
};

}  // namespace leadline::projections
