// What a queue of a program file asks for, and how that differs from the queue in force. Used by
// plan.cpp; any thread.
#pragma once

#include "config/plan.hpp"

namespace leadline::config {

// The command that defines the queue, in memory of `arena` and `queue`. Members are sorted: their
// order means nothing, and so makes no difference.
[[nodiscard]] events::DefineQueue definition_of(const QueueSpec& queue, events::Arena& arena);

// "open_per_user 3 -> 5; partners +acme -globex".
[[nodiscard]] std::string queue_difference(const events::DefineQueue& before,
                                           const events::DefineQueue& after);

// "everybody, open_per_user 3": what a new queue is.
[[nodiscard]] std::string queue_summary(const events::DefineQueue& queue);

}  // namespace leadline::config
