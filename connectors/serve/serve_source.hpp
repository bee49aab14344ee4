// ServeSource: the input of a running engine: lines from a door, at the time of their arrival
// (SPEC 2.5), and a tick when nothing else has come and a timer is due. It stands still while the
// wall clock cannot be believed, and never ends by itself. The decider's thread; what is said so,
// any.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include "connectors/files/line_inputs.hpp"
#include "connectors/serve/clock_watch.hpp"
#include "connectors/serve/door.hpp"
#include "connectors/serve/waiting.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors {

struct ServeParts {
    Door& door;
    const Clock& clock;
    Waiting& waiting;
    std::function<std::optional<events::Time>()>
        next_due;                                // the next timer's time, if there is one
    std::function<void(std::string_view)> warn;  // one line for whoever runs the engine
    Door* own =
        nullptr;  // lines of the engine's own connectors, which nobody is told an outcome of
};

class ServeSource final : public engine::InputSource {
public:
    // The clock is believed as it stands now.
    explicit ServeSource(ServeParts parts);

    [[nodiscard]] events::Result<std::span<const engine::Input>> poll(std::size_t max) override;
    [[nodiscard]] bool ended() const override { return false; }

    // ---- Any thread.

    // Most commands of a poll, below what poll() is asked for.
    void set_commands_max(std::uint32_t count) { commands_max_.store(count); }
    // The door is looked at again after so long, whatever its descriptor says.
    void set_look_again(events::Duration after) { look_again_us_.store(after.us); }
    // Why nothing is taken in now; empty when it is.
    [[nodiscard]] std::string why_closed() const;

private:
    [[nodiscard]] bool clock_is_right(const ClockReading& now);
    void set_closed(std::string why);
    // False: the door may have more at once.
    [[nodiscard]] events::Result<bool> read_lines(std::size_t max, events::Time arrival);
    [[nodiscard]] events::Result<void> read_own(std::size_t max, events::Time arrival);
    [[nodiscard]] events::Duration until_due(events::Time now) const;

    ServeParts parts_;
    ClockWatch watch_;
    LineInputs inputs_;
    std::atomic<std::uint32_t> commands_max_ = ~std::uint32_t{0};
    std::atomic<std::int64_t> look_again_us_ = 1'000'000;
    mutable std::mutex mutex_;
    std::string closed_;  // under mutex_
};

}  // namespace leadline::connectors
