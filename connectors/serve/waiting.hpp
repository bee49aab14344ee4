// Waiting: how the decider's thread waits when nothing is there to be decided; a port, so that in
// tests time passes without being waited for.
#pragma once

#include "events/base/time.hpp"

namespace leadline::connectors {

class Waiting {
public:
    virtual ~Waiting() = default;

    // Returns when `descriptor` is readable (-1: none is), when the engine is to stop, or after
    // `at_most`; or earlier.
    virtual void wait(int descriptor, events::Duration at_most) = 0;
};

// By poll(2). `wake` becomes readable when the engine is to stop.
class PollWaiting final : public Waiting {
public:
    explicit PollWaiting(int wake) : wake_(wake) {}
    void wait(int descriptor, events::Duration at_most) override;

private:
    int wake_;
};

}  // namespace leadline::connectors
