// What is answered about a queue, and stored for it (row_codec.cpp).
#pragma once

#include "events/commands/program.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

struct QueueRow {
    events::DefineQueue definition;  // in force
    Time defined;
    std::uint64_t leads = 0;  // open and waiting to be claimed; kept by the lead view

    template <class Archive>
    void serialize(Archive& ar) {
        definition.serialize(ar);
        ar(field("defined", defined), field("leads", leads));
    }
    friend bool operator==(const QueueRow&, const QueueRow&) = default;
};

// How often ClaimNext was refused for one reason. It names no lead, so no timeline tells of it.
struct RefusedClaims {
    events::Reason reason = events::Reason::none;
    std::uint64_t count = 0;
    Time last;
    std::uint64_t last_position = 0;
    events::UserId last_user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("reason", reason), field("count", count), field("last", last),
           field("last_position", last_position), field("last_user", last_user));
    }
    friend bool operator==(const RefusedClaims&, const RefusedClaims&) = default;
};

}  // namespace leadline::projections
