// Names on the command line that must be there: a list narrowed by a queue, partner or user that
// does not exist would be empty, and say nothing of the slip. `not_found`, with the nearest name.
// An empty name asks for nothing. One thread.
#pragma once

#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

[[nodiscard]] events::Result<void> check_queue(const Asking& asking, const std::string& id);
[[nodiscard]] events::Result<void> check_partner(const Asking& asking, const std::string& id);
[[nodiscard]] events::Result<void> check_user(const Asking& asking, const std::string& id);
// For a list that has come out empty: leads may have statuses of older rulesets, too.
[[nodiscard]] events::Result<void> check_status(const Asking& asking, const std::string& name);
[[nodiscard]] events::Result<void> check_lead(const Asking& asking, const std::string& id);

// The customer of a registration: an account first, else a name, by its match key. As
// DealRow::customer_key; empty when nothing is asked for.
[[nodiscard]] events::Result<std::string> customer_key_of(const Asking& asking,
                                                          const std::string& customer);

// `error`, with the nearest queue or partner when it is `not_found`.
[[nodiscard]] events::Error no_queue(const Asking& asking, const std::string& id,
                                     events::Error error);
[[nodiscard]] events::Error no_partner(const Asking& asking, const std::string& id,
                                       events::Error error);

}  // namespace leadline::connectors
