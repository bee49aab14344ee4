// The headers of commands and events: everything that is the same for all kinds. Views, like the
// bodies; the bytes are FORMAT.md's "Event header".
#pragma once

#include <array>
#include <concepts>
#include <cstdint>

#include "events/actor.hpp"
#include "events/event_prefix.hpp"

namespace leadline::events {

enum class CommandKind : std::uint16_t { none = 0 };  // values: each command's `kind`
enum class EventKind : std::uint16_t { none = 0 };    // values: each event's `kind`

// The type itself: Clang 14 makes a CommandKind of any other enum when it is only asked whether it
// could.
template <class T>
concept IsCommand = std::same_as<decltype(T::kind), const CommandKind>;

// What kind of thing an event is about. Numbers are for ever.
enum class SubjectKind : std::uint8_t {
    partition = 0,
    program = 1,
    queue = 2,
    partner = 3,
    user = 4,
    lead = 5,
    account = 6,
    contact = 7,
    opportunity = 8,
    deal = 9,
};

inline constexpr std::array subject_kind_names{
    EnumName<SubjectKind>{SubjectKind::partition, "partition"},
    EnumName<SubjectKind>{SubjectKind::program, "program"},
    EnumName<SubjectKind>{SubjectKind::queue, "queue"},
    EnumName<SubjectKind>{SubjectKind::partner, "partner"},
    EnumName<SubjectKind>{SubjectKind::user, "user"},
    EnumName<SubjectKind>{SubjectKind::lead, "lead"},
    EnumName<SubjectKind>{SubjectKind::account, "account"},
    EnumName<SubjectKind>{SubjectKind::contact, "contact"},
    EnumName<SubjectKind>{SubjectKind::opportunity, "opportunity"},
    EnumName<SubjectKind>{SubjectKind::deal, "deal"}};
constexpr std::span<const EnumName<SubjectKind>> enum_names(SubjectKind) {
    return subject_kind_names;
}

struct Subject {
    SubjectKind kind = SubjectKind::partition;
    Text id;

    friend bool operator==(const Subject&, const Subject&) = default;
};

struct CommandHeader {
    CommandKind kind = CommandKind::none;
    ProgramId program;
    Text source;  // CloudEvents `source` and `id`: with the program they identify the command
    Text id;
    Time time;  // of the log (SPEC 2.5), set at the door
    Actor actor;
    Text on_behalf_of;
    Text principal;  // what the door proved, and how; "" where a door proves nothing
    Text correlation;
    Text traceparent;
    std::uint64_t digest = 0;  // XXH3-64 of kind, canonical body, actor, on_behalf_of (DESIGN D10)
    BytesView body;            // the canonical binary body
};

// The command that caused an event. Timer events have none (kind none).
struct Cause {
    CommandKind kind = CommandKind::none;
    Text source;
    Text id;
    std::uint64_t digest = 0;
    Time repeat_until;  // end of the window in which the same source and id are a repeat

    friend bool operator==(const Cause&, const Cause&) = default;
};

struct EventHeader {
    EventKind kind = EventKind::none;
    std::uint8_t version = 1;
    Position position;
    Time time;
    ProgramId program;  // empty: TimeReached only
    Subject subject;
    Cause cause;
    Actor actor;
    Text on_behalf_of;
    Text principal;
    Text correlation;
    Text traceparent;

    friend bool operator==(const EventHeader&, const EventHeader&) = default;
};

}  // namespace leadline::events
