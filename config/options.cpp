// How a value is read by its row of the table of options; see options.hpp.
#include "config/options.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "events/base/ensure.hpp"

namespace leadline::config {
namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;
constexpr std::int64_t gib = 1024 * mib;

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
    for (const Option& option : option_table())
        ENSURE(option.type == OptionType::properties ||
               store_value(option, option.default_text, options));
    return options;
}

std::string bytes_text(std::int64_t bytes) {
    if (bytes % gib == 0) return fmt::format("{}GiB", bytes / gib);
    if (bytes % mib == 0) return fmt::format("{}MiB", bytes / mib);
    return bytes % kib == 0 ? fmt::format("{}KiB", bytes / kib) : fmt::format("{}", bytes);
}

}  // namespace

const Option* find_option(std::string_view name) {
    for (const Option& option : option_table())
        if (option.name == name) return &option;
    return nullptr;
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
        case OptionType::text:
            return std::string(option.unit);
        case OptionType::properties:
            return "a map of properties";
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
        case OptionType::text:
        case OptionType::properties:
            return false;  // these are no numbers
    }
    return false;
}

bool store_value(const Option& option, std::string_view text, Options& to) {
    if (option.type == OptionType::text) {
        if (text == empty_text) text = {};
        if (!re2::RE2::FullMatch({text.data(), text.size()}, std::string(option.pattern)))
            return false;
        option.store_text(to, text);
        return true;
    }
    std::int64_t value = 0;
    if (!parse_value(option, text, value)) return false;
    option.store(to, value);
    return true;
}

}  // namespace leadline::config
