// How long the leads of a queue have been waiting there, at the time at which the answer stands.
#pragma once

#include "projections/lead_row.hpp"

namespace leadline::projections {

struct QueueAge {
    std::uint64_t leads = 0;
    Time oldest;  // since when the first of them has been there; none: it is empty
    events::LeadId oldest_lead;
    // Together `leads`.
    std::uint64_t under_hour = 0;
    std::uint64_t under_day = 0;
    std::uint64_t under_week = 0;
    std::uint64_t older = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("leads", leads), field("oldest", oldest), field("oldest_lead", oldest_lead),
           field("under_hour", under_hour), field("under_day", under_day),
           field("under_week", under_week), field("older", older));
    }
    friend bool operator==(const QueueAge&, const QueueAge&) = default;
};

}  // namespace leadline::projections
