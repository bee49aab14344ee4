// What happened in conversions and deal registrations.
#pragma once

#include "events/commands/deal.hpp"
#include "events/commands/lead.hpp"
#include "events/commands/partner.hpp"

namespace leadline::events {

// The events that follow in the same command create or fill what is named here.
struct LeadConverted {
    static constexpr EventKind kind{50};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadConverted";

    ConvertLead asked;
    UserId owner;  // of the lead, and of the opportunity
    PartnerId partner;
    AccountId account;
    ContactId contact;          // empty: the lead named nobody
    OpportunityId opportunity;  // empty: none was asked for

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("owner", owner), field("partner", partner),
           field("account", account), field("contact", contact), field("opportunity", opportunity));
    }
    friend bool operator==(const LeadConverted&, const LeadConverted&) = default;
};

struct AccountCreated {
    static constexpr EventKind kind{51};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "AccountCreated";

    AccountId account;
    Text title;
    MatchKey name_key;
    Address address;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("account", account), field("title", title), field("name_key", name_key),
           field("address", address));
    }
    friend bool operator==(const AccountCreated&, const AccountCreated&) = default;
};

// Only fields that were empty.
struct AccountFilled {
    static constexpr EventKind kind{52};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "AccountFilled";

    AccountId account;
    Text title;
    MatchKey name_key;
    Address address;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("account", account), field("title", title), field("name_key", name_key),
           field("address", address));
    }
    friend bool operator==(const AccountFilled&, const AccountFilled&) = default;
};

struct ContactCreated {
    static constexpr EventKind kind{53};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ContactCreated";

    ContactId contact;
    AccountId account;
    MatchKey email_key;
    Part<ContactDetails> person;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("contact", contact), field("account", account), field("email_key", email_key),
           field("person", person));
    }
    friend bool operator==(const ContactCreated&, const ContactCreated&) = default;
};

// Only fields that were empty; `person` is the whole after filling.
struct ContactFilled {
    static constexpr EventKind kind{54};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ContactFilled";

    ContactId contact;
    MatchKey email_key;  // set when the e-mail was filled
    Part<ContactDetails> person;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("contact", contact), field("email_key", email_key), field("person", person));
    }
    friend bool operator==(const ContactFilled&, const ContactFilled&) = default;
};

struct OpportunityCreated {
    static constexpr EventKind kind{55};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityCreated";

    OpportunityId opportunity;
    AccountId account;
    ContactId contact;
    LeadId lead;
    UserId owner;
    PartnerId partner;
    Text topic;
    std::optional<Money> amount;
    Time expected_close;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("account", account), field("contact", contact),
           field("lead", lead), field("owner", owner), field("partner", partner),
           field("topic", topic), field("amount", amount), field("expected_close", expected_close));
    }
    friend bool operator==(const OpportunityCreated&, const OpportunityCreated&) = default;
};

inline constexpr std::size_t deal_conflicts_max = 500;  // told in the event; decisions look at all

struct DealRegistered {
    static constexpr EventKind kind{60};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealRegistered";

    RegisterDeal asked;
    PartnerId partner;
    Text customer_key;       // "account:ID", else "name:" and the match key in hex
    List<DealId> conflicts;  // earlier ones that stand, in log order: the first of them

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("partner", partner), field("customer_key", customer_key),
           field("conflicts", conflicts));
    }
    friend bool operator==(const DealRegistered&, const DealRegistered&) = default;
};

struct DealApproved {
    static constexpr EventKind kind{61};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealApproved";

    ApproveDeal asked;
    Time protected_until;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("protected_until", protected_until));
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
