// Commands that configuration gives, as the lines that `submit` reads. Pure; any thread.
#pragma once

#include <string>

#include "events/base/time.hpp"
#include "events/codec/body.hpp"
#include "events/header.hpp"

namespace leadline::config {

// What the commands of one plan share.
struct CommandFrame {
    std::string program;
    std::string source;
    std::string channel_manager;  // the actor
    events::Time time;            // not set: the line has none
};

// A CloudEvent without its newline; `body` is the canonical body of a command of that kind.
[[nodiscard]] std::string command_line(const CommandFrame& frame, events::CommandKind kind,
                                       std::string_view id, events::BytesView body);

template <class Command>
[[nodiscard]] std::string command_line(const CommandFrame& frame, std::string_view id,
                                       const Command& command) {
    events::Arena arena;
    return command_line(frame, Command::kind, id, events::body_in(arena, command));
}

}  // namespace leadline::config
