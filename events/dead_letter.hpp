// A command that could not be understood (SPEC 15): why, and what is wrong where. Dead letters are
// no events; they are kept beside the log (engine/log/log.hpp) and told in the outcome line.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "events/enum_names.hpp"

namespace leadline::events {

// The first of these that holds is given. Those of time are found by whoever knows the clock, the
// last by who reads a partition.
enum class DeadLetterReason : std::uint8_t {
    none = 0,  // it was understood
    too_large = 1,
    not_utf8 = 2,
    too_deep = 3,
    not_json = 4,
    bad_attributes = 5,  // CloudEvents attributes that are missing or wrong
    unknown_type = 6,
    invalid_fields = 7,
    time_missing = 8,
    time_in_future = 9,
    wrong_partition = 10,  // sent on once already, and again to a partition that is not its own
};

inline constexpr std::array dead_letter_reason_names{
    EnumName<DeadLetterReason>{DeadLetterReason::none, "none"},
    EnumName<DeadLetterReason>{DeadLetterReason::too_large, "too_large"},
    EnumName<DeadLetterReason>{DeadLetterReason::not_utf8, "not_utf8"},
    EnumName<DeadLetterReason>{DeadLetterReason::too_deep, "too_deep"},
    EnumName<DeadLetterReason>{DeadLetterReason::not_json, "not_json"},
    EnumName<DeadLetterReason>{DeadLetterReason::bad_attributes, "bad_attributes"},
    EnumName<DeadLetterReason>{DeadLetterReason::unknown_type, "unknown_type"},
    EnumName<DeadLetterReason>{DeadLetterReason::invalid_fields, "invalid_fields"},
    EnumName<DeadLetterReason>{DeadLetterReason::time_missing, "time_missing"},
    EnumName<DeadLetterReason>{DeadLetterReason::time_in_future, "time_in_future"},
    EnumName<DeadLetterReason>{DeadLetterReason::wrong_partition, "wrong_partition"}};
constexpr std::span<const EnumName<DeadLetterReason>> enum_names(DeadLetterReason) {
    return dead_letter_reason_names;
}

// One thing that is wrong with a command, for the person who sent it.
struct FieldError {
    std::string pointer;  // RFC 6901, from the root of the CloudEvent; "" is the whole
    std::string problem;  // what is wrong, and what was expected

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

inline constexpr std::size_t field_errors_max = 100;  // beyond, one last entry says so

}  // namespace leadline::events
