// What is printed of a Configuration, and when two settings are worth the same; see
// config_file.hpp. Secrets are known by their names, and never printed.
#include <fmt/format.h>

#include <algorithm>

#include "config/config_file.hpp"

namespace leadline::config {
namespace {

constexpr std::string_view secret = "***";

std::string origin_text(const Option& option, const Origin& origin) {
    switch (origin.kind) {
        case OriginKind::by_default:
            return "default";
        case OriginKind::file:
            return fmt::format("{}:{}", origin.file, origin.place.line);
        case OriginKind::environment:
            return origin.file.empty() ? environment_name(option) : origin.file;
        case OriginKind::command_line:
            return "--set";
    }
    return {};
}

}  // namespace

bool Configuration::is_set(std::string_view option) const {
    return std::any_of(settings.begin(), settings.end(), [option](const Setting& setting) {
        return setting.option->name == option && setting.origin.kind != OriginKind::by_default;
    });
}

bool same_value(const Setting& one, const Setting& other) {
    const auto same = [](const PropertySetting& a, const PropertySetting& b) {
        return a.name == b.name && a.value == b.value;
    };
    switch (one.option->type) {
        case OptionType::choice:
        case OptionType::boolean:
        case OptionType::number:
        case OptionType::bytes: {
            std::int64_t a = 0;
            std::int64_t b = 0;
            return parse_value(*one.option, one.value, a) &&
                   parse_value(*one.option, other.value, b) && a == b;
        }
        case OptionType::text:
            return one.value == other.value;
        case OptionType::properties:
            return std::equal(one.properties.begin(), one.properties.end(),
                              other.properties.begin(), other.properties.end(), same);
    }
    return false;
}

std::string_view shown_value(const PropertySetting& property) {
    const auto has = [&property](std::string_view word) {
        return property.name.find(word) != std::string::npos;
    };
    if (has("password") || has("secret") || has("key.pem")) return secret;
    return property.value.empty() ? empty_text : std::string_view(property.value);
}

std::vector<SettingLine> setting_lines(const Configuration& configuration) {
    std::vector<SettingLine> lines;
    for (const Setting& setting : configuration.settings) {
        const Option& option = *setting.option;
        for (const PropertySetting& each : setting.properties)
            lines.push_back({fmt::format("{}.{}", option.name, each.name),
                             std::string(shown_value(each)), origin_text(option, each.origin)});
        if (setting.properties.empty())
            lines.push_back(
                {std::string(option.name), setting.value, origin_text(option, setting.origin)});
    }
    return lines;
}

std::string configuration_text(const Configuration& configuration, bool with_origin) {
    std::size_t names = 0;
    std::size_t values = 0;
    const std::vector<SettingLine> lines = setting_lines(configuration);
    for (const SettingLine& line : lines) {
        names = std::max(names, line.name.size());
        values = std::max(values, line.value.size());
    }
    std::string out;
    for (const SettingLine& line : lines) {
        if (with_origin) {
            out += fmt::format("{:<{}} = {:<{}}  # {}\n", line.name, names, line.value, values,
                               line.origin);
        } else {
            out += fmt::format("{:<{}} = {}\n", line.name, names, line.value);
        }
    }
    return out;
}

}  // namespace leadline::config
