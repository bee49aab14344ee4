// `leadline submit --kafka`: publishes command lines as an upstream system would, and prints what
// becomes of them as `submit` does, once whatever engines there are have decided them. One thread.
#pragma once

#include "connectors/cli/submit.hpp"

namespace leadline::connectors {

// `unavailable` when no broker answers, `refused` when topics are missing, `passing` when lines
// have had no outcome for the request's time, `interrupted` at SIGINT and SIGTERM.
[[nodiscard]] events::Result<ExitCode> submit_to_kafka(const SubmitRequest& request,
                                                       Context& context);

}  // namespace leadline::connectors
