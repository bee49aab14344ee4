// Progress: how far long work is, with rate and time left, on stderr. On a terminal one line that
// is drawn anew; elsewhere a plain line after a second and then every five; nothing for work that
// is over within a second. `submit.progress` may say otherwise. One thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "config/options.hpp"

namespace leadline::connectors {

struct Context;

struct ProgressStyle {
    config::Progress mode = config::Progress::automatic;
    std::chrono::milliseconds every{250};
    bool is_terminal = false;
};
// What the options say; the style of every command.
[[nodiscard]] ProgressStyle progress_style(const Context& context);

class Progress {
public:
    using Clock = std::chrono::steady_clock;

    Progress(std::ostream& err, const ProgressStyle& style, Clock::time_point begun = Clock::now());
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    struct State {
        std::string_view verb;  // "decided"
        std::string_view noun;  // "lines"
        std::uint64_t count = 0;
        std::optional<double> share;  // of the whole that is done, 0 to 1
    };
    // Cheap when no report is due.
    void at(const State& state, Clock::time_point now = Clock::now());

    // Takes the drawn line away, so that another can be printed.
    void clear();

    // New work begins.
    void restart(Clock::time_point now = Clock::now());

private:
    std::ostream* err_;
    ProgressStyle style_;
    Clock::time_point begun_;
    Clock::time_point next_;
    bool is_drawn_ = false;
};

// For State::share; none of nothing.
[[nodiscard]] std::optional<double> share_of(std::uint64_t done, std::uint64_t whole);

// "1.2 s", "3 min 20 s", "2 h 5 min".
[[nodiscard]] std::string span_text(double seconds);
// "1 lead", "12,345 leads", of "leads".
[[nodiscard]] std::string counted_text(std::uint64_t count, std::string_view things);
// "12,345".
[[nodiscard]] std::string count_text(std::uint64_t count);

}  // namespace leadline::connectors
