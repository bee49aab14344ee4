// What the engine did about leads that waited until somebody may take them (SPEC 5).
#pragma once

#include "events/field.hpp"
#include "events/header.hpp"

namespace leadline::events {

// The sum of a step; before it came what happened to each lead, oldest first.
struct LeadsTakenUp {
    static constexpr EventKind kind{49};
    static constexpr std::uint8_t schema_version = 1;
    static constexpr Text name = "LeadsTakenUp";

    Text backlog;  // "VERSION:ENTRY" or "VERSION:fallback": what they had been routed by
    std::uint32_t tried = 0;
    std::uint32_t placed = 0;
    Time next_step;  // when the others are; unset: when a cap frees, or when something else happens

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("backlog", backlog, "Ruleset version and entry that they had been routed by."),
           field("tried", tried, "How many leads were tried, oldest first."),
           field("placed", placed, "How many of them found a place."),
           field("next_step", next_step, "When the others are tried; absent: not by this."));
    }
    friend bool operator==(const LeadsTakenUp&, const LeadsTakenUp&) = default;
};

}  // namespace leadline::events
