// HostSetup: what whoever starts an engine on a data folder says of it. Plain data; one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "config/options.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/signals.hpp"
#include "connectors/files/clock.hpp"
#include "connectors/notify/settings.hpp"
#include "events/event_prefix.hpp"

namespace leadline::connectors {

// What a partition tells while it is made ready, and is told. Any thread.
struct OpeningTold {
    std::function<void(std::string_view)> say;    // a line for the person, without its end
    std::function<void(events::Position)> at;     // so far the log's events are in its state
    std::function<events::Result<void>()> go_on;  // an error: give up, its result is nobody's
};

struct HostSetup {
    std::filesystem::path folder;
    config::Options options;
    bool accept_loss = false;                   // go on although durable events are missing
    std::function<void(std::string_view)> say;  // a line for the person, without its end
    Progress* progress = nullptr;
    // Of whoever made them before all else; null: the host makes its own, which end at SIGHUP.
    StopSignals* signals = nullptr;
    std::string command{};         // that runs the engine; empty: no STATUS is written
    const Clock* clock = nullptr;  // for STATUS
    // Of a log that is made now, and what one that is there must have; none: one, and any.
    std::optional<std::uint32_t> partitions{};
    // Of an engine on Kafka: who is told of what; none: nobody is.
    std::optional<notify::Settings> notifications{};
};

}  // namespace leadline::connectors
