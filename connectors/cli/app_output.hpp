// Output: where a command's data goes. Writes are whole: a short write is gone on with, a closed
// pipe or a full disk is an error of the command, never a signal. One thread at a time.
#pragma once

#include <string>
#include <string_view>

#include "events/base/result.hpp"

namespace leadline::connectors {

// The message of the `io` error after the reader of a pipe has gone.
inline constexpr std::string_view output_closed = "the output was closed";

class Output {
public:
    virtual ~Output() = default;

    // Writes all of it now; callers gather. `io` when it cannot.
    [[nodiscard]] virtual events::Result<void> write(std::string_view text) = 0;
};

// A file descriptor that somebody else owns and closes. SIGPIPE must be ignored (signals.hpp).
class FdOutput final : public Output {
public:
    explicit FdOutput(int fd) : fd_(fd) {}
    [[nodiscard]] events::Result<void> write(std::string_view text) override;

private:
    int fd_;
};

// Keeps everything, for tests.
class StringOutput final : public Output {
public:
    [[nodiscard]] events::Result<void> write(std::string_view more) override {
        text += more;
        return {};
    }
    std::string text;
};

}  // namespace leadline::connectors
