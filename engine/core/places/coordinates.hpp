// Coordinates that somebody wrote down: decimal degrees such as "48.137" and "-0.5". Integers only.
// Pure; any thread.
#pragma once

#include <optional>

#include "engine/core/places/postal_code.hpp"
#include "events/place.hpp"

namespace leadline::engine {

// Rounded to the nearest microdegree, half away from zero: about 11 cm. None when one of them is no
// decimal, or on no map: more than 90 degrees of latitude, or 180 of longitude.
[[nodiscard]] std::optional<events::Coordinates> coordinates_of(Text latitude, Text longitude);

}  // namespace leadline::engine
