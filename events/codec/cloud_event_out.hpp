// JSON CloudEvents 1.0.2 out (DESIGN D9): events for everybody else, and commands as the lines that
// CloudEventReader reads. One line each, without its end; appended to a string of the caller's.
// What is decoded on the way stands in the caller's arena until it is reset. Any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"
#include "events/header.hpp"

namespace leadline::events {

// The event as a structured CloudEvent: id "PARTITION-POSITION", source "leadline/PROGRAM", subject
// "lead/L1". False, and `out` as it was: the body is damaged, or of a kind this build does not
// know.
[[nodiscard]] bool append_event(std::string& out, std::uint32_t partition,
                                const EventHeader& header, BytesView body, Arena& arena);

// Only the data of that line: the event's body.
[[nodiscard]] bool append_event_data(std::string& out, const EventHeader& header, BytesView body,
                                     Arena& arena);

// The command as the line it could have come from. Read again it has the same body and digest.
[[nodiscard]] bool append_command(std::string& out, const CommandHeader& command, Arena& arena);

// Only the data of that line: the command's body.
[[nodiscard]] bool append_command_data(std::string& out, const CommandHeader& command,
                                       Arena& arena);

// What that CloudEvent has as its `id` and as its `subject`.
void append_event_id(std::string& out, std::uint32_t partition, const EventHeader& header);
void append_subject(std::string& out, std::uint32_t partition, const EventHeader& header);

// "user:ID", "manager:ID", "system:ID" or "engine".
void append_actor(std::string& out, const Actor& actor);

}  // namespace leadline::events
