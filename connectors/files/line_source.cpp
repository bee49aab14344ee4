// See line_source.hpp.
#include "connectors/files/line_source.hpp"

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
using events::Result;
using events::Time;

namespace {

constexpr std::size_t line_digits = 12;  // of the number in a dead letter's key

// An epoch holds no more than this of what was read, and somewhat more as dead letters.
constexpr std::size_t poll_bytes_max = 8U << 20U;
constexpr std::size_t letter_bytes_kept = 4'096;  // of memory, from poll to poll, per input

bool is_blank(BytesView line) {
    return std::all_of(line.begin(), line.end(), [](std::byte b) {
        return b == std::byte{' '} || b == std::byte{'\t'} || b == std::byte{'\r'};
    });
}

engine::Digest32 digest_of(const Line& line) {
    if (line.digest) return *line.digest;
    engine::Digest32 digest;
    SHA256(reinterpret_cast<const unsigned char*>(line.bytes.data()), line.bytes.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

std::string key_of(const Line& line, const engine::Digest32& digest) {
    std::string key;
    events::append_padded(key, line.number, line_digits);
    key += '-';
    events::append_hex(key, digest);
    return key;
}

}  // namespace

Result<EarlierDeadLetters> earlier_dead_letters(const engine::LogReader& log) {
    // Values are ours (append_dead_letter), so that their beginning and end say enough.
    constexpr std::string_view missing = R"({"reason":"time_missing")";
    constexpr std::string_view future = R"({"reason":"time_in_future")";
    EarlierDeadLetters earlier;
    TRY(log.dead_letters([&](const engine::DeadLetter& letter) {
        if (letter.value.starts_with(missing))
            earlier.emplace(letter.key, DeadLetterReason::time_missing);
        if (letter.value.starts_with(future) && !letter.value.ends_with(events::resolved_ending))
            earlier.emplace(letter.key, DeadLetterReason::time_in_future);
        return true;
    }));
    return earlier;
}

LineSource::LineSource(LineReader lines, LineTimes times, EarlierDeadLetters earlier)
    : lines_(std::move(lines)),
      wall_(&times.wall),
      earlier_(std::move(earlier)),
      before_(times.last_event) {}

Result<std::span<const Input>> LineSource::poll(std::size_t max) {
    used_ = 0;
    arena_.reset();
    now_ = wall_->now();
    std::size_t bytes = 0;
    while (used_ < max && bytes < poll_bytes_max && !ended_) {
        Line line;
        const auto got = lines_.next(line, used_ == 0);
        if (!got) return tl::unexpected(got.error());
        if (*got == LineReader::Got::nothing_yet) break;
        bytes += line.bytes.size();
        if (*got == LineReader::Got::end) {
            ended_ = true;
            add_tick();
        } else if (!is_blank(line.bytes)) {
            read_line(line);
        }
    }
    return std::span<const Input>(inputs_.data(), used_);
}

// Inputs keep their memory from poll to poll.
Input& LineSource::next_input() {
    if (used_ == inputs_.size()) inputs_.emplace_back();
    return inputs_[used_++];
}

void LineSource::read_line(const Line& line) {
    count_.fetch_add(1, std::memory_order_relaxed);
    Input& input = next_input();
    input.letter.key.clear();
    input.letter.value.clear();
    if (input.letter.value.capacity() > letter_bytes_kept) input.letter.value = {};
    if (line.length > events::command_bytes_max) {
        input.errors.clear();
        command_ = {};
        input.reason = DeadLetterReason::too_large;
        refuse(line, input,
               fmt::format("is {} bytes long; a command has at most {}", line.length,
                           events::command_bytes_max));
        return;
    }
    input.reason = decoder_.read(line.bytes, arena_, command_, input.errors).reason;
    if (input.reason != DeadLetterReason::none) return refuse(line, input, {});
    give_time(line, input);
}

void LineSource::give_time(const Line& line, Input& input) {
    Time& time = command_.header.time;
    if (time.is_set()) {
        if (time > now_ + time_ahead_max) {
            input.reason = DeadLetterReason::time_in_future;
            return refuse(line, input, "is more than 5 minutes ahead of the wall clock");
        }
    } else if (!before_.is_set() || (!has_times_ && had_no_time(line))) {
        input.reason = DeadLetterReason::time_missing;
        return refuse(line, input,
                      "is missing, no line before it has one, and the log has no event yet");
    } else {
        time = before_;
    }
    before_ = time;
    has_times_ = true;
    input.kind = Input::Kind::command;
    input.command = command_.header;
    if (!earlier_.empty()) resolve(line, input);
}

// `problem`: with the whole line, or with its time; empty: `errors` say everything already.
void LineSource::refuse(const Line& line, Input& input, std::string_view problem) {
    input.kind = Input::Kind::dead_letter;
    input.command = command_.header;
    const bool is_of_time = input.reason == DeadLetterReason::time_missing ||
                            input.reason == DeadLetterReason::time_in_future;
    if (!problem.empty()) input.errors.push_back({is_of_time ? "/time" : "", std::string(problem)});
    fill_letter(line, input);
}

// A rerun dead-letters what the first run did, although the partition has a time to give by now.
bool LineSource::had_no_time(const Line& line) const {
    if (earlier_.empty()) return false;
    const auto at = earlier_.find(key_of(line, digest_of(line)));
    return at != earlier_.end() && at->second == DeadLetterReason::time_missing;
}

// The line was dead-lettered for its time once; what is kept of it now says that it was decided.
void LineSource::resolve(const Line& line, Input& input) {
    std::string number;
    events::append_padded(number, line.number, line_digits);
    const auto near = earlier_.lower_bound(number);
    if (near == earlier_.end() || !near->first.starts_with(number)) return;
    const auto at = earlier_.find(key_of(line, digest_of(line)));
    if (at == earlier_.end() || at->second != DeadLetterReason::time_in_future) return;
    input.reason = DeadLetterReason::time_in_future;
    input.errors.assign(1, {"/time", "is more than 5 minutes ahead of the wall clock"});
    fill_letter(line, input, true);
}

void LineSource::fill_letter(const Line& line, Input& input, bool resolved) {
    const engine::Digest32 digest = digest_of(line);
    input.letter.key = key_of(line, digest);
    events::append_dead_letter(input.letter.value, {input.reason, input.errors, line.number, digest,
                                                    line.length, line.bytes, resolved});
}

void LineSource::add_tick() {
    if (!has_times_) return;
    Input& input = next_input();
    input.kind = Input::Kind::tick;
    input.tick = before_;
}

LineSource::Progress LineSource::progress() const {
    return {count_.load(std::memory_order_relaxed), lines_.bytes_read(), lines_.bytes_total()};
}

}  // namespace leadline::connectors
