// Settings: who is told of what, by which way, in which words: a file of its own (the option
// notifications.file), since it belongs to the process that sends and not to the log: it names
// secrets, servers and files of this machine, and what is changed in it says nothing of the past.
// Secrets stand in files or variables of the environment that it names. Plain data; immutable.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "connectors/notify/back_off.hpp"
#include "connectors/notify/mailer.hpp"
#include "connectors/notify/template.hpp"
#include "connectors/notify/webhook.hpp"
#include "events/commands/notification.hpp"

namespace leadline::connectors::notify {

struct ChannelSettings {
    std::string name;
    events::NotificationChannel kind = events::NotificationChannel::mail;
    MailSettings mail{};
    WebhookSettings webhook{};
    BackOff back_off{};
};

enum class Recipient : std::uint8_t {
    user,            // who has got it, had it, or asked for it
    administrators,  // of the partner that it is about
    channel_manager  // of that partner
};

// One entry below `send`.
struct Rule {
    std::vector<events::EventKind> on;
    std::vector<Recipient> to;  // a webhook's has none
    std::size_t channel = 0;    // of Settings::channels
    Template subject;
    Template text;
    Template html;  // empty: text only
};

struct ProgramSettings {
    std::string program;
    Template link;    // where people find what a notification is about
    Values managers;  // channel managers' addresses
    std::vector<Rule> rules;
};

struct Settings {
    // What is older when it is met is not owed any more: nobody wants last week's news at once.
    events::Duration age_max{events::day.us};
    std::vector<ChannelSettings> channels;
    std::vector<ProgramSettings> programs;

    [[nodiscard]] const ProgramSettings* of(std::string_view program) const;
};

// A variable of the environment; none: it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// `configuration` with every mistake of the file and of the templates that it names; `io` when it
// cannot be read. Paths in it are relative to its own folder.
[[nodiscard]] events::Result<Settings> read_settings(const std::filesystem::path& file,
                                                     const Environment& environment,
                                                     config::Diagnostics& diagnostics);

// What templates may name.
[[nodiscard]] std::span<const std::string_view> value_names();

}  // namespace leadline::connectors::notify
