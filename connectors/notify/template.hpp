// Template: a text with names in it (mustache), which a notification fills in. Which names there
// are is checked when it is read, with line and column, so that none is met for the first time when
// somebody is to be told. The library renders; what it would let pass is refused here before:
// unknown names, partials, other delimiters. Immutable; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "config/yaml/diagnostics.hpp"

namespace leadline::connectors::notify {

// What the names stand for; a name that is not there is empty, and a section over it is left out.
using Values = std::map<std::string, std::string, std::less<>>;

// What becomes of a value that is not asked for raw ({{{name}}} or {{&name}}).
enum class Escape : std::uint8_t {
    none,  // for text
    html,
    url,  // one segment of a path, or one value of a query: RFC 3986
};

class Template {
public:
    Template() = default;  // empty

    // Reads `source`. Every mistake goes to `diagnostics`: a name that is not in `known`, a tag
    // that is not closed, a section without its end.
    [[nodiscard]] static Template read(const config::Source& source,
                                       std::span<const std::string_view> known,
                                       config::Diagnostics& diagnostics);

    [[nodiscard]] std::string render(const Values& values, Escape escape) const;
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    explicit Template(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace leadline::connectors::notify
