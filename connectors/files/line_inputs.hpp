// LineInputs: lines as the engine's inputs, a command or a dead letter each, gathered until the
// next poll. Whoever reads the lines gives them their times. It takes no memory per line in the
// steady state. One thread.
#pragma once

#include <string>
#include <vector>

#include "connectors/files/line_reader.hpp"
#include "engine/runtime/epoch.hpp"
#include "events/codec/cloud_event.hpp"

namespace leadline::connectors {

// A poll ends when so many bytes of lines are read: an epoch holds no more than this, and somewhat
// more as dead letters.
inline constexpr std::size_t poll_bytes_max = 8U << 20U;

// Nothing but white space: such lines are no input.
[[nodiscard]] bool is_blank(events::BytesView line);

// The number of the line and its SHA-256: with the same line in the same place it is the same.
[[nodiscard]] std::string letter_key(const Line& line);
[[nodiscard]] std::string letter_number(const Line& line);  // what it begins with

class LineInputs {
public:
    // Forgets all that was gathered, and keeps its memory.
    void clear();

    // Decodes a line. The input is a dead letter, or a command that has the line's own time or
    // none. `origin` stands before the dead letter's key, when the number of a line does not say
    // enough.
    engine::Input& add(const Line& line, std::string_view origin = {});
    // Makes the input of `line` a dead letter. `problem`: with its time; or, for other reasons,
    // with the whole line.
    void refuse(engine::Input& input, const Line& line, events::DeadLetterReason reason,
                std::string_view problem);
    // Keeps a dead letter of `line` beside its input: `reason` and `errors` of the input.
    static void keep_letter(engine::Input& input, const Line& line, std::string_view origin,
                            bool resolved);
    // `only_where_due`: for those partitions alone that have a timer due by then.
    engine::Input& add_tick(events::Time time, bool only_where_due = false);

    [[nodiscard]] std::size_t size() const { return used_; }
    [[nodiscard]] std::span<const engine::Input> all() const { return {inputs_.data(), used_}; }

private:
    [[nodiscard]] engine::Input& next();

    events::CloudEventReader decoder_;
    events::Arena arena_;
    std::vector<engine::Input> inputs_;
    std::size_t used_ = 0;  // of inputs_
    events::DecodedCommand command_;
    std::string origin_;  // of the line that was added last
};

}  // namespace leadline::connectors
