// Epoch: the batch of commands that is decided and made durable together (DESIGN D1), on its way
// from the decider to the log to the answers. Reused, with its memory. One thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/decider.hpp"
#include "engine/log/epoch_writer.hpp"
#include "engine/runtime/state_store.hpp"
#include "events/dead_letter.hpp"
#include "events/header.hpp"

namespace leadline::engine {

// One thing that arrived, in input order. Views: of the source's memory until the epoch is decided.
struct Input {
    // `passed`: there is nothing to decide, and an offset that is done with.
    enum class Kind : std::uint8_t { command, dead_letter, tick, passed };
    Kind kind = Kind::command;
    // Its place in what is read; without one it comes right after the input before. Ascending.
    std::optional<std::uint64_t> offset;
    events::CommandHeader command;  // of a dead letter: program, source and id as far as known
    Time tick;
    bool only_where_due = false;  // a tick for those partitions alone that have a timer due by then
    bool is_unanswered = false;   // a command, or dead letter, of the engine's own: nobody waits
    events::DeadLetterReason reason = events::DeadLetterReason::none;
    std::vector<events::FieldError> errors;
    DeadLetter letter;  // what is to be kept; of a command: an earlier letter, now resolved
};

// What is to be answered to one input, once the epoch is durable.
struct Answer {
    Partition partition;  // that decided it
    Verdict verdict;
    std::size_t dead_letter = no_dead_letter;  // index into Epoch::refused

    static constexpr std::size_t no_dead_letter = ~std::size_t{0};
};

// An input that was not understood.
struct Refused {
    std::string program;
    std::string source;
    std::string id;
    events::DeadLetterReason reason = events::DeadLetterReason::none;
    std::vector<events::FieldError> errors;
    std::optional<std::uint64_t> offset;  // as its input has it
};

struct Epoch {
    Partition partition;
    Position first;  // the position of its first event, or of the next one ever
    Position last;   // of its last event, or of the one before
    Time last_time;
    Bytes events;
    Bytes repeats;                // first outcomes of the commands that came again
    std::vector<Answer> answers;  // in input order
    std::vector<Refused> refused;
    std::vector<CommandSpan> spans;
    std::uint64_t next_input_offset = 0;
    std::uint64_t late_reads = 0;  // of the partition's state, since it was opened
    EpochWrite write;
    std::unique_ptr<Checkpoint> checkpoint;       // to be written once the epoch is durable
    std::chrono::steady_clock::time_point begun;  // for measuring only; decides nothing

    void clear();
};

}  // namespace leadline::engine
