// What `leadline serve` does for notifications: reads who is to be told of what, and makes the
// notifier beside the engine. One thread.
#pragma once

#include <optional>

#include "connectors/cli/app.hpp"
#include "connectors/cli/engine_host.hpp"
#include "connectors/notify/notifier.hpp"

namespace leadline::connectors {

// None: the option notifications.file says nothing. With a mistake in the file all of them, and
// exit 78.
[[nodiscard]] events::Result<std::optional<notify::Settings>> notification_settings(
    const Context& context);

// Of an engine in a data folder of its own. Its rows are in the folder, and it speaks through the
// door. Host and door must outlive it, and the host stand still until start().
[[nodiscard]] events::Result<std::unique_ptr<notify::Notifier>> open_notifier(
    const EngineHost& host, notify::Settings settings, const Context& context,
    notify::LineDoor& door);

// Adds to what STATUS says.
void add(EngineStatus& status, const notify::Outbox::Counts& counts);

}  // namespace leadline::connectors
