// What happened to deal registrations (SPEC 11).
#pragma once

#include "events/commands/deal.hpp"

namespace leadline::events {

inline constexpr std::size_t deal_conflicts_max = 500;  // told in the event; decisions look at all

struct DealRegistered {
    static constexpr EventKind kind{60};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealRegistered";

    RegisterDeal asked;
    PartnerId partner;
    Text customer_key;       // "account:ID", else "domain:" or "name:" and the match key in hex
    List<Text> products;     // those asked for, else the opportunity's: sorted as bytes, each once
    List<DealId> conflicts;  // earlier ones that stand, in log order: the first of them

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("partner", partner), field("customer_key", customer_key),
           field("products", products,
                 "What is registered: those asked for, else those of the opportunity."),
           field("conflicts", conflicts));
    }
    friend bool operator==(const DealRegistered&, const DealRegistered&) = default;
};

// By a channel manager; or by the ruleset in the command that registered the deal, and `asked` is
// then what nobody had to ask.
struct DealApproved {
    static constexpr EventKind kind{61};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealApproved";

    ApproveDeal asked;
    Time protected_until;
    std::uint32_t ruleset_version = 0;  // by whose `auto_approve`; 0: a channel manager did it

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("protected_until", protected_until),
           field("ruleset_version", ruleset_version,
                 "The version whose `auto_approve` it met; 0: a channel manager approved it."));
    }
    friend bool operator==(const DealApproved&, const DealApproved&) = default;
};

struct DealRejected {
    static constexpr EventKind kind{62};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealRejected";

    RejectDeal asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const DealRejected&, const DealRejected&) = default;
};

struct DealWithdrawn {
    static constexpr EventKind kind{63};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealWithdrawn";

    WithdrawDeal asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const DealWithdrawn&, const DealWithdrawn&) = default;
};

// A timer.
struct DealProtectionEnded {
    static constexpr EventKind kind{64};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealProtectionEnded";

    DealId deal;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal));
    }
    friend bool operator==(const DealProtectionEnded&, const DealProtectionEnded&) = default;
};

// Its partner was deactivated.
struct PendingDealWithdrawn {
    static constexpr EventKind kind{65};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "PendingDealWithdrawn";

    DealId deal;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal));
    }
    friend bool operator==(const PendingDealWithdrawn&, const PendingDealWithdrawn&) = default;
};

}  // namespace leadline::events
