// Values that a command or an event may hold, drawn by chance; generate.hpp makes whole ones of
// them. Pure; any thread.
#pragma once

#include <optional>

#include "events/codec/body.hpp"
#include "events/codec/json_rules.hpp"
#include "events/kinds.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {

// Texts in the arena. An id has no control characters; a text may have anything that UTF-8 has.
[[nodiscard]] events::Text arbitrary_id(events::Arena& arena, Random& random);
[[nodiscard]] events::Text arbitrary_text(events::Arena& arena, Random& random,
                                          events::TextRule rule);
[[nodiscard]] events::CustomFields arbitrary_custom(events::Arena& arena, Random& random);
[[nodiscard]] events::Money arbitrary_money(events::Arena& arena, Random& random);
// The same, but not less than nothing.
[[nodiscard]] events::Money without_sign(events::Money money);

}  // namespace leadline::tests
