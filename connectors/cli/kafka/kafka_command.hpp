// `leadline kafka init`, `check` and `lag`: the topics and the broker that an engine on Kafka
// needs, and how far engines are behind. What is wrong is the answer: exit code 1, as of every
// check; 69 when no broker answers. One thread.
#pragma once

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

// Says what is wrong with the topics and the cluster.
[[nodiscard]] events::Result<ExitCode> kafka_check(Context& context);

// Makes the topics that are missing, leaves the others as they are, and checks all.
[[nodiscard]] events::Result<ExitCode> kafka_init(Context& context);

// Says how many commands wait to be decided, by partition.
[[nodiscard]] events::Result<ExitCode> kafka_lag(Context& context);

}  // namespace leadline::connectors
