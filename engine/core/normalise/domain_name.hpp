// Host names as the domain name system has them: IDNA (Unicode TS #46, non-transitional, so that
// "faß.de" and "fass.de" are two) in ASCII and lower case. Pure; any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// What a name may have in letters of all scripts before it is turned into at most 253 bytes of
// ASCII (RFC 1035); longer ones are no names. It bounds the cost of Punycode, which is quadratic.
inline constexpr std::size_t domain_input_bytes_max = 1'024;
inline constexpr std::size_t domain_bytes_max = 253;

// The ASCII form of a host name; empty for what is none: empty labels or ones over 63 bytes, bytes
// other than letters, digits, "-" and "_", what IDNA refuses. One dot at the end goes.
[[nodiscard]] std::string ascii_domain(events::Text name);

}  // namespace leadline::engine
