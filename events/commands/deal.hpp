// Commands of conversion (SPEC 9) and deal registration (SPEC 11).
#pragma once

#include <optional>

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"
#include "events/money.hpp"

namespace leadline::events {

struct OpportunityDraft {
    OpportunityId opportunity;  // empty: "opportunity-" and the lead's id
    Text topic;
    std::optional<Money> amount;
    Time expected_close;  // optional

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("opportunity", opportunity, "Its id; absent: \"opportunity-\" and the lead's id."),
           field("topic", topic), field("amount", amount), field("expected_close", expected_close));
    }
    friend bool operator==(const OpportunityDraft&, const OpportunityDraft&) = default;
};

// Lead -> account + contact + (when a draft is given) opportunity: all or nothing. Ids left empty
// are found (account by name, contact by e-mail) or made from the lead's id.
struct ConvertLead {
    static constexpr CommandKind kind{50};
    static constexpr Text name = "ConvertLead";

    LeadId lead;
    AccountId account;
    ContactId contact;
    std::optional<OpportunityDraft> opportunity;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead),
           field("account", account, "Absent: found by the company's name, else made anew."),
           field("contact", contact, "Absent: found by the e-mail, else made anew."),
           field("opportunity", opportunity, "Opened with the conversion; absent: none is."));
    }
    friend bool operator==(const ConvertLead&, const ConvertLead&) = default;
};

// Account id, else web domain, else name: one of them unless the deal names an opportunity.
struct Customer {
    AccountId account;
    Text title;
    Text domain = {};  // a web domain, or an address there

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("account", account),
           field("name", title, "Its name, when neither account nor domain is given."),
           field("domain", domain, "Its web domain, when no account is given; no free mail's."));
    }
    friend bool operator==(const Customer&, const Customer&) = default;
};

struct RegisterDeal {
    static constexpr CommandKind kind{60};
    static constexpr Text name = "RegisterDeal";

    DealId deal;
    PartnerId partner;  // empty: the actor's
    OpportunityId opportunity;
    Customer customer;
    List<Text> products;
    std::optional<Money> amount;
    Time expected_close;  // optional

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("partner", partner, "For whom; absent: the actor's partner."),
           field("opportunity", opportunity), field("customer", customer),
           field("products", products), field("amount", amount),
           field("expected_close", expected_close));
    }
    friend bool operator==(const RegisterDeal&, const RegisterDeal&) = default;
};

struct ApproveDeal {
    static constexpr CommandKind kind{61};
    static constexpr Text name = "ApproveDeal";

    DealId deal;
    Duration protection;  // 0: the program's

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal),
           field("protection", protection,
                 "How long it is exclusive; absent or 0: as the program says."));
    }
    friend bool operator==(const ApproveDeal&, const ApproveDeal&) = default;
};

struct RejectDeal {
    static constexpr CommandKind kind{62};
    static constexpr Text name = "RejectDeal";

    DealId deal;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("remark", remark));
    }
    friend bool operator==(const RejectDeal&, const RejectDeal&) = default;
};

struct WithdrawDeal {
    static constexpr CommandKind kind{63};
    static constexpr Text name = "WithdrawDeal";

    DealId deal;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("remark", remark));
    }
    friend bool operator==(const WithdrawDeal&, const WithdrawDeal&) = default;
};

}  // namespace leadline::events
