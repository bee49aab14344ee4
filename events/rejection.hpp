// Why a command was refused: one numbered reason, and what the person who asked may want to know.
#pragma once

#include "events/custom_field.hpp"
#include "events/duplicates.hpp"
#include "events/field.hpp"
#include "events/header.hpp"
#include "events/limit.hpp"
#include "events/reason.hpp"

namespace leadline::events {

// What the person who was refused may want to know. Every field is optional; ids only, no clear
// text.
struct Detail {
    Subject about{};          // the thing that prevents: the lead's queue, the earlier deal, ...
    Time since{};             // when it became so: of the winning claim, of the assignment
    UserId by{};              // who has it
    bool by_visible = false;  // whether the actor may know `by`; it is in the log either way
    Limit limit = Limit::none;
    Text cap{};              // its name, where that is the limit
    std::uint32_t used = 0;  // n of m
    std::uint32_t allowed = 0;
    Time frees_at{};             // when the limit or the cool-down ends, as far as it is known
    List<MatchField> matched{};  // of a duplicate: what it has in common with the original
    List<Text> statuses{};       // that the lead may be given, where another was asked for
    List<FaultyField> custom_fields{};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("about_kind", about.kind), field("about", about.id), field("since", since),
           field("by", by), field("by_visible", by_visible), field("limit", limit),
           field("cap", cap, "The cap's name, where that is the limit."), field("used", used),
           field("allowed", allowed), field("frees_at", frees_at),
           field("matched", matched, "Of a duplicate: what it has in common with the original."),
           field("statuses", statuses, "The statuses that may follow, by name."),
           field("custom_fields", custom_fields, "What is wrong with which; the first 100."));
    }
    friend bool operator==(const Detail&, const Detail&) = default;
};

struct Rejection {
    Reason reason = Reason::none;
    Detail detail;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("reason", reason), field("detail", detail));
    }
    friend bool operator==(const Rejection&, const Rejection&) = default;
};

// The event of a refused command: its kind is 1000 + the command's. Holds all that was asked.
template <class Command>
struct Rejected {
    static constexpr EventKind kind{1000 + static_cast<std::uint16_t>(Command::kind)};
    static constexpr std::uint8_t schema_version = 1;

    Command asked;
    Rejection why;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked), field("why", why, "Why it was refused."));
    }
    friend bool operator==(const Rejected&, const Rejected&) = default;
};

// The event of a command that was accepted and had no effect: 2000 + the command's kind.
template <class Command>
struct NothingChanged {
    static constexpr EventKind kind{2000 + static_cast<std::uint16_t>(Command::kind)};
    static constexpr std::uint8_t schema_version = 1;

    Command asked;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("asked", asked));
    }
    friend bool operator==(const NothingChanged&, const NothingChanged&) = default;
};

}  // namespace leadline::events
