// SparseLines: lines that may be said a thousand times at once: the first few of a minute are, of
// the others only how many there were. The caller brings the time. One thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "events/base/time.hpp"

namespace leadline::connectors {

class SparseLines {
public:
    static constexpr std::uint64_t said_in_a_minute = 10;

    // `rest`: what stands behind the number of lines that were not said.
    SparseLines(std::function<void(std::string_view)> say, std::string rest)
        : say_(std::move(say)), rest_(std::move(rest)) {}
    ~SparseLines() { close(); }
    SparseLines(const SparseLines&) = delete;
    SparseLines& operator=(const SparseLines&) = delete;

    // `now` of the monotonic clock.
    void say(std::string_view line, events::Duration now) {
        look(now);
        if (++lines_ <= said_in_a_minute) say_(line);
    }
    // Says how many were left out, once their minute is over. Called now and then.
    void look(events::Duration now) {
        if (lines_ > 0 && now.us - begun_.us < events::minute.us) return;
        close();
        begun_ = now;
    }

private:
    void close() {
        if (lines_ > said_in_a_minute)
            say_(std::to_string(lines_ - said_in_a_minute) + " more " + rest_);
        lines_ = 0;
    }

    std::function<void(std::string_view)> say_;
    std::string rest_;
    events::Duration begun_;
    std::uint64_t lines_ = 0;  // since begun_
};

}  // namespace leadline::connectors
