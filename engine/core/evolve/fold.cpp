// See evolve.hpp: the one door through which events enter state, live and in a replay alike.
#include "engine/core/evolve/evolve.hpp"

namespace leadline::engine {

namespace {

template <class Event>
constexpr bool needs_program =
    !std::is_same_v<Event, events::ProgramCreated> && !std::is_same_v<Event, events::TimeReached>;

template <class Command>
constexpr bool is_refusal(const events::Rejected<Command>*) {
    return true;
}
constexpr bool is_refusal(const void*) { return false; }

// The first event a command leaves opens its window; the ones that follow are counted.
void note_command(State& state, const events::EventHeader& h) {
    if (h.cause.kind == events::CommandKind::none) return;
    const CommandIdentity id = identity(h.program, h.cause.source, h.cause.id);
    state.dedup.note(id, {h.cause.repeat_until, h.position, 1, h.cause.digest});
}

template <class Event>
bool apply_event(State& state, const events::EventHeader& header, const Event& event) {
    if (header.position.number != state.position.number + 1 || header.time < state.time)
        return false;
    const Fold f{state, state.program(header.program), header};
    if constexpr (!is_refusal(static_cast<const Event*>(nullptr)) && needs_program<Event>)
        if (f.program == nullptr) return false;
    if (!fits(f, event)) return false;
    evolve(f, event);
    state.position = header.position;
    state.time = header.time;
    return true;
}

bool apply_body(State& state, const events::EventHeader& header, BytesView body,
                events::Arena& arena) {
    bool is_applied = false;
    return events::visit_body(header, body, arena,
                              [&](const events::EventHeader& h, const auto& event) {
                                  is_applied = apply_event(state, h, event);
                              }) &&
           is_applied;
}

}  // namespace

bool apply(State& state, BytesView bytes, events::Arena& arena) {
    events::EventHeader header;
    BytesView body;
    return events::read_header(bytes, header, body) && apply_body(state, header, body, arena);
}

bool fold(State& state, BytesView bytes, events::Arena& arena) {
    events::EventHeader header;
    BytesView body;
    if (!events::read_header(bytes, header, body) || !apply_body(state, header, body, arena))
        return false;
    note_command(state, header);
    return true;
}

bool decode(BytesView bytes, events::Arena& arena, Decoded& out) {
    BytesView body;
    return events::read_header(bytes, out.header, body) &&
           events::visit_body(out.header, body, arena,
                              [&]<class Event>(const events::EventHeader&, const Event& event) {
                                  const std::span<Event> kept = arena.make<Event>(1);
                                  kept[0] = event;
                                  out.event = kept.data();
                                  out.apply = [](State& state, const Decoded& decoded) {
                                      return apply_event(state, decoded.header,
                                                         *static_cast<const Event*>(decoded.event));
                                  };
                              });
}

}  // namespace leadline::engine
