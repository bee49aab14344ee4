// What happened to registrations that were protected, and what was answered about customers
// (SPEC 11).
#pragma once

#include "events/commands/protected_deal.hpp"

namespace leadline::events {

struct DealExtended {
    static constexpr EventKind kind{67};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealExtended";

    ExtendDeal asked;
    Time protected_until;  // the new end

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("protected_until", protected_until));
    }
    friend bool operator==(const DealExtended&, const DealExtended&) = default;
};

struct DealCancelled {
    static constexpr EventKind kind{68};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealCancelled";

    CancelDeal asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const DealCancelled&, const DealCancelled&) = default;
};

struct DealWon {
    static constexpr EventKind kind{69};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "DealWon";

    WinDeal asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const DealWon&, const DealWon&) = default;
};

// No registration of another partner (for the vendor: of any) that is pending or protected has the
// customer and one of the products.
struct CustomerFoundFree {
    static constexpr EventKind kind{75};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "CustomerFoundFree";

    CheckCustomer asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const CustomerFoundFree&, const CustomerFoundFree&) = default;
};

// There is one. Which, and whose, is not said.
struct CustomerFoundTaken {
    static constexpr EventKind kind{76};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "CustomerFoundTaken";

    CheckCustomer asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const CustomerFoundTaken&, const CustomerFoundTaken&) = default;
};

// Its partner was deactivated, and the command said that protections end with it.
struct ApprovedDealCancelled {
    static constexpr EventKind kind{77};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "ApprovedDealCancelled";

    DealId deal;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("deal", deal));
    }
    friend bool operator==(const ApprovedDealCancelled&, const ApprovedDealCancelled&) = default;
};

}  // namespace leadline::events
