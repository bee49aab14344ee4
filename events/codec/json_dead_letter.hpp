// A dead letter's record (SPEC 15): the reason, where it came from, and the original bytes. The
// same line makes the same record, so that a rerun writes what stands there already. Any thread.
#pragma once

#include <span>
#include <string>

#include "events/base/bytes.hpp"
#include "events/dead_letter.hpp"

namespace leadline::events {

inline constexpr std::size_t dead_letter_original_max = 1U << 20U;  // bytes kept of a line

struct DeadLetterRecord {
    DeadLetterReason reason = DeadLetterReason::none;
    std::span<const FieldError> errors;
    std::uint64_t line = 0;    // its number in its source, from 1
    BytesView sha256;          // 32 bytes: of the whole line
    std::uint64_t length = 0;  // of the whole line
    BytesView original;     // the line, or its beginning; at most dead_letter_original_max is kept
    bool resolved = false;  // it was decided later, once its time had come (SPEC 2.3)
};

// How the record of a resolved one ends.
inline constexpr std::string_view resolved_ending = ",\"resolved\":true}";

// {"reason":..,"errors":[..],"source_of":{"line":..,"sha256":".."},"length":..,
//  "original_base64":".."}
void append_dead_letter(std::string& out, const DeadLetterRecord& record);

}  // namespace leadline::events
