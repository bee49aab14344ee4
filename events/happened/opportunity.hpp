// What happened to opportunities (SPEC 10). What happened to who has one is in
// opportunity_partner.hpp.
#pragma once

#include "events/commands/opportunity.hpp"

namespace leadline::events {

// By a conversion or a command. With an owner: it has been accepted at once, or (the partner's own)
// waits for approval. Its account, where that is made with it, and whom it is delivered to follow
// as events of their own.
struct OpportunityCreated {
    static constexpr EventKind kind{55};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityCreated";

    List<CreateOpportunity> request;  // one; none: by a conversion
    OpportunityId opportunity;
    AccountId account;
    ContactId contact;
    LeadId lead;  // empty: it was made by hand
    UserId owner;
    PartnerId partner;  // the owner's
    OpportunityStatus status = OpportunityStatus::accepted;
    bool by_partner = false;
    Text stage;
    Text topic;
    std::optional<Money> amount;
    Time expected_close;
    List<Text> products;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("request", request, "What was asked for; none: it came of a conversion."),
           field("opportunity", opportunity), field("account", account), field("contact", contact),
           field("lead", lead, "That it came of; absent: it was made by hand."),
           field("owner", owner), field("partner", partner, "The owner's."),
           field("status", status),
           field("by_partner", by_partner, "It is the partner's own: a partner's user made it."),
           field("stage", stage), field("topic", topic), field("amount", amount),
           field("expected_close", expected_close), field("products", products));
    }
    friend bool operator==(const OpportunityCreated&, const OpportunityCreated&) = default;
};

struct OpportunityUpdated {
    static constexpr EventKind kind{80};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityUpdated";

    UpdateOpportunity asked;
    Text from_stage;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("from_stage", from_stage, "The stage before."));
    }
    friend bool operator==(const OpportunityUpdated&, const OpportunityUpdated&) = default;
};

struct OpportunityStatusChanged {
    static constexpr EventKind kind{81};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityStatusChanged";

    ChangeOpportunityStatus asked;
    OpportunityStatus from = OpportunityStatus::new_;
    UserId owner;  // empty: nobody
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("from", from, "The status before."), field("owner", owner),
           field("partner", partner, "The owner's."));
    }
    friend bool operator==(const OpportunityStatusChanged&,
                           const OpportunityStatusChanged&) = default;
};

struct OpportunityReopened {
    static constexpr EventKind kind{82};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityReopened";

    ReopenOpportunity asked;
    OpportunityStatus from = OpportunityStatus::lost;
    OpportunityStatus status = OpportunityStatus::new_;
    UserId user;  // whose it is; empty: nobody's
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("from", from, "The status before."),
           field("status", status), field("user", user, "Whose it is; absent: nobody's."),
           field("partner", partner, "That user's."));
    }
    friend bool operator==(const OpportunityReopened&, const OpportunityReopened&) = default;
};

struct OpportunityNoteAdded {
    static constexpr EventKind kind{83};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityNoteAdded";

    AddOpportunityNote asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const OpportunityNoteAdded&, const OpportunityNoteAdded&) = default;
};

// Whoever had it, or was to answer, was deactivated: it is nobody's.
struct OpportunityReturned {
    static constexpr EventKind kind{92};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OpportunityReturned";

    OpportunityId opportunity;
    OpportunityStatus from = OpportunityStatus::new_;
    UserId from_user;  // empty: it was delivered, and not yet answered
    PartnerId from_partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("from", from, "The status before."),
           field("from_user", from_user, "Who had it; absent: it was not yet answered."),
           field("from_partner", from_partner,
                 "That user's partner, or whom it was delivered to."));
    }
    friend bool operator==(const OpportunityReturned&, const OpportunityReturned&) = default;
};

}  // namespace leadline::events
