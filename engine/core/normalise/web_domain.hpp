// Whose web site or mailbox: the registrable domain, by the public suffix list that is built into
// libpsl (publicsuffix.org, ICANN's and private suffixes: the customers of "github.io" are as many
// companies as those of "com"). Another libpsl may have another list; only `decide` uses it, and
// what it decided stands in events. Pure; any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// The registrable domain, in IDNA's ASCII, of a URL with or without its scheme, a host, or an
// e-mail address, almost valid ones included: "https://shop.blue-sky.co.uk:8443/x" is
// "blue-sky.co.uk". A top-level domain that the list does not know counts as a suffix, as the list
// itself says. Empty: a bare suffix, a single label, an IP address, names that belong to nobody
// (RFC 6761, RFC 6762: localhost, local, invalid; arpa), and what is no host.
[[nodiscard]] std::string web_domain(events::Text text);

}  // namespace leadline::engine
