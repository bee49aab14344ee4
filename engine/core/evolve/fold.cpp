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
    if (h.cause.kind == events::CommandKind::none || !state.dedup.is_noting()) return;
    const CommandIdentity id = identity(h.program, h.cause.source, h.cause.id);
    state.dedup.note(id, {h.cause.repeat_until, h.position, 1, h.cause.digest});
}

}  // namespace

bool fold(State& state, BytesView bytes, events::Arena& arena) {
    events::EventHeader header;
    BytesView body;
    return events::read_header(bytes, header, body) && fold(state, header, body, arena);
}

bool fold(State& state, const events::EventHeader& header, BytesView body, events::Arena& arena) {
    if (header.position.number != state.position.number + 1 || header.time < state.time)
        return false;
    Fold f{state, state.program(header.program), header};
    bool has_fitted = false;
    const bool is_decoded = events::visit_body(
        header, body, arena,
        [&f, &has_fitted]<class Event>(const events::EventHeader&, const Event& event) {
            if constexpr (!is_refusal(static_cast<const Event*>(nullptr)) && needs_program<Event>)
                if (f.program == nullptr) return;
            has_fitted = fits(f, event);
            if (has_fitted) evolve(f, event);
        });
    if (!is_decoded || !has_fitted) return false;
    state.position = header.position;
    state.time = header.time;
    note_command(state, header);
    return true;
}

}  // namespace leadline::engine
