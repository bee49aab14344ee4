// `leadline serve`: an engine that runs until it is stopped: lines from standard input, or files
// from an inbox; ticks; SIGHUP. One thread calls it, which becomes the decider's.
#pragma once

#include <filesystem>
#include <optional>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

struct ServeRequest {
    std::optional<std::filesystem::path> inbox;  // none: standard input
    bool accept_loss = false;
};

// Ends with 0 at SIGTERM and with 130 at SIGINT, the epoch at hand finished (SPEC 16).
[[nodiscard]] events::Result<ExitCode> serve(const ServeRequest& request, Context& context);

}  // namespace leadline::connectors
