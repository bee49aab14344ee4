// LineSource: files of JSON lines as the engine's input, a command or a dead letter per line, with
// the times that SPEC 2.5 gives to lines; at the end one tick. Blank lines are nothing. It takes no
// memory per line in the steady state. The decider's thread; progress() any.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "connectors/files/clock.hpp"
#include "connectors/files/line_inputs.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors {

// A line may be so far ahead of the wall clock (SPEC 2.5).
inline constexpr events::Duration time_ahead_max{5 * events::minute.us};

// Dead letters of earlier calls whose reason was the time, by key: such a line without a time stays
// what it was, and one from the future is marked resolved once its time has come (SPEC 2.3).
using EarlierDeadLetters = std::map<std::string, events::DeadLetterReason, std::less<>>;

[[nodiscard]] events::Result<EarlierDeadLetters> earlier_dead_letters(const engine::LogReader& log);

struct LineTimes {
    const Clock& wall;
    // Of the program's partition, when the call begins; not set: it has none.
    std::function<events::Time(events::ProgramId)> last_event;
};

class LineSource final : public engine::InputSource {
public:
    LineSource(LineReader lines, LineTimes times, EarlierDeadLetters earlier = {});

    [[nodiscard]] events::Result<std::span<const engine::Input>> poll(std::size_t max) override;
    [[nodiscard]] bool ended() const override { return ended_; }

    struct Progress {
        std::uint64_t lines = 0;  // that were no blanks
        std::uint64_t bytes = 0;
        std::optional<std::uint64_t> bytes_total;
    };
    [[nodiscard]] Progress progress() const;

private:
    void read_line(const Line& line);
    void give_time(const Line& line, engine::Input& input);
    [[nodiscard]] events::Time time_for(const Line& line, events::ProgramId program) const;
    [[nodiscard]] bool had_no_time(const Line& line) const;
    void resolve(const Line& line, engine::Input& input) const;

    LineReader lines_;
    LineTimes times_;
    EarlierDeadLetters earlier_;
    LineInputs inputs_;
    events::Time before_;     // of the last line that gave or got one
    bool has_times_ = false;  // there is one
    events::Time now_;        // the wall clock at this poll
    bool ended_ = false;
    std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace leadline::connectors
