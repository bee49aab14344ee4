// Money: what was sent (a decimal text and an ISO 4217 code) and the exact amount in minor units.
// No floating point. "1200", "1200.5" and "1200.50" EUR are all 120050 minor units.
#pragma once

#include <cstdint>
#include <optional>

#include "events/field.hpp"

namespace leadline::events {

struct Money {
    Text amount;    // as it was sent: optional '-', digits, optional '.' and digits
    Text currency;  // three capital letters
    std::int64_t minor = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("amount", amount, "Decimal text, no more digits than the currency has."),
           field("currency", currency));
        ar.derived(field("minor", minor));
    }
    friend bool operator==(const Money&, const Money&) = default;
};

// Digits behind the point of a currency (ISO 4217: JPY 0, EUR 2, BHD 3); none for an unknown code.
[[nodiscard]] std::optional<int> minor_digits(Text currency);

// None when the text is no decimal, has more digits than the currency, or does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> minor_units(Text amount, Text currency);

}  // namespace leadline::events
