// The templates of event_codec.hpp: dispatch by kind through one table per visitor.
#pragma once

#include <array>

#include "events/kinds.hpp"

namespace leadline::events {

// Kinds come in three rows of numbers (0, 1000, 2000 on); each row begins its own run of slots.
inline constexpr std::size_t kind_row_slots = 128;
inline constexpr std::size_t kind_slots = 3 * kind_row_slots;

[[nodiscard]] constexpr std::size_t kind_slot(EventKind kind) {
    const auto number = static_cast<std::size_t>(kind);
    const std::size_t row = number / 1000;
    const std::size_t column = number % 1000;
    return row < 3 && column < kind_row_slots ? row * kind_row_slots + column : 0;
}

// Writes prefix and header into `out`, answers where the event begins. See event_codec.cpp.
std::size_t begin_event(Bytes& out, const EventHeader& header, EventKind kind,
                        std::uint8_t version);
void end_event(Bytes& out, std::size_t begin);

template <class Event>
EventSpan write_event(Bytes& out, const EventHeader& header, const Event& event, BytesView asked) {
    EventSpan span;
    span.begin = begin_event(out, header, Event::kind, Event::schema_version);
    span.body = out.size();
    write_body(out, event, asked);
    span.end = out.size();
    end_event(out, span.begin);
    return span;
}

template <class Event>
bool read_version(std::uint8_t version, BytesView body, Arena& arena, Event& event) {
    if (version == Event::schema_version) return read_body(body, arena, event);
    if constexpr (requires { typename Event::before; }) {
        using Before = typename Event::before;
        static_assert(Before::kind == Event::kind);
        static_assert(Before::schema_version + 1 == Event::schema_version);
        Before old{};
        if (!read_version(version, body, arena, old)) return false;
        event = Event::from(old, arena);
        return true;
    } else {
        static_assert(Event::schema_version == 1, "name the version `before`, and its upcast");
        return false;
    }
}

template <class Kinds, class Visit>
bool visit_body_of(EventKind kind, std::uint8_t version, BytesView body, Arena& arena,
                   Visit&& visit) {
    using Call = bool (*)(std::uint8_t, BytesView, Arena&, Visit&);
    static constexpr std::array<Call, kind_slots> calls = [] {
        std::array<Call, kind_slots> table{};
        Kinds::for_each([&table]<class Event>() {
            table[kind_slot(Event::kind)] = [](std::uint8_t its_version, BytesView bytes, Arena& a,
                                               Visit& v) {
                Event event{};
                if (!read_version(its_version, bytes, a, event)) return false;
                v(static_cast<const Event&>(event));
                return true;
            };
        });
        return table;
    }();
    const Call call = calls[kind_slot(kind)];
    return call != nullptr && call(version, body, arena, visit);
}

template <class Visit>
bool visit_body(EventKind kind, std::uint8_t version, BytesView body, Arena& arena, Visit&& visit) {
    return visit_body_of<Events>(kind, version, body, arena, visit);
}

template <class Visit>
bool visit_body(const EventHeader& header, BytesView body, Arena& arena, Visit&& visit) {
    return visit_body(header.kind, header.version, body, arena,
                      [&](const auto& event) { visit(header, event); });
}

template <class Visit>
bool visit_event(BytesView bytes, Arena& arena, Visit&& visit) {
    EventHeader header;
    BytesView body;
    return read_header(bytes, header, body) && visit_body(header, body, arena, visit);
}

// Calls visit(command) with the command of `kind` decoded from its canonical body; false when it is
// damaged or no command has that number.
template <class Visit>
bool visit_command(CommandKind kind, BytesView body, Arena& arena, Visit&& visit) {
    using Call = bool (*)(BytesView, Arena&, Visit&);
    static constexpr std::array<Call, kind_row_slots> calls = [] {
        std::array<Call, kind_row_slots> table{};
        Commands::for_each([&table]<class Command>() {
            table[static_cast<std::size_t>(Command::kind)] = [](BytesView bytes, Arena& a,
                                                                Visit& v) {
                Command command{};
                if (!read_body(bytes, a, command)) return false;
                v(static_cast<const Command&>(command));
                return true;
            };
        });
        return table;
    }();
    const auto number = static_cast<std::size_t>(kind);
    return number < kind_row_slots && calls[number] != nullptr && calls[number](body, arena, visit);
}

}  // namespace leadline::events
