// What documents say of the table of options: Markdown and JSON Schema; see options.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/options.hpp"

namespace leadline::config {
namespace {

std::string_view group_of(const Option& option) {
    return option.name.substr(0, option.name.find('.'));
}

std::string_view key_of(const Option& option) {
    return option.name.substr(option.name.find('.') + 1);
}

// Nothing in the table needs more than this; names and help are ours.
std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string json_type(const Option& option) {
    switch (option.type) {
        case OptionType::choice: {
            std::string names;
            for (const std::string_view choice : option.choices)
                names += (names.empty() ? "" : ", ") + json_text(choice);
            return fmt::format(R"("enum": [{}], "default": {})", names,
                               json_text(option.default_text));
        }
        case OptionType::boolean:
            return fmt::format(R"("type": "boolean", "default": {})", option.default_text);
        case OptionType::number:
            return fmt::format(R"("type": "integer", "minimum": {}, "maximum": {}, "default": {})",
                               option.min, option.max, option.default_text);
        case OptionType::bytes:
            return fmt::format(R"("type": ["string", "integer"], "minimum": {}, "maximum": {}, )"
                               R"("pattern": "^[0-9]+([KMG]iB)?$", "default": {})",
                               option.min, option.max, json_text(option.default_text));
        case OptionType::text:
            return fmt::format(
                R"("type": "string", "pattern": {}, "default": {})", json_text(option.pattern),
                option.default_text == empty_text ? empty_text : json_text(option.default_text));
        case OptionType::properties:
            return R"("type": "object", "additionalProperties": )"
                   R"({"type": ["string", "integer", "boolean"]}, "default": {})";
    }
    return {};
}

}  // namespace

std::string options_markdown() {
    std::string out =
        "| option | environment | values | default | since | what it does |\n"
        "|---|---|---|---|---|---|\n";
    for (const Option& option : option_table()) {
        const bool is_map = option.type == OptionType::properties;
        out += fmt::format("| `{}{}` | `{}{}` | {} | `{}` | {} | {}{} |\n", option.name,
                           is_map ? ".NAME" : "", environment_name(option), is_map ? "_NAME" : "",
                           expected_values(option), option.default_text, option.since, option.help,
                           option.reloads ? " Reloads." : "");
    }
    return out;
}

std::string options_help() {
    constexpr std::size_t columns_max = 80;
    std::string out = "Options of the configuration, each with its default:\n";
    for (const Option& option : option_table()) {
        out += fmt::format("  {} = {}\n", option.name, option.default_text);
        std::string line;
        for (std::string_view rest = option.help; !rest.empty();) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (!line.empty() && 6 + line.size() + 1 + word.size() > columns_max) {
                out += "      " + std::exchange(line, {}) + '\n';
            }
            (line += line.empty() ? "" : " ") += word;
        }
        out += "      " + line + '\n';
    }
    return out;
}

std::string options_schema() {
    std::string out = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Leadline configuration",
  "type": "object",
  "additionalProperties": false,
  "properties": {)";
    std::string_view group;
    for (const Option& option : option_table()) {
        if (group_of(option) != group) {
            if (!group.empty()) out += "\n      }\n    },";
            group = group_of(option);
            out += fmt::format(
                "\n    {}: {{\n      \"type\": \"object\",\n"
                "      \"additionalProperties\": false,\n      \"properties\": {{",
                json_text(group));
        } else {
            out += ',';
        }
        out += fmt::format("\n        {}: {{{}, \"description\": {}}}", json_text(key_of(option)),
                           json_type(option), json_text(option.help));
    }
    return out + "\n      }\n    }\n  }\n}\n";
}

}  // namespace leadline::config
