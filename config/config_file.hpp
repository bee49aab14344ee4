// From where options come to what is in force: default, configuration file, environment, --set,
// each stronger than the one before. Every mistake of all of them is reported in one run, with the
// nearest name; with one mistake nothing is in force. Reads the file and nothing else: the caller
// brings the environment and the command line. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/options.hpp"
#include "config/yaml/diagnostics.hpp"
#include "events/base/result.hpp"

namespace leadline::config {

struct OptionSources {
    std::optional<std::filesystem::path> file;
    std::vector<std::pair<std::string, std::string>> environment;  // names and values, all of it
    std::vector<std::string> sets;                                 // "epoch.commands_max=512"
};

enum class OriginKind : std::uint8_t { by_default, file, environment, command_line };

struct Origin {
    OriginKind kind = OriginKind::by_default;
    std::string file;   // as it was given
    SourcePlace place;  // in the file
};

// One of an option's properties; `value` may be a secret, and is printed by shown_value() only.
struct PropertySetting {
    std::string name;
    std::string value;
    Origin origin;
};

// One option, what it is worth and who says so.
struct Setting {
    const Option* option = nullptr;
    std::string value;  // as it was written; of properties all of them, secrets left out
    Origin origin;
    std::vector<PropertySetting> properties{};  // in the order of their names
};

struct Configuration {
    Options options;
    std::vector<Setting> settings;  // one per option, in the order of the table

    // Whether somebody has said what it is to be.
    [[nodiscard]] bool is_set(std::string_view option) const;
};

// Fails with `configuration` when there is a mistake, with `io` when the file cannot
// be read. The file is a map of groups, each a map of keys; it may be empty. Variables of the
// environment count when they begin with LEADLINE_ and the name of a group; others are not ours.
[[nodiscard]] events::Result<Configuration> load_configuration(const OptionSources& sources,
                                                               Diagnostics& diagnostics);

// Two settings of one option that are worth the same, however they are written.
[[nodiscard]] bool same_value(const Setting& one, const Setting& other);

// What is printed of a property: itself, or *** where it is a secret.
[[nodiscard]] std::string_view shown_value(const PropertySetting& property);

// One line of what is in force: a setting, or one of its properties.
struct SettingLine {
    std::string name;  // "epoch.commands_max", "kafka.properties.ssl.ca.location"
    std::string value;
    std::string origin;  // "default", "leadline.yaml:7", "LEADLINE_LOG_LEVEL", "--set"
};
[[nodiscard]] std::vector<SettingLine> setting_lines(const Configuration& configuration);

// What `config show` prints: "epoch.commands_max = 512", in columns with where it comes from when
// `with_origin`.
[[nodiscard]] std::string configuration_text(const Configuration& configuration, bool with_origin);

// The LEADLINE_ variables of an environment block (`environ`), sorted by name, for OptionSources.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environment_of(
    const char* const* environ_block);

}  // namespace leadline::config
