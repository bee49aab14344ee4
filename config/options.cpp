// The rows of the table of options, and how a value is read by its row; see options.hpp.
#include "config/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "events/base/ensure.hpp"

namespace leadline::config {
namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;
constexpr std::int64_t gib = 1024 * mib;

// In the order of the enums in options.hpp.
constexpr std::string_view log_levels[] = {"trace", "debug", "info", "warning", "error", "off"};
constexpr std::string_view log_formats[] = {"text", "json"};
constexpr std::string_view progresses[] = {"auto", "always", "never"};
constexpr std::string_view compressions[] = {"zstd", "none"};

template <class To>
constexpr To as(std::int64_t value) {
    return static_cast<To>(value);
}

constexpr Option table[] = {
    {"log.level", OptionType::choice, "info", 0, 0, log_levels, "",
     "How much is written to stderr. info tells of starts, stops and whatever was damaged and "
     "mended, debug of every checkpoint too (several a second under load), neither ever of a "
     "person; trace is for finding faults.",
     "0.1.0", [](Options& o, std::int64_t v) { o.log.level = as<LogLevel>(v); }, true},
    {"log.format", OptionType::choice, "text", 0, 0, log_formats, "",
     "text for people, json (one object a line) for collectors.", "0.1.0",
     [](Options& o, std::int64_t v) { o.log.format = as<LogFormat>(v); }, true},

    {"epoch.commands_max",
     OptionType::number,
     "384",
     1,
     8192,
     {},
     "commands",
     "Most commands that are decided and made durable together. More of them share one sync of the "
     "disk, and each waits a little longer; 384 keep the slowest epochs within 10 ms.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.epoch.commands_max = as<std::uint32_t>(v); },
     true},

    {"embedded.partitions",
     OptionType::number,
     "1",
     1,
     64,
     {},
     "partitions",
     "How many partitions an embedded log is made with, each with a decider of its own; a program "
     "lies in one of them, so that only several programs use several. A log keeps the number it "
     "was made with: where it is set and another, the engine does not start, and where it is not "
     "set the log's own counts. `leadline log copy` deals a log anew.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.embedded.partitions = as<std::uint32_t>(v); }},

    {"state.memory",
     OptionType::bytes,
     "512MiB",
     mib,
     1024 * gib,
     {},
     "",
     "How much memory state may take: what is not in it is read from disk when a command needs it. "
     "Users, partners, queues, rules, and two bytes for each command whose window is open, are in "
     "memory always, beside this.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.memory = as<std::uint64_t>(v); }},
    {"state.checkpoint_events",
     OptionType::number,
     "100000",
     1'000,
     100'000'000,
     {},
     "events",
     "A checkpoint of the state is written after so many events. A restart folds what came after "
     "the last one: 100000 events are folded in well under a second.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.checkpoint_events = as<std::uint64_t>(v); }},
    {"state.checkpoint_bytes",
     OptionType::bytes,
     "4MiB",
     64 * kib,
     gib,
     {},
     "",
     "... or earlier, when so many bytes of state have changed. Until then they are kept in memory "
     "a second time, encoded; whoever starts after a crash replays the events behind them.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.checkpoint_bytes = as<std::uint64_t>(v); }},

    {"views.enabled",
     OptionType::boolean,
     "true",
     0,
     0,
     {},
     "",
     "Whether views grow while commands are decided. false: intake is faster, and the next command "
     "that reads a view brings it up to the log first.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.enabled = v != 0; }},
    {"views.lag_max",
     OptionType::number,
     "50000",
     100,
     10'000'000,
     {},
     "events",
     "Intake slows when views are so many events behind. 50000 is what views write in about half a "
     "second, so that readers are no further behind than that.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.lag_max = as<std::uint64_t>(v); }},
    {"views.flush_ms",
     OptionType::number,
     "200",
     10,
     500,
     {},
     "ms",
     "Views write what they have gathered at least so often. Rarely is cheaper, since a lead that "
     "changed three times is written once; 200 leaves readers their half second.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.flush_ms = as<std::uint32_t>(v); }},

    {"disk.compression", OptionType::choice, "zstd", 0, 0, compressions, "",
     "How blocks of the log are written that leave memory for a file, some 16 MiB at a time. zstd "
     "takes a fraction of the space; none reads faster. What is written stays as it is.",
     "0.1.0", [](Options& o, std::int64_t v) { o.disk.compression = as<Compression>(v); }},
    {"disk.free_min",
     OptionType::bytes,
     "256MiB",
     0,
     1024 * gib,
     {},
     "",
     "An engine whose disk has less left takes no commands until there is more: what it has taken "
     "still goes to the disk, and 256MiB are room for that. 0: it goes on until the disk is full, "
     "and ends then.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.disk.free_min = as<std::uint64_t>(v); }},

    {"submit.progress", OptionType::choice, "auto", 0, 0, progresses, "",
     "Whether long work of any command reports on stderr how far it is. auto: when it takes more "
     "than a second; off a terminal every five seconds then.",
     "0.1.0", [](Options& o, std::int64_t v) { o.submit.progress = as<Progress>(v); }},
    {"submit.progress_ms",
     OptionType::number,
     "250",
     50,
     60'000,
     {},
     "ms",
     "Time between two reports, on a terminal or always; 250 is as often as an eye can follow.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.submit.progress_ms = as<std::uint32_t>(v); }},

    {"serve.rescan_ms",
     OptionType::number,
     "1000",
     10,
     1'000,
     {},
     "ms",
     "serve looks through its inbox at least so often. Files that the system tells of are taken at "
     "once; on network file systems, which do not tell, they wait so long.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.serve.rescan_ms = as<std::uint32_t>(v); },
     true},
};

bool parse_digits(std::string_view text, std::int64_t& value) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return false;
    if (text.size() > 1 && text[0] == '0') return false;
    return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

// "8MiB" is 8 * 1024 * 1024.
bool parse_bytes(std::string_view text, std::int64_t& value) {
    std::int64_t unit = 1;
    if (text.ends_with("KiB")) unit = kib;
    if (text.ends_with("MiB")) unit = mib;
    if (text.ends_with("GiB")) unit = gib;
    if (unit != 1) text.remove_suffix(3);
    if (!parse_digits(text, value) || value > (std::int64_t{1} << 62) / unit) return false;
    value *= unit;
    return true;
}

Options from_defaults() {
    Options options;
    for (const Option& option : table) {
        std::int64_t value = 0;
        ENSURE(parse_value(option, option.default_text, value));
        option.store(options, value);
    }
    return options;
}

std::string bytes_text(std::int64_t bytes) {
    if (bytes % gib == 0) return fmt::format("{}GiB", bytes / gib);
    if (bytes % mib == 0) return fmt::format("{}MiB", bytes / mib);
    return bytes % kib == 0 ? fmt::format("{}KiB", bytes / kib) : fmt::format("{}", bytes);
}

}  // namespace

std::span<const Option> option_table() { return table; }

const Option* find_option(std::string_view name) {
    const auto* at = std::find_if(std::begin(table), std::end(table),
                                  [name](const Option& option) { return option.name == name; });
    return at == std::end(table) ? nullptr : at;
}

const Options& default_options() {
    static const Options options = from_defaults();
    return options;
}

std::string environment_name(const Option& option) {
    std::string name = "LEADLINE_" + std::string(option.name);
    for (char& c : name) {
        if (c == '.') c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

std::string expected_values(const Option& option) {
    switch (option.type) {
        case OptionType::choice:
            return fmt::format("{} or {}",
                               fmt::join(option.choices.first(option.choices.size() - 1), ", "),
                               option.choices.back());
        case OptionType::boolean:
            return "true or false";
        case OptionType::number:
            return fmt::format("{} to {}{}{}", option.min, option.max,
                               option.unit.empty() ? "" : " ", option.unit);
        case OptionType::bytes:
            return fmt::format("{} to {}", bytes_text(option.min), bytes_text(option.max));
    }
    return {};
}

bool parse_value(const Option& option, std::string_view text, std::int64_t& value) {
    switch (option.type) {
        case OptionType::choice: {
            const auto at = std::find(option.choices.begin(), option.choices.end(), text);
            value = at - option.choices.begin();
            return at != option.choices.end();
        }
        case OptionType::boolean:
            value = text == "true" ? 1 : 0;
            return text == "true" || text == "false";
        case OptionType::number:
            return parse_digits(text, value) && value >= option.min && value <= option.max;
        case OptionType::bytes:
            return parse_bytes(text, value) && value >= option.min && value <= option.max;
    }
    return false;
}

}  // namespace leadline::config
