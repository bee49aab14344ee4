// `leadline log copy --from kafka`: brings the log of a cluster into a data folder, byte for byte,
// for somebody who wants to read it and not to decide. What is there already stays; again brings
// what is new. One thread.
#pragma once

#include "connectors/cli/read/read_commands.hpp"

namespace leadline::connectors {

// `unavailable` when no broker answers or another process has the folder, `refused` when the topic
// is not there, `configuration` when the folder holds another log, `loss` or `corrupt` when the
// topic is not what the folder has of it.
[[nodiscard]] Answered log_copy_from_kafka(Context& context, const CopyArgs& args);

}  // namespace leadline::connectors
