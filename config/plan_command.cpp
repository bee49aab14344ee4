// Command lines; see plan_command.hpp.
#include "config/plan_command.hpp"

#include "events/base/ensure.hpp"
#include "events/codec/cloud_event_out.hpp"

namespace leadline::config {

std::string command_line(const CommandFrame& frame, events::CommandKind kind, std::string_view id,
                         events::BytesView body) {
    events::CommandHeader header;
    header.kind = kind;
    header.program = {frame.program};
    header.source = frame.source;
    header.id = id;
    header.time = frame.time;
    header.actor = {events::ActorKind::channel_manager, frame.channel_manager};
    header.body = body;
    events::Arena arena;
    std::string line;
    const bool is_written = events::append_command(line, header, arena);
    ENSURE(is_written);  // the body is one of ours
    return line;
}

}  // namespace leadline::config
