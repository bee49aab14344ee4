// Decider: one partition's commands, in log order, into events and a new state. The pure core's
// front: recognises repeats, fires the timers that are due, decides, folds what was decided. Time
// and identity arrive as data; whatever it writes depends on nothing else. One thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/history.hpp"

namespace leadline::engine {

// What became of one command. Its answer is made from the bytes (react.hpp) once they are durable.
struct Verdict {
    enum class Kind : std::uint8_t {
        decided,   // bytes: in the event buffer
        repeated,  // bytes: of the first outcome, in `repeats`
        differs,   // repeated, with another content or actor
        none,      // a tick
    };
    Kind kind = Kind::none;
    std::size_t step_begin = 0;  // in the event buffer, the timers that fired before it included
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t step_events = 0;  // from step_begin to end, in the event buffer
};

class Decider {
public:
    Decider(State& state, History& history) : state_(&state), history_(&history) {}

    // Forgets the last epoch's bytes: everything that verdicts point into.
    void begin_epoch();

    // Decides one command. An error only when history, or what state has outside memory, cannot be
    // read; then what is in the buffer is worth nothing, and so is the state.
    [[nodiscard]] Result<Verdict> decide(const events::CommandHeader& command);

    // A tick (SPEC 2.5): fires what is due at `now`, then leaves TimeReached if that is later than
    // the last event.
    [[nodiscard]] Result<Verdict> tick(Time now);

    [[nodiscard]] const EventBuffer& events() const { return out_; }
    [[nodiscard]] EventBuffer& events() { return out_; }
    [[nodiscard]] Bytes& repeats() { return repeats_; }

private:
    [[nodiscard]] Result<void> fire_due(Time now);
    [[nodiscard]] Result<void> readable() const;
    [[nodiscard]] Result<void> fold_decided(const events::EventHeader& header);
    [[nodiscard]] Result<std::optional<Verdict>> repeat_of(const events::CommandHeader& command,
                                                           const CommandIdentity& identity,
                                                           Time now);
    [[nodiscard]] events::EventHeader header_for(const events::CommandHeader& command, Time now);

    State* state_;
    History* history_;
    EventBuffer out_;
    Bytes repeats_;
    events::Arena arena_;
};

}  // namespace leadline::engine
