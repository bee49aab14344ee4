// See email.hpp.
#include "engine/core/normalise/email.hpp"

#include <unicode/uchar.h>

#include "engine/core/normalise/code_points.hpp"
#include "engine/core/normalise/domain_name.hpp"
#include "engine/core/normalise/fold.hpp"

namespace leadline::engine {

namespace {

constexpr Text at_signs[] = {"@", "\uFF20", "\uFE6B"};  // the plain, the full-width, the small one
constexpr Text mailto = "mailto:";

struct Place {
    std::size_t at = Text::npos;
    std::size_t size = 0;
};

Place last_at_sign(Text text) {
    Place last;
    for (const Text sign : at_signs) {
        const std::size_t at = text.rfind(sign);
        if (at != Text::npos && (last.at == Text::npos || at > last.at)) last = {at, sign.size()};
    }
    return last;
}

// Without white space around it, and what lists and sentences put after an address.
Text bare(Text text) { return trimmed(text, ".,;"); }

// "Ana <ana@blue.example>": what is in the brackets.
Text without_name(Text text) {
    if (!text.ends_with('>')) return text;
    const std::size_t open = text.rfind('<');
    return open == Text::npos ? text : bare(text.substr(open + 1, text.size() - open - 2));
}

Text without_mailto(Text folded) {
    while (folded.starts_with(mailto)) folded = trimmed_front(folded.substr(mailto.size()));
    return folded;
}

bool is_local_part(Text folded) {
    bool is_one = !folded.empty();
    for_each_code_point(folded, [&is_one](UChar32 c, Text) {
        if (c == '@' || c == '<' || c == '>' || u_isUWhiteSpace(c) != 0) is_one = false;
    });
    return is_one;
}

std::string address(Text text) {
    const Text whole = without_name(bare(text));
    const Place sign = last_at_sign(whole);
    if (sign.at == Text::npos) return {};
    const std::string before = folded(whole.substr(0, sign.at));
    const Text local = without_mailto(before);
    if (!is_local_part(local)) return {};
    const std::string domain = ascii_domain(trimmed(whole.substr(sign.at + sign.size)));
    if (domain.empty() || local.size() + 1 + domain.size() > email_bytes_max) return {};
    std::string made(local);
    made += '@';
    return made += domain;
}

}  // namespace

std::string normal_email(events::Text text) {
    if (std::string made = address(visible(text, Joiners::stay)); !made.empty()) return made;
    const std::string whole = folded(text);
    // Full-width brackets and the like are plain ones by now.
    if (std::string made = address(whole); !made.empty()) return made;
    const Text rest = without_mailto(bare(whole));
    return says_something(rest) ? std::string(rest) : std::string();
}

}  // namespace leadline::engine
