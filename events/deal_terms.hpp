// What a ruleset says of deal registrations (SPEC 11): how often and by how long a protection is
// extended, and which registrations are approved as they come.
#pragma once

#include "events/base/time.hpp"
#include "events/condition.hpp"
#include "events/money.hpp"

namespace leadline::events {

// A registration that conflicts with nothing and meets all that is given is approved at once.
struct AutoApproval {
    List<Text> tiers;            // its partner is of one of these; none: of any
    List<Text> products;         // each of its products is one of these; none: whatever they are
    List<Money> amount_at_most;  // it names no more, in a currency of these; none: whatever it says

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("tiers", tiers, "Of which tiers its partner is; none: of any."),
           field("products", products, "What it may be registered for; none: anything."),
           field("amount_at_most", amount_at_most,
                 "The most that it may amount to, once for each currency; none: anything."));
    }
    friend bool operator==(const AutoApproval&, const AutoApproval&) = default;
};

inline constexpr Duration deal_extension_default{30 * day.us};
inline constexpr std::uint32_t deal_extensions_default = 1;

struct DealTerms {
    SourcePlace place;
    Duration extension = deal_extension_default;         // more than 0
    std::uint32_t extensions = deal_extensions_default;  // most of one registration; 0: none
    List<AutoApproval> auto_approve = {};                // zero or one; none: people approve

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("place", place),
           field("extension", extension, "By how long a protection is extended; default 30 days."),
           field("extensions", extensions,
                 "How often a registration is extended at most; default 1, 0: never."),
           field("auto_approve", auto_approve,
                 "Which registrations without conflict are approved at once; none: people do."));
    }
    friend bool operator==(const DealTerms&, const DealTerms&) = default;
};

}  // namespace leadline::events
