// Reads the sources of options into one Configuration; see config_file.hpp. A value from the
// environment or from --set is shown in messages as a line of text of its own.
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

    [[nodiscard]] Configuration take() { return std::move(made_); }

private:
    void put(const Option& option, const Node& value, const Origin& origin);

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

void Resolver::put(const Option& option, const Node& value, const Origin& origin) {
    std::int64_t number = 0;
    const bool is_number = option.type == OptionType::number;
    const bool written = value.is_scalar() && !(value.in_quotes && is_number);
    if (!written || !parse_value(option, value.text, number)) {
        std::vector<std::string_view> names(option.choices.begin(), option.choices.end());
        const auto near = value.is_scalar() ? nearest_name(value.text, names) : std::nullopt;
        return diagnostics_.expected(value,
                                     fmt::format("{} for {}", expected_values(option), option.name),
                                     near ? fmt::format("did you mean {}?", shown(*near)) : "");
    }
    option.store(made_.options, number);
    Setting& setting = made_.settings[static_cast<std::size_t>(&option - option_table().data())];
    setting.value = value.text;
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

void Resolver::read_environment(const std::string& name, const std::string& value) {
    if (!name.starts_with(environment_prefix)) return;
    const Source source("environment", name + "=" + value);
    std::vector<std::string> names;
    bool is_ours = false;
    for (const Option& option : option_table()) {
        const std::string known = environment_name(option);
        if (known == name)
            return put(option, line_node(source, name.size() + 1),
                       {OriginKind::environment, {}, {}});
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
    const Option* option = find_option(std::string_view(text).substr(0, equals));
    if (option == nullptr) {
        const std::string name = text.substr(0, equals);
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

std::string origin_text(const Setting& setting) {
    switch (setting.origin.kind) {
        case OriginKind::by_default:
            return "default";
        case OriginKind::file:
            return fmt::format("{}:{}", setting.origin.file, setting.origin.place.line);
        case OriginKind::environment:
            return environment_name(*setting.option);
        case OriginKind::command_line:
            return "--set";
    }
    return {};
}

std::string configuration_text(const Configuration& configuration, bool with_origin) {
    std::size_t names = 0;
    std::size_t values = 0;
    for (const Setting& setting : configuration.settings) {
        names = std::max(names, setting.option->name.size());
        values = std::max(values, setting.value.size());
    }
    std::string out;
    for (const Setting& setting : configuration.settings) {
        if (with_origin) {
            out += fmt::format("{:<{}} = {:<{}}  # {}\n", setting.option->name, names,
                               setting.value, values, origin_text(setting));
        } else {
            out += fmt::format("{:<{}} = {}\n", setting.option->name, names, setting.value);
        }
    }
    return out;
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
