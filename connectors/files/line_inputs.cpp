// See line_inputs.hpp.
#include "connectors/files/line_inputs.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>

#include "events/codec/json_dead_letter.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using engine::Input;
using events::BytesView;
using events::DeadLetterReason;

namespace {

constexpr std::size_t line_digits = 12;           // of the number in a dead letter's key
constexpr std::size_t letter_bytes_kept = 4'096;  // of memory, from poll to poll, per input

engine::Digest32 digest_of(const Line& line) {
    if (line.digest) return *line.digest;
    engine::Digest32 digest;
    SHA256(reinterpret_cast<const unsigned char*>(line.bytes.data()), line.bytes.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

void append_key(std::string& key, const Line& line, const engine::Digest32& digest) {
    events::append_padded(key, line.number, line_digits);
    key += '-';
    events::append_hex(key, digest);
}

bool is_of_time(DeadLetterReason reason) {
    return reason == DeadLetterReason::time_missing || reason == DeadLetterReason::time_in_future;
}

}  // namespace

bool is_blank(BytesView line) {
    return std::all_of(line.begin(), line.end(), [](std::byte b) {
        return b == std::byte{' '} || b == std::byte{'\t'} || b == std::byte{'\r'};
    });
}

std::string letter_key(const Line& line) {
    std::string key;
    append_key(key, line, digest_of(line));
    return key;
}

std::string letter_number(const Line& line) {
    std::string number;
    events::append_padded(number, line.number, line_digits);
    return number;
}

void LineInputs::clear() {
    used_ = 0;
    arena_.reset();
}

// Inputs keep their memory from poll to poll.
Input& LineInputs::next() {
    if (used_ == inputs_.size()) inputs_.emplace_back();
    return inputs_[used_++];
}

Input& LineInputs::add(const Line& line, std::string_view origin) {
    Input& input = next();
    input.offset.reset();
    input.is_unanswered = false;
    input.letter.key.clear();
    input.letter.value.clear();
    if (input.letter.value.capacity() > letter_bytes_kept) input.letter.value = {};
    origin_ = origin;
    if (line.length > events::command_bytes_max) {
        input.errors.clear();
        command_ = {};
        refuse(input, line, DeadLetterReason::too_large,
               fmt::format("is {} bytes long; a command has at most {}", line.length,
                           events::command_bytes_max));
        return input;
    }
    const DeadLetterReason reason =
        decoder_.read(line.bytes, arena_, command_, input.errors).reason;
    if (reason != DeadLetterReason::none) {
        refuse(input, line, reason, {});
        return input;
    }
    input.kind = Input::Kind::command;
    input.reason = reason;
    input.command = command_.header;
    return input;
}

// An empty `problem`: the input's errors say everything already.
void LineInputs::refuse(Input& input, const Line& line, DeadLetterReason reason,
                        std::string_view problem) {
    input.kind = Input::Kind::dead_letter;
    input.reason = reason;
    input.command = command_.header;
    if (!problem.empty())
        input.errors.push_back({is_of_time(reason) ? "/time" : "", std::string(problem)});
    keep_letter(input, line, origin_, false);
}

void LineInputs::keep_letter(Input& input, const Line& line, std::string_view origin,
                             bool resolved) {
    const engine::Digest32 digest = digest_of(line);
    input.letter.key = origin;
    append_key(input.letter.key, line, digest);
    input.letter.value.clear();
    events::append_dead_letter(input.letter.value, {input.reason, input.errors, line.number, digest,
                                                    line.length, line.bytes, resolved});
}

Input& LineInputs::add_tick(events::Time time, bool only_where_due) {
    Input& input = next();
    input.offset.reset();
    input.is_unanswered = false;
    input.only_where_due = only_where_due;
    input.kind = Input::Kind::tick;
    input.tick = time;
    return input;
}

}  // namespace leadline::connectors
