// See notifications.hpp.
#include "connectors/cli/notifications.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>

namespace leadline::connectors {

using events::Result;

namespace {

std::optional<std::string> variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
}

}  // namespace

Result<std::optional<notify::Settings>> notification_settings(const Context& context) {
    const std::string& file = context.configuration.options.notifications.file;
    if (file.empty()) return std::nullopt;
    config::Diagnostics diagnostics;
    auto settings = notify::read_settings(file, variable, diagnostics);
    if (!settings) return tl::unexpected(std::move(settings).error());
    return *std::move(settings);
}

Result<std::unique_ptr<notify::Notifier>> open_notifier(const EngineHost& host,
                                                        notify::Settings settings,
                                                        const Context& context,
                                                        notify::LineDoor& door) {
    auto rows = notify::open_rows(host.folder().notifications());
    if (!rows) return tl::unexpected(std::move(rows).error());
    spdlog::info("tells of {} programs by {} channels", settings.programs.size(),
                 settings.channels.size());
    return notify::Notifier::open({host.log(), *std::move(rows), std::move(settings),
                                   context.console.clock,
                                   notify::real_channels(context.console.clock),
                                   [&door](std::vector<notify::OwnLine> lines) {
                                       for (auto& line : lines) door.put(std::move(line.text));
                                   },
                                   [](std::string_view line) { spdlog::warn("{}", line); }});
}

void add(EngineStatus& status, const notify::Outbox::Counts& counts) {
    if (!status.notifications) status.notifications.emplace();
    status.notifications->waiting += counts.waiting;
    status.notifications->delivered += counts.delivered;
    status.notifications->failed += counts.failed;
}

}  // namespace leadline::connectors
