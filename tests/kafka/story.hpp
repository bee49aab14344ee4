// Story: what any engine on Kafka must have told, whatever it was told to do: *log*, *events* and
// *outcomes* say the same, each in order and without a gap. The judge reads the topics with kcat,
// and the log as an analyst does, into a folder of its own: the engine's own folder is no witness.
// One thread.
#pragma once

#include <string>
#include <vector>

#include "tests/kafka/ground.hpp"

namespace leadline::tests {

// What is wrong with it, a sentence each; empty: nothing. For an engine that has the whole feed.
//  - The log's chain verifies, and its events are those of the feed, byte for byte.
//  - In each partition events stand by their numbers from 1 on.
//  - A command has one outcome that is not marked repeated, in the partition that it names, with
//  the
//    command's source as key; those that are marked come after it and say the same.
//  - The events that an outcome names stand at its position, and are that command's; a rejection's
//    event has the outcome's reason. No command's event is without an outcome.
[[nodiscard]] std::vector<std::string> judge_story(const Ground& ground);

}  // namespace leadline::tests
