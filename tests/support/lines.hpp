// Command lines for tests of the JSON border: a reader with its arena, and words for what it
// answered.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "events/codec/cloud_event.hpp"

namespace leadline::tests {

// Reads one line and keeps everything it points to.
struct ReadLine {
    explicit ReadLine(std::string_view line) {
        events::CloudEventReader reader;
        reason = reader.read(events::as_bytes(line), arena, command, errors).reason;
    }

    // "pointer: problem" of each error, sorted.
    [[nodiscard]] std::vector<std::string> said() const {
        std::vector<std::string> out;
        for (const events::FieldError& error : errors)
            out.push_back(error.pointer + ": " + error.problem);
        std::sort(out.begin(), out.end());
        return out;
    }
    [[nodiscard]] std::vector<std::string> pointers() const {
        std::vector<std::string> out;
        for (const events::FieldError& error : errors) out.push_back(error.pointer);
        std::sort(out.begin(), out.end());
        return out;
    }

    events::Arena arena;
    events::DecodedCommand command;
    std::vector<events::FieldError> errors;
    events::DeadLetterReason reason{};
};

// A well-formed line of that type around `data`; `more` is put before it, such as `"actor":"x",`.
[[nodiscard]] inline std::string line(std::string_view type, std::string_view data,
                                      std::string_view more = "") {
    return fmt::format(
        R"({{"specversion":"1.0","id":"1","source":"test","type":"{}","program":"acme",)"
        R"({}"data":{}}})",
        type, more, data);
}

}  // namespace leadline::tests
