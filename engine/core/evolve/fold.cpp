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
bool apply_event(State& state, const Occurrence& occurred, BytesView body, const Event& event) {
    if (occurred.position.number != state.position.number + 1 || occurred.time < state.time)
        return false;
    const Fold f{state, state.program(occurred.program), occurred, body};
    if constexpr (!is_refusal(static_cast<const Event*>(nullptr)) && needs_program<Event>)
        if (f.program == nullptr) return false;
    if (!fits(f, event)) return false;
    evolve(f, event);
    state.position = occurred.position;
    state.time = occurred.time;
    return true;
}

bool apply_body(State& state, const Occurrence& occurred, events::EventKind kind,
                std::uint8_t version, BytesView body, events::Arena& arena) {
    bool is_applied = false;
    return events::visit_body(kind, version, body, arena,
                              [&](const auto& event) {
                                  is_applied = apply_event(state, occurred, body, event);
                              }) &&
           is_applied;
}

}  // namespace

bool apply(State& state, BytesView event, BytesView body, events::ProgramId program,
           const events::Actor& actor, events::Arena& arena) {
    const auto prefix = events::read_prefix(event);
    return prefix && apply_body(state, {prefix->position, prefix->time, program, actor},
                                events::EventKind{prefix->kind}, prefix->version, body, arena);
}

bool fold(State& state, BytesView bytes, events::Arena& arena) {
    events::EventHeader header;
    BytesView body;
    if (!events::read_header(bytes, header, body) ||
        !apply_body(state, Occurrence::of(header), header.kind, header.version, body, arena))
        return false;
    note_command(state, header);
    return true;
}

bool decode(BytesView bytes, events::Arena& arena, Decoded& out) {
    return events::read_header(bytes, out.header, out.body) &&
           events::visit_body(out.header, out.body, arena,
                              [&]<class Event>(const events::EventHeader&, const Event& event) {
                                  const std::span<Event> kept = arena.make<Event>(1);
                                  kept[0] = event;
                                  out.event = kept.data();
                                  out.apply = [](State& state, const Decoded& decoded) {
                                      return apply_event(state, Occurrence::of(decoded.header),
                                                         decoded.body,
                                                         *static_cast<const Event*>(decoded.event));
                                  };
                              });
}

}  // namespace leadline::engine
