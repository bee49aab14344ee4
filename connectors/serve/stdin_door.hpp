// StdinDoor: lines from standard input as they come. Its answers go to standard output. When it has
// ended, the engine goes on with its timers. The decider's thread.
#pragma once

#include <unistd.h>

#include "connectors/serve/door.hpp"

namespace leadline::connectors {

class StdinDoor final : public Door {
public:
    // `at_end` is called once, when standard input has ended.
    StdinDoor(LineReader lines, std::function<void()> at_end)
        : lines_(std::move(lines)), at_end_(std::move(at_end)) {}

    [[nodiscard]] events::Result<Got> next(Line& line) override {
        if (has_ended_) return Got::ended;
        const auto got = lines_.next(line, false);
        if (!got) return tl::unexpected(got.error());
        if (*got == LineReader::Got::line) return Got::line;
        if (*got == LineReader::Got::nothing_yet) return Got::nothing_yet;
        has_ended_ = true;
        at_end_();
        return Got::ended;
    }
    [[nodiscard]] std::string_view origin() const override { return {}; }
    void will_be_answered() override {}
    [[nodiscard]] int descriptor() const override { return has_ended_ ? -1 : STDIN_FILENO; }

private:
    LineReader lines_;
    std::function<void()> at_end_;
    bool has_ended_ = false;
};

}  // namespace leadline::connectors
