// See app_output.hpp.
#include "connectors/cli/app_output.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace leadline::connectors {

events::Result<void> FdOutput::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd_, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN) {  // somebody made it non-blocking: wait for room
            pollfd one{fd_, POLLOUT, 0};
            ::poll(&one, 1, -1);
            continue;
        }
        if (errno == EPIPE) return events::fail(events::Failure::io, std::string(output_closed));
        return events::fail(events::Failure::io,
                            fmt::format("the output cannot be written: {}", std::strerror(errno)));
    }
    return {};
}

}  // namespace leadline::connectors
