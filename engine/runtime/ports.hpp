// What the epoch loop needs from outside: where inputs come from, and who is told of outcomes.
#pragma once

#include <chrono>
#include <span>

#include "engine/runtime/epoch.hpp"

namespace leadline::engine {

class InputSource {
public:
    virtual ~InputSource() = default;

    // Up to `max` inputs that are there now, in order; may wait for the first. What they refer to
    // stays valid until the next call. The decider's thread.
    [[nodiscard]] virtual Result<std::span<const Input>> poll(std::size_t max) = 0;

    // When what poll() gave last came in; for measuring only.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point came() const {
        return std::chrono::steady_clock::now();
    }

    // No more will come after what poll() has given.
    [[nodiscard]] virtual bool ended() const = 0;
};

class OutcomeSink {
public:
    virtual ~OutcomeSink() = default;

    // The epoch is durable: say what became of its inputs (SPEC 2.8). In order of epochs, on the
    // committing thread. An error stops the loop; nothing durable is lost by it.
    [[nodiscard]] virtual Result<void> tell(const Epoch& epoch) = 0;
};

// Calls visit(outcome, index) for each answer of the epoch, in input order. `outcome` is reused.
template <class Visit>
void for_each_outcome(const Epoch& epoch, events::Arena& arena, Visit&& visit);

}  // namespace leadline::engine

#include "engine/runtime/ports.inl.hpp"
