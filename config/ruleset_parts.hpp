// A ruleset cut into the parts in which it travels (DESIGN D8): each fits an event when encoded and
// a command as JSON, and the SHA-256 over their bodies, in order, names the whole. The same rules
// give the same parts. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "config/ruleset_file.hpp"
#include "events/base/bytes.hpp"

namespace leadline::config {

struct RulesetParts {
    std::vector<events::RulesetPart> parts;  // views into the Ruleset; the fallback is in the last
    std::vector<events::Bytes> bodies;       // of the parts, as they will stand in the log
    std::string sha256;                      // 64 hex digits
};

// Fails with `configuration` when one rule is too large for a part of its own, or when there are
// more than events::ruleset_parts_max parts. The result looks into `ruleset`.
[[nodiscard]] events::Result<RulesetParts> cut_ruleset(const Ruleset& ruleset);

// The SHA-256 of parts that are in force, in the same form.
[[nodiscard]] std::string sha256_of(const std::vector<events::Bytes>& bodies);

}  // namespace leadline::config
