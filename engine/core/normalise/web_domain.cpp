// See web_domain.hpp.
#include "engine/core/normalise/web_domain.hpp"

#include <libpsl.h>

#include <algorithm>
#include <array>

#include "engine/core/normalise/domain_name.hpp"
#include "engine/core/normalise/fold.hpp"

namespace leadline::engine {

namespace {

constexpr std::array<Text, 4> nobodys = {"arpa", "invalid", "local", "localhost"};

bool is_scheme(Text text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

// What stands between the scheme and the path, as RFC 3986 cuts it, or as people leave parts out.
Text authority(Text text) {
    const std::size_t slashes = text.find("//");
    if (slashes == 0) text.remove_prefix(2);
    if (slashes != Text::npos && slashes > 1 && text[slashes - 1] == ':' &&
        is_scheme(text.substr(0, slashes - 1))) {
        text.remove_prefix(slashes + 2);
    }
    return text.substr(0, text.find_first_of("/?#\\"));
}

// Without a user's name, also that of an e-mail address, and without a port.
Text host(Text authority) {
    for (const Text sign : {Text("@"), Text("\uFF20")}) {
        const std::size_t at = authority.rfind(sign);
        if (at != Text::npos) authority.remove_prefix(at + sign.size());
    }
    const Text name = trimmed(authority.substr(0, authority.find(':')), ".,;>)\"'");
    return name.substr(std::min(name.find_first_not_of("<(\"'"), name.size()));
}

// No top-level domain begins with a digit, so what does is an IP address of version 4.
bool may_be_somebodys(Text domain) {
    const std::size_t dot = domain.rfind('.');
    if (dot == Text::npos) return false;
    const Text top = domain.substr(dot + 1);
    if (top.front() >= '0' && top.front() <= '9') return false;
    return std::find(nobodys.begin(), nobodys.end(), top) == nobodys.end();
}

}  // namespace

std::string web_domain(events::Text text) {
    const std::string seen = visible(text, Joiners::stay);
    const std::string domain = ascii_domain(host(authority(trimmed(seen))));
    if (!may_be_somebodys(domain)) return {};
    const char* registrable = psl_registrable_domain(psl_builtin(), domain.c_str());
    return registrable == nullptr ? std::string() : std::string(registrable);
}

}  // namespace leadline::engine
