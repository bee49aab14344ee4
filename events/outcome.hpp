// Outcome: the one answer to a command (SPEC 2.3), as upstream systems and partners get it.
#pragma once

#include <optional>
#include <vector>

#include "events/dead_letter.hpp"
#include "events/header.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

enum class OutcomeKind : std::uint8_t { accepted, rejected, dead_lettered };

// A view: of the command, the events, or the memory of whoever made it.
struct Outcome {
    OutcomeKind kind = OutcomeKind::accepted;
    Text program;
    Text source;
    Text id;
    std::uint32_t partition = 0;
    Position position;              // of its first event; dead letters have none
    std::vector<EventKind> events;  // accepted: each kind once, in order of first appearance
    bool repeated = false;
    bool differs = false;  // a repeat with another content or actor: no detail is given
    Rejection why;         // rejected
    struct Items {
        std::uint32_t accepted = 0;
        std::uint32_t rejected = 0;
    };
    std::optional<Items> items;  // accepted, of a command on many items
    DeadLetterReason dead_letter = DeadLetterReason::none;
    std::vector<FieldError> errors;       // dead_lettered; this and the next
    std::optional<std::uint64_t> offset;  // in the partition, where inputs have offsets

    // Empties it, keeping its memory.
    void clear() {
        std::vector<EventKind> kinds = std::move(events);
        std::vector<FieldError> problems = std::move(errors);
        kinds.clear();
        problems.clear();
        *this = {};
        events = std::move(kinds);
        errors = std::move(problems);
    }
};

}  // namespace leadline::events
