// ReopenLead: the way back for a lead that came to nothing (SPEC 4).
#pragma once

#include "events/commands/shared.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"

namespace leadline::events {

// Opens an unqualified lead.
struct ReopenLead {
    static constexpr CommandKind kind{34};
    static constexpr Text name = "ReopenLead";

    LeadId lead;
    Text status;  // the name of an open status of the lead's process; empty: the first one
    Part<Remark> remark;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead),
           field("status", status,
                 "An open status of the lead's process; absent: the one where leads begin."),
           field("remark", remark));
    }
    friend bool operator==(const ReopenLead&, const ReopenLead&) = default;
};

}  // namespace leadline::events
