// What happened in conversions (SPEC 9): one LeadConverted, then what it created or filled.
#pragma once

#include "events/commands/deal.hpp"
#include "events/commands/lead.hpp"

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
    LeadStatus status = LeadStatus::converted;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("owner", owner), field("partner", partner),
           field("account", account), field("contact", contact), field("opportunity", opportunity),
           field("status", status, "The converted status of its lead process."));
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

}  // namespace leadline::events
