// See template.hpp.
#include "connectors/notify/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <vector>

#include "config/yaml/names.hpp"

namespace leadline::connectors::notify {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Walks the tags of a template:
//     tag     = "{{{" name "}}}" / "{{" ["&"] name "}}" / section / comment
//     section = "{{" ("#" / "^") name "}}" *(text / tag) "{{/" name "}}"
//     comment = "{{!" text "}}"
class Checker {
public:
    Checker(const config::Source& source, std::span<const std::string_view> known,
            config::Diagnostics& diagnostics)
        : source_(source), known_(known), diagnostics_(diagnostics) {}

    void check();

private:
    struct Open {
        std::string_view name;
        std::size_t at;
    };
    void complain(std::size_t at, std::string message) {
        diagnostics_.error(source_, source_.place_of(at), std::move(message));
    }
    void take_tag(std::size_t at, std::string_view inside);
    void take_name(std::size_t at, std::string_view name);
    void close(std::size_t at, std::string_view name);

    const config::Source& source_;
    std::span<const std::string_view> known_;
    config::Diagnostics& diagnostics_;
    std::vector<Open> open_;
};

void Checker::check() {
    const std::string_view text = source_.text();
    std::size_t at = text.find("{{");
    while (at != std::string_view::npos) {
        const bool is_raw = text.substr(at).starts_with("{{{");
        const std::string_view ending = is_raw ? "}}}" : "}}";
        const std::size_t begin = at + ending.size();
        const std::size_t end = text.find(ending, begin);
        if (end == std::string_view::npos)
            return complain(at, fmt::format("this tag is not closed by {}", ending));
        const std::string_view inside = text.substr(begin, end - begin);
        if (is_raw) {
            take_name(at, trimmed(inside));
        } else {
            take_tag(at, inside);
        }
        at = text.find("{{", end + ending.size());
    }
    for (const Open& section : open_)
        complain(section.at,
                 fmt::format("this section is not closed by {{{{/{}}}}}", section.name));
}

void Checker::take_tag(std::size_t at, std::string_view inside) {
    const std::string_view rest = trimmed(inside);
    const char sign = rest.empty() ? ' ' : rest.front();
    const std::string_view name = rest.empty() ? rest : trimmed(rest.substr(1));
    switch (sign) {
        case '!':
            return;
        case '>':
            return complain(at, "a template includes no other one");
        case '=':
            return complain(at, "delimiters stay {{ and }}");
        case '&':
            return take_name(at, name);
        case '#':
        case '^':
            open_.push_back({name, at});
            return take_name(at, name);
        case '/':
            return close(at, name);
        default:
            return take_name(at, rest);
    }
}

void Checker::take_name(std::size_t at, std::string_view name) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) return;
    complain(at, config::unknown_name("name", name, known_));
}

void Checker::close(std::size_t at, std::string_view name) {
    if (open_.empty()) return complain(at, fmt::format("no section \"{}\" is open here", name));
    if (open_.back().name != name)
        complain(at, fmt::format("the section that is open here is \"{}\"", open_.back().name));
    open_.pop_back();
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                              c == '~';
        if (is_plain) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

Template Template::read(const config::Source& source, std::span<const std::string_view> known,
                        config::Diagnostics& diagnostics) {
    const std::size_t before = diagnostics.errors();
    Checker(source, known, diagnostics).check();
    Template made{std::string(source.text())};
    // What the library alone objects to.
    const mustache::mustache parsed(made.text_);
    if (diagnostics.errors() == before && !parsed.is_valid())
        diagnostics.error(source, {1, 1}, parsed.error_message());
    return made;
}

std::string Template::render(const Values& values, Escape escape) const {
    mustache::mustache parsed(text_);
    if (escape == Escape::none)
        parsed.set_custom_escape([](const std::string& value) { return value; });
    if (escape == Escape::url)
        parsed.set_custom_escape([](const std::string& value) { return percent_encoded(value); });
    mustache::data data;
    for (const auto& [name, value] : values)
        if (!value.empty()) data.set(name, value);
    return parsed.render(data);
}

}  // namespace leadline::connectors::notify
