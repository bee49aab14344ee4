// Commands about a registration that is protected (SPEC 11), and the question that comes before
// any: whether a customer is free.
#pragma once

#include "events/commands/deal.hpp"

namespace leadline::events {

// Prolongs the window from its present end, as often as the ruleset allows.
struct ExtendDeal {
    static constexpr CommandKind kind{64};
    static constexpr Text name = "ExtendDeal";

    DealId deal;
    Duration protection;  // 0: the ruleset's extension; the vendor alone may choose another
    Part<Remark> remark;  // required

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal),
           field("protection", protection,
                 "By how long; absent or 0: as the ruleset says. Only the vendor may choose it."),
           field("remark", remark,
                 "Why, in a person's words; required. Personal; at most 64 KiB."));
    }
    friend bool operator==(const ExtendDeal&, const ExtendDeal&) = default;
};

// The protection is given up before its end.
struct CancelDeal {
    static constexpr CommandKind kind{65};
    static constexpr Text name = "CancelDeal";

    DealId deal;
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("remark", remark));
    }
    friend bool operator==(const CancelDeal&, const CancelDeal&) = default;
};

// The customer has bought.
struct WinDeal {
    static constexpr CommandKind kind{66};
    static constexpr Text name = "WinDeal";

    DealId deal;
    std::optional<Money> amount;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal), field("amount", amount));
    }
    friend bool operator==(const WinDeal&, const WinDeal&) = default;
};

// "Is this customer free?" The answer is the kind of the event, and says nothing else.
struct CheckCustomer {
    static constexpr CommandKind kind{67};
    static constexpr Text name = "CheckCustomer";

    Customer customer;
    List<Text> products;  // one at least

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("customer", customer),
           field("products", products, "What it would be registered for: one at least."));
    }
    friend bool operator==(const CheckCustomer&, const CheckCustomer&) = default;
};

}  // namespace leadline::events
