// What happened to leads that a person has made one of.
#pragma once

#include "events/commands/lead.hpp"
#include "events/commands/merge_leads.hpp"

namespace leadline::events {

// A field of the survivor that was empty, and whose it is now.
struct FilledField {
    Text name;  // as conditions name it: "company", "contact.email", "custom.NAME"
    LeadId from;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The field's name, as in conditions."),
           field("from", from, "The lead whose value it has now."));
    }
    friend bool operator==(const FilledField&, const FilledField&) = default;
};

// What was asked, and what the survivor is from now on; a LeadMerged follows for each of the
// others.
struct LeadsMerged {
    static constexpr EventKind kind{73};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadsMerged";

    MergeLeads asked;
    LeadId lead;           // the survivor
    List<LeadId> merged;   // the others, in the order in which they filled it
    List<LeadId> settled;  // those that were flagged as duplicates of the survivor
    List<FilledField> filled;
    LeadDetails details;  // the survivor's, as they are now

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("lead", lead, "The survivor."),
           field("merged", merged, "The others, in the order in which they filled it."),
           field("settled", settled, "Those of them that were flagged as its duplicates."),
           field("filled", filled, "What was empty, and from where it was filled."),
           field("details", details, "The survivor's details from now on."));
    }
    friend bool operator==(const LeadsMerged&, const LeadsMerged&) = default;
};

// The lead is closed for good. Who finds it is led to the survivor.
struct LeadMerged {
    static constexpr EventKind kind{74};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadMerged";

    LeadId lead;
    LeadId into;
    LeadStatus from = LeadStatus::new_;
    UserId from_user;  // who had it; empty: nobody
    PartnerId from_partner;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("into", into, "The survivor."),
           field("from", from, "The status before."), field("from_user", from_user),
           field("from_partner", from_partner, "That user's partner."));
    }
    friend bool operator==(const LeadMerged&, const LeadMerged&) = default;
};

// How it reads in lists from then on, whatever its process.
inline constexpr LeadStatus merged_status{"merged", StatusCategory::unqualified};

}  // namespace leadline::events
