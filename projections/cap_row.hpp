// What is answered about caps, and stored for them (row_codec.cpp).
#pragma once

#include "events/cap.hpp"
#include "events/zone.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

// Stored: the caps of the ruleset in force, and the clocks of their windows.
struct CapsRow {
    std::uint32_t ruleset_version = 0;
    List<events::Cap> caps;
    List<events::Zone> zone;  // zero or one; none: UTC

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("ruleset_version", ruleset_version), field("caps", caps), field("zone", zone));
    }
    friend bool operator==(const CapsRow&, const CapsRow&) = default;
};

// Stored: so many count until then (engine::WindowCount::Ending).
struct CapEnding {
    Time until;
    std::uint32_t count = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("until", until), field("count", count));
    }
    friend bool operator==(const CapEnding&, const CapEnding&) = default;
};
struct CapCountRow {
    List<CapEnding> endings;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("endings", endings));
    }
    friend bool operator==(const CapCountRow&, const CapCountRow&) = default;
};

// What a cap leaves one of those whom it counts, at the time at which the answer stands.
struct CapLeftRow {
    Text subject;  // a user, a partner or a tier; of queues and the program: none
    std::uint32_t used = 0;
    std::uint32_t most = 0;
    std::uint32_t left = 0;
    // Full: when it has room again, else when the next of what is used counts no more; none:
    // nothing is used.
    Time frees_at;
    Text frees_local;  // the same on the clocks of the ruleset: 2026-03-29T00:00:00+01:00

    [[nodiscard]] bool is_full() const { return left == 0; }

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("subject", subject), field("used", used), field("most", most), field("left", left),
           field("frees_at", frees_at), field("frees_local", frees_local));
    }
    friend bool operator==(const CapLeftRow&, const CapLeftRow&) = default;
};

struct CapAnswer {
    events::Cap cap;
    Text zone;  // whose clocks fixed windows are on
    // Who has used something, and whoever alone is meant; the least left first, then by name.
    List<CapLeftRow> subjects;
    std::uint32_t full = 0;  // of them
};

struct CapFilter {
    Text subject{};
    bool full = false;      // only those with nothing left
    std::size_t limit = 0;  // 0: all
};

}  // namespace leadline::projections
