// Logging: spdlog to stderr, as text or as JSON, one object a line. Started once by the command
// line; everybody else calls spdlog::info and its like. Never on the path of a decision, and
// nothing of a person at info or above. Any thread, once started.
#pragma once

#include "config/options.hpp"
#include "connectors/serve/reload.hpp"

namespace leadline::connectors {

void start_logging(const config::Options::Log& options);

// Other options from now on, while others log.
void change_logging(const config::Options::Log& options);

// What came of a configuration that was read again, a line each.
void log_reload(const Reload::Told& told);

}  // namespace leadline::connectors
