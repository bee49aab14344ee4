// The outcome line of a command (SPEC 16): what is answered once its epoch is durable. Writes into a
// string of the caller's and takes no other memory. Any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "events/dead_letter.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

enum class OutcomeKind : std::uint8_t { accepted, rejected, dead_lettered };

// Of a command on many items.
struct ItemCounts {
    std::uint32_t accepted = 0;
    std::uint32_t rejected = 0;
};

// Views, all of them.
struct Outcome {
    Text program;  // empty, as source and id may be: a dead letter in which it could not be read
    Text source;
    Text id;
    OutcomeKind kind = OutcomeKind::accepted;
    bool repeated = false;  // the command's first outcome, told again
    bool differs = false;   // source and id are those of another command; no detail is told
    std::uint32_t partition = 0;
    Position position;             // of its first event; dead letters have none
    std::span<const Text> events;  // accepted: each name once, in order of first appearance
    std::optional<ItemCounts> items;
    Reason reason = Reason::none;  // rejected
    Detail detail;
    DeadLetterReason dead_letter_reason = DeadLetterReason::none;  // dead_lettered
    std::span<const FieldError> errors;
};

// One line, without its end.
void append_outcome(std::string& out, const Outcome& outcome);

// [{"pointer":..,"problem":..}, ...]
void append_field_errors(std::string& out, std::span<const FieldError> errors);

}  // namespace leadline::events
