// What is answered about a deal registration, and stored for it (row_codec.cpp).
#pragma once

#include "projections/rows.hpp"

namespace leadline::projections {

enum class DealStatus : std::uint8_t {
    pending = 1,
    approved,
    rejected,
    withdrawn,
    expired,
    cancelled,
    won
};

inline constexpr std::array deal_status_names{
    events::EnumName<DealStatus>{DealStatus::pending, "pending"},
    events::EnumName<DealStatus>{DealStatus::approved, "approved"},
    events::EnumName<DealStatus>{DealStatus::rejected, "rejected"},
    events::EnumName<DealStatus>{DealStatus::withdrawn, "withdrawn"},
    events::EnumName<DealStatus>{DealStatus::expired, "expired"},
    events::EnumName<DealStatus>{DealStatus::cancelled, "cancelled"},
    events::EnumName<DealStatus>{DealStatus::won, "won"}};
constexpr std::span<const events::EnumName<DealStatus>> enum_names(DealStatus) {
    return deal_status_names;
}

// One event about a registration, the first of them the registration itself.
struct DealStep {
    std::uint64_t position = 0;
    Time time;
    std::uint16_t number = 0;  // of the kind
    Text name;                 // of the kind: "DealApproved"
    events::Actor actor;
    Text on_behalf_of;
    Text asked;            // the command's name; empty: the engine did it by itself
    Time protected_until;  // of an approval or an extension
    events::Part<events::Remark> remark;
    std::optional<std::uint32_t> ruleset_version{};  // of an approval: by whose `auto_approve`
    std::optional<events::Money> amount{};           // that was won

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("position", position), field("time", time), field("kind", name),
           field("actor_kind", actor.kind), field("actor", actor.id),
           field("on_behalf_of", on_behalf_of), field("asked", asked),
           field("protected_until", protected_until), field("remark", remark),
           field("ruleset_version", ruleset_version), field("amount", amount));
        ar.derived(field("number", number));  // stored, and no field of an answer
    }
    friend bool operator==(const DealStep&, const DealStep&) = default;
};

struct DealRow {
    events::DealId deal;
    DealStatus status = DealStatus::pending;
    events::PartnerId partner;
    events::UserId registered_by;  // empty: a channel manager or system
    Text customer_key;
    events::AccountId account;
    Text customer;  // the name given, if any
    Text domain;    // likewise
    events::OpportunityId opportunity;
    List<Text> products;
    std::optional<events::Money> amount;
    Time expected_close;
    List<events::DealId> conflicts;  // earlier ones that stood at registration, in log order
    Time registered;
    std::uint64_t position = 0;  // of the registration
    Time since;                  // of the status
    Time protected_until;        // while approved
    std::uint32_t extensions = 0;
    std::optional<events::Money> amount_won{};
    List<DealStep> steps;  // in log order

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("status", status), field("partner", partner),
           field("registered_by", registered_by), field("customer_key", customer_key),
           field("account", account), field("customer", customer), field("domain", domain),
           field("opportunity", opportunity), field("products", products), field("amount", amount),
           field("expected_close", expected_close), field("conflicts", conflicts),
           field("registered", registered), field("position", position), field("since", since),
           field("protected_until", protected_until), field("extensions", extensions),
           field("amount_won", amount_won), field("steps", steps));
    }
    friend bool operator==(const DealRow&, const DealRow&) = default;
};

}  // namespace leadline::projections
