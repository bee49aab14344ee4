// What happened to a lead that was offered to a partner (SPEC 7): delivered, then exactly one of
// accepted, declined, expired and withdrawn.
#pragma once

#include "events/commands/offer.hpp"
#include "events/explanation.hpp"

namespace leadline::events {

// Routing offered the lead to a partner. A channel manager's offer is a LeadReassigned.
struct LeadOffered {
    static constexpr EventKind kind{56};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadOffered";

    LeadId lead;
    PartnerId partner;
    Time expires_at;
    Explanation why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("partner", partner),
           field("expires_at", expires_at, "When the offer ends unanswered; absent: never."),
           field("why", why));
    }
    friend bool operator==(const LeadOffered&, const LeadOffered&) = default;
};

struct OfferAccepted {
    static constexpr EventKind kind{57};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OfferAccepted";

    AcceptOffer asked;
    UserId user;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("user", user, "Who owns it from now on."),
           field("partner", partner));
    }
    friend bool operator==(const OfferAccepted&, const OfferAccepted&) = default;
};

// Where the lead goes next follows as an event of its own, here and after the next two.
struct OfferDeclined {
    static constexpr EventKind kind{58};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OfferDeclined";

    DeclineOffer asked;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("partner", partner));
    }
    friend bool operator==(const OfferDeclined&, const OfferDeclined&) = default;
};

// A timer: nobody answered in time.
struct OfferExpired {
    static constexpr EventKind kind{59};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OfferExpired";

    LeadId lead;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("partner", partner));
    }
    friend bool operator==(const OfferExpired&, const OfferExpired&) = default;
};

// The vendor moved or closed the lead, or deactivated the partner.
struct OfferWithdrawn {
    static constexpr EventKind kind{66};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "OfferWithdrawn";

    LeadId lead;
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("partner", partner));
    }
    friend bool operator==(const OfferWithdrawn&, const OfferWithdrawn&) = default;
};

}  // namespace leadline::events
