// The outcome line of a command (SPEC 16): what is answered once its epoch is durable. Writes into
// a string of the caller's and takes no other memory. Any thread.
#pragma once

#include <span>
#include <string>

#include "events/outcome.hpp"

namespace leadline::events {

// One line, without its end.
void append_outcome(std::string& out, const Outcome& outcome);

// [{"pointer":..,"problem":..}, ...]
void append_field_errors(std::string& out, std::span<const FieldError> errors);

}  // namespace leadline::events
