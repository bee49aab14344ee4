// See progress.hpp.
#include "connectors/cli/progress.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {
namespace {

constexpr std::chrono::milliseconds silent_first{1'000};
constexpr std::chrono::milliseconds plain_every{5'000};

}  // namespace

ProgressStyle progress_style(const Context& context) {
    const config::Options::Submit& options = context.configuration.options.submit;
    return {options.progress, std::chrono::milliseconds(options.progress_ms),
            context.console.err_is_terminal};
}

Progress::Progress(std::ostream& err, const ProgressStyle& style, Clock::time_point begun)
    : err_(&err), style_(style) {
    if (!style_.is_terminal && style_.mode == config::Progress::automatic)
        style_.every = plain_every;
    restart(begun);
}

void Progress::restart(Clock::time_point now) {
    clear();
    begun_ = now;
    const bool waits = style_.mode == config::Progress::automatic;
    next_ = now + (waits ? silent_first : style_.every);
}

void Progress::at(const State& state, Clock::time_point now) {
    if (style_.mode == config::Progress::never || now < next_) return;
    next_ = now + style_.every;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    const double rate = static_cast<double>(state.count) / seconds;
    std::string line = fmt::format("{} {} {}, {}/s", state.verb, count_text(state.count),
                                   state.noun, count_text(static_cast<std::uint64_t>(rate)));
    if (state.share && *state.share > 0) {
        line += fmt::format(", {:.0f} %, {} left", *state.share * 100,
                            span_text(seconds / *state.share - seconds));
    }
    if (style_.is_terminal) {
        *err_ << "\r\x1b[K" << line << std::flush;
        is_drawn_ = true;
    } else {
        *err_ << line << std::endl;
    }
}

void Progress::clear() {
    if (!is_drawn_) return;
    *err_ << "\r\x1b[K" << std::flush;
    is_drawn_ = false;
}

std::optional<double> share_of(std::uint64_t done, std::uint64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(done) / static_cast<double>(whole);
}

std::string span_text(double seconds) {
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3'600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3'600, whole % 3'600 / 60);
}

std::string counted_text(std::uint64_t count, std::string_view things) {
    if (count == 1) things.remove_suffix(1);
    return count_text(count).append(" ").append(things);
}

std::string count_text(std::uint64_t count) {
    std::string digits = fmt::format("{}", count);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
    return digits;
}

}  // namespace leadline::connectors
