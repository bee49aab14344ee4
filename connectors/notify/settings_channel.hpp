// How a channel of the notifications file is read, with its secrets; see settings.hpp. One thread.
#pragma once

#include "config/yaml/map_reader.hpp"
#include "connectors/notify/settings.hpp"

namespace leadline::connectors::notify {

// What a settings file is read with.
struct Reading {
    std::filesystem::path folder;  // its own
    const Environment& environment;
    config::Diagnostics& diagnostics;
};

[[nodiscard]] ChannelSettings read_channel(const config::Node& key, const config::Node& node,
                                           const Reading& reading);

// A file that the settings name, at most 256 KiB of UTF-8; none after a report.
[[nodiscard]] std::optional<std::string> read_named_file(const config::Node& node,
                                                         const Reading& reading);

}  // namespace leadline::connectors::notify
