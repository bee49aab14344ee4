// Commands about opportunities (SPEC 10). Those that partners deliver and answer are in
// opportunity_partner.hpp.
#pragma once

#include <optional>

#include "events/commands/deal.hpp"
#include "events/opportunity_status.hpp"

namespace leadline::events {

inline constexpr std::size_t collaborators_max = 50;  // partners of one opportunity

// What people write about it. Personal, since nobody knows what stands in it.
struct OpportunityTexts {
    Text situation;
    Text need;
    Text solution;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("situation", situation, "The customer's situation."),
           field("need", need, "What the customer needs."),
           field("solution", solution, "What is proposed."));
    }
    friend bool operator==(const OpportunityTexts&, const OpportunityTexts&) = default;
};

// By a partner's user: it is the partner's own, belongs to `user` (absent: the actor), and waits
// for approval. By the vendor: nobody's, unless a partner is named, whom it is delivered to, or a
// user, whose it is at once.
struct CreateOpportunity {
    static constexpr CommandKind kind{70};
    static constexpr Text name = "CreateOpportunity";

    OpportunityId opportunity;
    Customer customer;
    ContactId contact;
    Text topic;
    Text stage;
    std::optional<Money> amount;
    Time expected_close;  // optional
    List<Text> products;
    PartnerId partner;
    UserId user;
    Duration accept_within;
    Part<OpportunityTexts> texts;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("customer", customer),
           field("contact", contact, "A contact that is known; absent: none."),
           field("topic", topic), field("stage", stage, "Absent: the program's first."),
           field("amount", amount), field("expected_close", expected_close),
           field("products", products),
           field("partner", partner, "By the vendor: whom it is delivered to."),
           field("user", user, "Whose it is; absent: the actor's, or nobody's yet."),
           field("accept_within", accept_within,
                 "How long the partner may take to answer; absent or 0: for ever."),
           field("texts", texts));
    }
    friend bool operator==(const CreateOpportunity&, const CreateOpportunity&) = default;
};

// What is absent stays as it was. By whoever works on it, or the vendor.
struct UpdateOpportunity {
    static constexpr CommandKind kind{71};
    static constexpr Text name = "UpdateOpportunity";

    OpportunityId opportunity;
    std::optional<ContactId> contact;
    std::optional<Text> topic;
    std::optional<Text> stage;
    std::optional<Money> amount;
    std::optional<Time> expected_close;
    std::optional<List<Text>> products;
    Part<OpportunityTexts> texts;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("contact", contact), field("topic", topic),
           field("stage", stage), field("amount", amount), field("expected_close", expected_close),
           field("products", products),
           field("texts", texts, "All three as they are from now on; absent: as they were."));
    }
    friend bool operator==(const UpdateOpportunity&, const UpdateOpportunity&) = default;
};

// To in_progress or on_hold; or it ends: purchased, lost, cancelled (the partner's own only),
// returned (any other only, with a remark that says why).
struct ChangeOpportunityStatus {
    static constexpr CommandKind kind{72};
    static constexpr Text name = "ChangeOpportunityStatus";

    OpportunityId opportunity;
    OpportunityStatus status = OpportunityStatus::in_progress;
    std::optional<Money> amount;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("status", status),
           field("amount", amount, "What it was sold for; absent: the amount that is known."),
           field("remark", remark));
    }
    friend bool operator==(const ChangeOpportunityStatus&,
                           const ChangeOpportunityStatus&) = default;
};

// By the channel manager: a closed one is open again. With its owner, where that one may still
// have work; else it is nobody's.
struct ReopenOpportunity {
    static constexpr CommandKind kind{73};
    static constexpr Text name = "ReopenOpportunity";

    OpportunityId opportunity;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("remark", remark));
    }
    friend bool operator==(const ReopenOpportunity&, const ReopenOpportunity&) = default;
};

// By whoever works on it, its collaborators, or the vendor.
struct AddOpportunityNote {
    static constexpr CommandKind kind{74};
    static constexpr Text name = "AddOpportunityNote";

    OpportunityId opportunity;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity), field("remark", remark));
    }
    friend bool operator==(const AddOpportunityNote&, const AddOpportunityNote&) = default;
};

}  // namespace leadline::events
