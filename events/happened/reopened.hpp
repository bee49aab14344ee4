// What happened to a lead that came to nothing, and is given another chance.
#pragma once

#include "events/commands/reopen_lead.hpp"
#include "events/lead_process.hpp"

namespace leadline::events {

// An unqualified lead is open again: with its owner, or else it waits until the rules that are
// asked next have found a place for it.
struct LeadReopened {
    static constexpr EventKind kind{38};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadReopened";

    ReopenLead asked;
    LeadStatus from = LeadStatus::unqualified;
    LeadStatus status = LeadStatus::new_;
    UserId user;  // who had it and still has; empty: nobody
    PartnerId partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("from", from, "The status before."),
           field("status", status, "The status now."), field("user", user),
           field("partner", partner));
    }
    friend bool operator==(const LeadReopened&, const LeadReopened&) = default;
};

}  // namespace leadline::events
