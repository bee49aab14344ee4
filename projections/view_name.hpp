// ViewName: how views and their copies are named. name := base "@v" version; a copy that is being
// made beside the one that serves has a '+' behind its name: "lead@v3+". Pure; any thread.
#pragma once

#include <charconv>
#include <string>

#include "events/ids.hpp"

namespace leadline::projections {

using events::Text;

struct ViewName {
    Text base;                  // "lead"
    std::uint32_t version = 0;  // 0: the name says none
    bool is_beside = false;
};

[[nodiscard]] inline ViewName parse_view_name(Text name) {
    ViewName parsed;
    parsed.is_beside = name.ends_with('+');
    if (parsed.is_beside) name.remove_suffix(1);
    const std::size_t at = name.find("@v");
    parsed.base = name.substr(0, at);
    if (at == Text::npos) return parsed;
    const Text digits = name.substr(at + 2);
    std::from_chars(digits.data(), digits.data() + digits.size(), parsed.version);
    return parsed;
}

// The name of the copy that is made beside.
[[nodiscard]] inline std::string beside_name(Text name) { return std::string(name) + '+'; }

}  // namespace leadline::projections
