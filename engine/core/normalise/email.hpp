// E-mail addresses as they are compared. Pure; any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

inline constexpr std::size_t email_bytes_max = 254;  // RFC 5321, 4.5.3.1.3, without the brackets

// The address in `text`: local part "@" domain, the local part in NFKC_Casefold (no mail system
// that people use tells case apart, though RFC 5321 lets it), the domain in IDNA's ASCII. A name
// before an address in angle brackets goes, so do "mailto:", white space around either part, and
// commas, semicolons and full stops after it. Dots and "+tag" stay: whether they mean anything is
// each provider's own affair.
//
// What is no address (no @, an empty part, white space in the local part, no possible domain, more
// than email_bytes_max) is still told apart by its folded text, so that what was mistyped the same
// way twice is the same. Empty: nothing was said ("", "-", white space).
[[nodiscard]] std::string normal_email(events::Text text);

}  // namespace leadline::engine
