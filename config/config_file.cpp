// Reads the sources of options into one Configuration; see config_file.hpp. A value from the
// environment or from --set is shown in messages as a line of text of its own. What is printed of a
// Configuration: config_text.cpp.
#include "config/config_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/document.hpp"
#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

constexpr std::string_view environment_prefix = "LEADLINE_";

class Resolver {
public:
    explicit Resolver(Diagnostics& diagnostics) : diagnostics_(diagnostics) {
        made_.options = default_options();
        for (const Option& option : option_table())
            made_.settings.push_back({&option, std::string(option.default_text), {}});
    }

    void read_file(const Node& root);
    void read_environment(const std::string& name, const std::string& value);
    void read_set(const std::string& text);

    [[nodiscard]] Configuration take();

private:
    Setting& setting_of(const Option& option) {
        return made_.settings[static_cast<std::size_t>(&option - option_table().data())];
    }
    void put(const Option& option, const Node& value, const Origin& origin);
    void put_map(const Option& option, const Node& map, const Origin& origin);
    void put_property(const Option& option, std::string name, const Node& value,
                      const Origin& origin);

    Diagnostics& diagnostics_;
    Configuration made_;
};

// A scalar that stands in a line of its own, at `column`.
Node line_node(const Source& source, std::size_t column) {
    Node node;
    node.kind = NodeKind::scalar;
    node.source = &source;
    node.place = {1, static_cast<std::uint32_t>(column + 1)};
    node.text = source.text().substr(column);
    return node;
}

std::vector<std::string_view> option_names() {
    std::vector<std::string_view> names;
    for (const Option& option : option_table()) names.push_back(option.name);
    return names;
}

std::string_view group_of(const Option& option) {
    return option.name.substr(0, option.name.find('.'));
}

Configuration Resolver::take() {
    for (Setting& setting : made_.settings) {
        if (setting.properties.empty()) continue;
        std::string all;
        for (const PropertySetting& each : setting.properties)
            all += fmt::format("{}{}: {}", all.empty() ? "" : ", ", each.name, shown_value(each));
        setting.value = "{" + all + "}";
    }
    return std::move(made_);
}

void Resolver::put(const Option& option, const Node& value, const Origin& origin) {
    if (option.type == OptionType::properties) return put_map(option, value, origin);
    const bool is_number = option.type == OptionType::number;
    const bool written = value.is_scalar() && !(value.in_quotes && is_number);
    if (!written || !store_value(option, value.text, made_.options)) {
        std::vector<std::string_view> names(option.choices.begin(), option.choices.end());
        const auto near = value.is_scalar() ? nearest_name(value.text, names) : std::nullopt;
        return diagnostics_.expected(value,
                                     fmt::format("{} for {}", expected_values(option), option.name),
                                     near ? fmt::format("did you mean {}?", shown(*near)) : "");
    }
    Setting& setting = setting_of(option);
    setting.value = value.text.empty() ? empty_text : value.text;
    setting.origin = origin;
}

void Resolver::put_map(const Option& option, const Node& map, const Origin& origin) {
    if (!map.is_map())
        return diagnostics_.expected(
            map, fmt::format("a map of properties for {}", option.name),
            fmt::format("one of them is set by --set {}.NAME=VALUE", option.name));
    setting_of(option).origin = origin;
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
        const Node& value = map.items[i];
        put_property(option, map.keys[i].text, value,
                     {origin.kind, value.source->name(), value.place});
    }
}

void Resolver::put_property(const Option& option, std::string name, const Node& value,
                            const Origin& origin) {
    if (!value.is_scalar() || name.empty())
        return diagnostics_.expected(value, fmt::format("a text for {}.{}", option.name, name));
    option.store_property(made_.options, name, value.text);
    Setting& setting = setting_of(option);
    const auto at = std::lower_bound(
        setting.properties.begin(), setting.properties.end(), name,
        [](const PropertySetting& each, const std::string& wanted) { return each.name < wanted; });
    PropertySetting made{std::move(name), value.text, origin};
    if (at != setting.properties.end() && at->name == made.name) {
        *at = std::move(made);
    } else {
        setting.properties.insert(at, std::move(made));
    }
    setting.origin = origin;
}

void Resolver::read_file(const Node& root) {
    if (root.kind == NodeKind::nothing) return;
    MapReader groups(root, diagnostics_, "the configuration");
    const std::span<const Option> table = option_table();
    for (std::size_t i = 0; i < table.size();) {
        const std::string_view group = group_of(table[i]);
        const Node* node = groups.child(group);
        std::optional<MapReader> keys;
        if (node != nullptr) keys.emplace(*node, diagnostics_, group);
        for (; i < table.size() && group_of(table[i]) == group; ++i) {
            if (!keys) continue;
            const Node* value = keys->child(table[i].name.substr(group.size() + 1));
            if (value == nullptr) continue;
            put(table[i], *value, {OriginKind::file, value->source->name(), value->place});
        }
        if (keys) keys->finish();
    }
    groups.finish();
}

// "SSL_CA_LOCATION" is ssl.ca.location: none of the library's names has a '_' that a text can set.
std::string property_of(std::string name) {
    for (char& c : name) {
        if (c == '_') c = '.';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
}

void Resolver::read_environment(const std::string& name, const std::string& value) {
    if (!name.starts_with(environment_prefix)) return;
    const Source source("environment", name + "=" + value);
    std::vector<std::string> names;
    bool is_ours = false;
    for (const Option& option : option_table()) {
        const std::string known = environment_name(option);
        if (known == name)
            return put(option, line_node(source, name.size() + 1),
                       {OriginKind::environment, name, {}});
        if (option.type == OptionType::properties && name.starts_with(known + "_"))
            return put_property(option, property_of(name.substr(known.size() + 1)),
                                line_node(source, name.size() + 1),
                                {OriginKind::environment, name, {}});
        const std::string group =
            known.substr(0, environment_prefix.size() + group_of(option).size());
        is_ours = is_ours || name.starts_with(group + "_");
        names.push_back(known);
    }
    if (!is_ours) return;
    const std::vector<std::string_view> known(names.begin(), names.end());
    diagnostics_.error(source, {1, 1}, unknown_name("option", name, known));
}

void Resolver::read_set(const std::string& text) {
    const Source source("--set", text);
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
        return diagnostics_.error(source, {1, 1}, "expected OPTION=VALUE");
    const std::string name = text.substr(0, equals);
    for (const Option& option : option_table())
        if (option.type == OptionType::properties &&
            name.starts_with(std::string(option.name) + "."))
            return put_property(option, name.substr(option.name.size() + 1),
                                line_node(source, equals + 1), {OriginKind::command_line, {}, {}});
    const Option* option = find_option(name);
    if (option == nullptr) {
        return diagnostics_.error(source, {1, 1}, unknown_name("option", name, option_names()));
    }
    put(*option, line_node(source, equals + 1), {OriginKind::command_line, {}, {}});
}

}  // namespace

events::Result<Configuration> load_configuration(const OptionSources& sources,
                                                 Diagnostics& diagnostics) {
    Resolver resolver(diagnostics);
    std::optional<Document> document;
    if (sources.file) {
        auto loaded = Document::load(*sources.file, diagnostics);
        const bool is_unreadable =
            !loaded && loaded.error().failure != events::Failure::configuration;
        if (is_unreadable) return tl::unexpected(std::move(loaded).error());
        if (loaded) resolver.read_file(document.emplace(std::move(*loaded)).root());
    }
    for (const auto& [name, value] : sources.environment) resolver.read_environment(name, value);
    for (const std::string& set : sources.sets) resolver.read_set(set);
    TRY(diagnostics.result());
    return resolver.take();
}

std::vector<std::pair<std::string, std::string>> environment_of(const char* const* environ_block) {
    std::vector<std::pair<std::string, std::string>> variables;
    for (; environ_block != nullptr && *environ_block != nullptr; ++environ_block) {
        const std::string_view entry = *environ_block;
        const std::size_t equals = entry.find('=');
        if (equals == std::string_view::npos || !entry.starts_with(environment_prefix)) continue;
        variables.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
    }
    std::sort(variables.begin(), variables.end());
    return variables;
}

}  // namespace leadline::config
