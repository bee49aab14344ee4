// JSON Schema (2020-12) of what comes in and goes out, made by walking the same `serialize` and the
// same limits as the codecs (json_rules.hpp). A validator counts characters where Leadline counts
// bytes, and the schema has no `null` for what is absent.
#pragma once

#include <string>

namespace leadline::events {

// Of a command line: all commands by their names, and the facts. Several lines, ending with one.
[[nodiscard]] std::string command_schema();

// Of an event as a CloudEvent.
[[nodiscard]] std::string event_schema();

}  // namespace leadline::events
