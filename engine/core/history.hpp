// History: where the decider reads what a command left when it was first decided. The runtime reads
// it from the epoch at hand, from epochs on their way to the log, or from the log.
#pragma once

#include "events/base/bytes.hpp"
#include "events/base/result.hpp"
#include "events/event_prefix.hpp"

namespace leadline::engine {

class History {
public:
    virtual ~History() = default;

    // Appends the bytes of `count` events from `first` on.
    [[nodiscard]] virtual events::Result<void> read(events::Position first, std::uint32_t count,
                                                    events::Bytes& out) = 0;
};

// Where no command comes twice, nothing is looked up.
class NoHistory final : public History {
public:
    [[nodiscard]] events::Result<void> read(events::Position, std::uint32_t,
                                            events::Bytes&) override {
        return events::fail(events::Failure::corrupt, "a command came twice, and nothing is kept");
    }
};

}  // namespace leadline::engine
