// See line_source.hpp.
#include "connectors/files/line_source.hpp"

#include "events/codec/json_dead_letter.hpp"

namespace leadline::connectors {

using engine::Input;
using events::DeadLetterReason;
using events::Result;
using events::Time;

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
    : lines_(std::move(lines)), times_(std::move(times)), earlier_(std::move(earlier)) {}

Result<std::span<const Input>> LineSource::poll(std::size_t max) {
    inputs_.clear();
    now_ = times_.wall.now();
    std::size_t bytes = 0;
    while (inputs_.size() < max && bytes < poll_bytes_max && !ended_) {
        Line line;
        const auto got = lines_.next(line, inputs_.size() == 0);
        if (!got) return tl::unexpected(got.error());
        if (*got == LineReader::Got::nothing_yet) break;
        bytes += line.bytes.size();
        if (*got == LineReader::Got::end) {
            ended_ = true;
            if (has_times_) inputs_.add_tick(before_);
        } else if (!is_blank(line.bytes)) {
            read_line(line);
        }
    }
    return inputs_.all();
}

void LineSource::read_line(const Line& line) {
    count_.fetch_add(1, std::memory_order_relaxed);
    Input& input = inputs_.add(line);
    if (input.kind == Input::Kind::command) give_time(line, input);
}

void LineSource::give_time(const Line& line, Input& input) {
    Time& time = input.command.time;
    if (time.is_set() && time > now_ + time_ahead_max) {
        return inputs_.refuse(input, line, DeadLetterReason::time_in_future,
                              "is more than 5 minutes ahead of the wall clock");
    }
    if (!time.is_set()) time = time_for(line, input.command.program);
    if (!time.is_set()) {
        return inputs_.refuse(
            input, line, DeadLetterReason::time_missing,
            "is missing, no line before it has one, and the log has no event yet");
    }
    before_ = time;
    has_times_ = true;
    if (!earlier_.empty()) resolve(line, input);
}

// Of a line without one; not set: there is none to give.
Time LineSource::time_for(const Line& line, events::ProgramId program) const {
    if (has_times_) return before_;
    return had_no_time(line) ? Time{} : times_.last_event(program);
}

// A rerun dead-letters what the first run did, although the partition has a time to give by now.
bool LineSource::had_no_time(const Line& line) const {
    if (earlier_.empty()) return false;
    const auto at = earlier_.find(letter_key(line));
    return at != earlier_.end() && at->second == DeadLetterReason::time_missing;
}

// The line was dead-lettered for its time once; what is kept of it now says that it was decided.
void LineSource::resolve(const Line& line, Input& input) const {
    const auto near = earlier_.lower_bound(letter_number(line));
    if (near == earlier_.end() || !near->first.starts_with(letter_number(line))) return;
    const auto at = earlier_.find(letter_key(line));
    if (at == earlier_.end() || at->second != DeadLetterReason::time_in_future) return;
    input.reason = DeadLetterReason::time_in_future;
    input.errors.assign(1, {"/time", "is more than 5 minutes ahead of the wall clock"});
    LineInputs::keep_letter(input, line, {}, true);
}

LineSource::Progress LineSource::progress() const {
    return {count_.load(std::memory_order_relaxed), lines_.bytes_read(), lines_.bytes_total()};
}

}  // namespace leadline::connectors
