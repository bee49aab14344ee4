// MergeLeads: leads that are one and the same become one (SPEC 4).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

inline constexpr std::size_t merged_leads_min = 2;
inline constexpr std::size_t merged_leads_max = 100;

// All or none: one of the leads stays, and the others are closed as merged into it.
struct MergeLeads {
    static constexpr CommandKind kind{35};
    static constexpr Text name = "MergeLeads";

    List<LeadId> leads;
    LeadId survivor;  // one of them; empty: the one that has come furthest
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("leads", leads, "The leads that are one and the same, 2 to 100, each once."),
           field("survivor", survivor, "The one that stays; absent: the one that came furthest."),
           field("remark", remark));
    }
    friend bool operator==(const MergeLeads&, const MergeLeads&) = default;
};

}  // namespace leadline::events
