// What the fields of commands and events mean, in one phrase each, for the schemas. Constant.
#pragma once

#include "events/field.hpp"

namespace leadline::events {

// By the field's name; empty: nothing is said of it. A field that says so itself (Field::help)
// means something else.
[[nodiscard]] Text help_of(Text field);

}  // namespace leadline::events
