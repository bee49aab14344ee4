// See serve_source.hpp.
#include "connectors/serve/serve_source.hpp"

#include <algorithm>

namespace leadline::connectors {

using engine::Input;
using events::Duration;
using events::Result;
using events::Time;

namespace {

// However long nothing is due: a clock that was set may have made it so.
constexpr Duration longest_wait{1'000'000};

constexpr std::size_t own_lines_max = 64;  // of a poll

}  // namespace

ServeSource::ServeSource(ServeParts parts)
    : parts_(std::move(parts)), watch_(parts_.clock.read()) {}

Result<std::span<const Input>> ServeSource::poll(std::size_t max) {
    inputs_.clear();
    ClockReading now = parts_.clock.read();
    if (!clock_is_right(now)) {
        parts_.waiting.wait(-1, longest_wait);
        return inputs_.all();
    }
    auto is_all = read_lines(max, now.wall);
    if (!is_all) return tl::unexpected(is_all.error());
    if (inputs_.size() > 0 || !*is_all) return inputs_.all();

    const Duration wait{std::min({until_due(now.wall).us, look_again_us_.load(), longest_wait.us})};
    if (wait.us > 0) parts_.waiting.wait(parts_.door.descriptor(), wait);
    now = parts_.clock.read();
    if (!clock_is_right(now)) return inputs_.all();
    is_all = read_lines(max, now.wall);
    if (!is_all) return tl::unexpected(is_all.error());
    const bool is_idle = inputs_.size() == 0 && *is_all;
    if (is_idle && until_due(now.wall).us <= 0) inputs_.add_tick(now.wall, true);
    return inputs_.all();
}

// Before the others' lines, and few at a time: nobody waits because of them.
Result<void> ServeSource::read_own(std::size_t max, Time arrival) {
    if (parts_.own == nullptr) return {};
    while (inputs_.size() < std::min(max, own_lines_max)) {
        Line line;
        const auto got = parts_.own->next(line);
        if (!got) return tl::unexpected(got.error());
        if (*got != Door::Got::line) return {};
        Input& input = inputs_.add(line, parts_.own->origin());
        input.command.time = arrival;
        input.is_unanswered = true;
    }
    return {};
}

Result<bool> ServeSource::read_lines(std::size_t max, Time arrival) {
    max = std::min<std::size_t>(max, commands_max_.load());
    TRY(read_own(max, arrival));
    for (std::size_t bytes = 0; inputs_.size() < max && bytes < poll_bytes_max;) {
        Line line;
        const auto got = parts_.door.next(line);
        if (!got) return tl::unexpected(got.error());
        if (*got != Door::Got::line) return *got != Door::Got::again;
        bytes += line.bytes.size() + 1;
        if (is_blank(line.bytes)) continue;
        Input& input = inputs_.add(line, parts_.door.origin());
        input.command.time = arrival;
        parts_.door.will_be_answered();
    }
    return false;
}

Duration ServeSource::until_due(Time now) const {
    const std::optional<Time> due = parts_.next_due();
    return due ? *due - now : Duration{longest_wait};
}

bool ServeSource::clock_is_right(const ClockReading& now) {
    switch (watch_.look(now)) {
        case ClockWatch::Finding::right:
            return true;
        case ClockWatch::Finding::away:
            return false;
        case ClockWatch::Finding::departed:
            set_closed(departure_text(watch_.departure()));
            parts_.warn(why_closed());
            return false;
        case ClockWatch::Finding::came_back:
            set_closed({});
            parts_.warn("the wall clock is back: intake and timers go on");
            return true;
    }
    return false;
}

void ServeSource::set_closed(std::string why) {
    const std::lock_guard lock(mutex_);
    closed_ = std::move(why);
}

std::string ServeSource::why_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

}  // namespace leadline::connectors
