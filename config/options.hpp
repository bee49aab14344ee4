// The one table of options: name, type, default, range, help, since. The parser of the
// configuration file, environment variables, --set, `config check`, `config show`, the JSON Schema
// and docs/configuration.md are all made from it; a new option is one row in options.cpp and one
// member of Options. Constant; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "events/base/time.hpp"

namespace leadline::config {

enum class LogLevel : std::uint8_t { trace, debug, info, warning, error, off };
enum class LogFormat : std::uint8_t { text, json };
enum class Progress : std::uint8_t { automatic, always, never };
enum class LogKind : std::uint8_t { embedded, kafka };
enum class Compression : std::uint8_t { zstd, none };

// The values in force. Filled from the table alone, which holds every default: use
// default_options() or config_file.hpp; the members' own zeroes mean nothing.
struct Options {
    struct Log {
        LogLevel level{};
        LogFormat format{};
    } log;
    struct Engine {
        LogKind log{};
    } engine;
    struct Epoch {
        std::uint32_t commands_max{};
    } epoch;
    struct Embedded {
        std::uint32_t partitions{};
    } embedded;
    struct Kafka {
        std::string brokers;
        std::string group;
        std::string instance;  // empty: the host's name
        std::string commands;  // this and the next four: names of topics
        std::string log;
        std::string events;
        std::string outcomes;
        std::string dead_letters;
        bool feed{};
        std::string feed_types;  // names of events, commas between; empty: all
        bool feed_headers{};
        std::uint32_t partitions{};
        std::uint32_t replication{};                                 // 0: the cluster's default
        std::map<std::string, std::string, std::less<>> properties;  // librdkafka's
    } kafka;
    struct State {
        std::uint64_t memory{};  // bytes
        std::uint64_t checkpoint_events{};
        std::uint64_t checkpoint_bytes{};
    } state;
    struct Views {
        bool enabled{};
        std::uint64_t lag_max{};  // events
        std::uint32_t flush_ms{};
    } views;
    struct Disk {
        Compression compression{};
        std::uint64_t free_min{};  // bytes
    } disk;
    struct Submit {
        Progress progress{};
        std::uint32_t progress_ms{};
    } submit;
    struct Serve {
        std::uint32_t rescan_ms{};
    } serve;
    struct Notifications {
        std::string file;  // empty: nobody is told anything
    } notifications;
};

enum class OptionType : std::uint8_t {
    choice,      // one of Option::choices
    boolean,     // true or false
    number,      // a whole number from min to max
    bytes,       // the same, also written with KiB, MiB or GiB
    text,        // a text that Option::pattern matches
    properties,  // a map of names, which may have dots, to texts: kafka.properties.NAME
};

// How a text without a letter is written, and shown.
inline constexpr std::string_view empty_text = R"("")";

struct Option {
    std::string_view name;  // GROUP.KEY, both of small letters, digits and '_'
    OptionType type;
    std::string_view default_text;  // as one would write it
    std::int64_t min;               // numbers and bytes
    std::int64_t max;
    std::span<const std::string_view> choices;
    std::string_view unit;  // numbers: "events", "ms"; may be empty; texts: what is expected
    std::string_view help;
    std::string_view since;
    // Each puts a value that fits the row into its member. Of the first four types: the number, 0
    // or 1, or the choice's index.
    void (*store)(Options&, std::int64_t);
    bool reloads = false;           // a running engine takes a new value at SIGHUP
    std::string_view pattern = {};  // texts: a regular expression for all of it, in RE2 and JSON
    void (*store_text)(Options&, std::string_view) = nullptr;
    void (*store_property)(Options&, std::string_view name, std::string_view value) = nullptr;
};

// Every option, in the order in which they are shown; groups stand together.
[[nodiscard]] std::span<const Option> option_table();

// Null: no such option.
[[nodiscard]] const Option* find_option(std::string_view name);

[[nodiscard]] const Options& default_options();

// "LEADLINE_EPOCH_COMMANDS_MAX".
[[nodiscard]] std::string environment_name(const Option& option);

// "1 to 8192 events", "trace, debug, ... or off", "true or false".
[[nodiscard]] std::string expected_values(const Option& option);

// The number that a text stands for: digits, for `bytes` also "8MiB"; a boolean's 0 or 1; a
// choice's index. False when the text is no value of this option; the range is tested too.
[[nodiscard]] bool parse_value(const Option& option, std::string_view text, std::int64_t& value);

// Reads a text by its row and puts it into its member; false, and nothing is put, when it is no
// value of this option. Properties are put one by one: Option::store_property.
[[nodiscard]] bool store_value(const Option& option, std::string_view text, Options& to);

// ---- What documents say of the table (options_text.cpp).

// The table of docs/configuration.md, in Markdown, one row per option, ending with a newline.
[[nodiscard]] std::string options_markdown();

// Name, default and help of every option, for `--help`; lines of at most 80 columns.
[[nodiscard]] std::string options_help();

// JSON Schema (draft 2020-12) of a configuration file, ending with a newline.
[[nodiscard]] std::string options_schema();

}  // namespace leadline::config
