// `leadline serve` with engine.log=kafka: an engine on Kafka until it is stopped. One thread calls
// it.
#pragma once

#include "connectors/cli/serve.hpp"

namespace leadline::connectors {

// Ends with 0 at SIGTERM and with 130 at SIGINT, the epoch at hand finished; `usage` for what only
// the embedded log has.
[[nodiscard]] events::Result<ExitCode> serve_kafka(const ServeRequest& request, Context& context);

}  // namespace leadline::connectors
