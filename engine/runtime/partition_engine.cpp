// See partition_engine.hpp.
#include "engine/runtime/partition_engine.hpp"

#include <algorithm>

namespace leadline::engine {

void Epoch::clear() {
    events.clear();
    repeats.clear();
    answers.clear();
    refused.clear();
    spans.clear();
    write.dead_letters.clear();
    checkpoint.reset();
}

PartitionEngine::PartitionEngine(Log& log, Partition partition, std::unique_ptr<State> state,
                                 const LogEnd& end, const CheckpointLimits& limits)
    : log_(&log),
      partition_(partition),
      state_(std::move(state)),
      history_(log, partition),
      decider_(*state_, history_),
      fetch_(*state_),
      prefetch_(*state_),
      checkpointer_(*state_, limits),
      next_input_offset_(end.next_input_offset),
      writer_(log.id(), partition),
      end_(end) {}

Result<std::unique_ptr<PartitionEngine>> PartitionEngine::open(Log& log, const Recovery& recovery) {
    std::unique_ptr<State> state;
    auto report = recover(recovery, state);
    if (!report) return tl::unexpected(std::move(report).error());
    const auto end = log.end(recovery.partition);
    if (!end) return tl::unexpected(end.error());
    std::unique_ptr<PartitionEngine> engine(new PartitionEngine(
        log, recovery.partition, std::move(state), *end, recovery.limits.checkpoint));
    engine->report_ = *report;
    engine->written_ = engine->state_->memory.written;
    engine->checkpointer_.begin_at(report->kept);
    engine->checkpointer_.gather();
    return engine;
}

std::optional<Time> PartitionEngine::next_due() {
    const auto next = state_->timers.next();
    // They could not be read: a tick comes to know why.
    if (state_->memory.failure()) return state_->time;
    return next ? std::optional(next->due) : std::nullopt;
}

void PartitionEngine::begin(Epoch& epoch) {
    epoch.clear();
    epoch.partition = partition_;
    epoch.begun = std::chrono::steady_clock::now();
    state_->memory.written = written_;
    state_->forget();
    decider_.begin_epoch();
    epoch.first = decider_.events().next();
    history_.set_current(&decider_.events(), epoch.first);
}

Result<void> PartitionEngine::decide(std::span<const Input> inputs, Epoch& epoch) {
    const auto command = [&inputs](std::size_t i) {
        return inputs[i].kind == Input::Kind::command ? &inputs[i].command : nullptr;
    };
    for (const Input& input : inputs)
        if (input.kind == Input::Kind::command) fetch_.add(input.command);
    if (!inputs.empty())
        fetch_.add_timers(std::max(inputs.back().command.time, inputs.back().tick));
    fetch_.run();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        prefetch_.before(i, inputs.size(), command);
        TRY(decide_one(inputs[i], epoch));
    }
    return {};
}

Result<void> PartitionEngine::decide_one(const Input& input, Epoch& epoch) {
    const std::uint64_t offset = input.offset.value_or(next_input_offset_);
    ENSURE(offset >= next_input_offset_);
    next_input_offset_ = offset + 1;
    Answer answer;
    answer.partition = partition_;
    switch (input.kind) {
        case Input::Kind::command: {
            auto verdict = decider_.decide(input.command);
            if (!verdict) return tl::unexpected(std::move(verdict).error());
            answer.verdict = *verdict;
            if (!input.letter.key.empty()) epoch.write.dead_letters.push_back(input.letter);
            break;
        }
        case Input::Kind::tick: {
            auto verdict = decider_.tick(input.tick);
            if (!verdict) return tl::unexpected(std::move(verdict).error());
            answer.verdict = *verdict;
            break;
        }
        case Input::Kind::dead_letter:
            answer.dead_letter = epoch.refused.size();
            epoch.refused.push_back(
                {std::string(input.command.program.text), std::string(input.command.source),
                 std::string(input.command.id), input.reason, input.errors, input.offset});
            epoch.write.dead_letters.push_back(input.letter);
            break;
        case Input::Kind::passed:
            break;
    }
    const std::size_t begin = epoch.spans.empty() ? 0 : epoch.spans.back().end;
    epoch.spans.push_back(
        {offset, begin, decider_.events().bytes.size(), answer.verdict.step_events});
    const bool is_answered =
        input.kind == Input::Kind::command || input.kind == Input::Kind::dead_letter;
    if (is_answered && !input.is_unanswered) epoch.answers.push_back(answer);
    return {};
}

void PartitionEngine::seal(Epoch& epoch) {
    state_->dedup.forget(state_->time);
    checkpointer_.gather();
    if (checkpointer_.is_due()) epoch.checkpoint = checkpointer_.take();
    epoch.last = {decider_.events().next().number - 1};
    epoch.last_time = state_->time;
    epoch.next_input_offset = next_input_offset_;
    epoch.late_reads = state_->memory.late_reads;
    epoch.events.swap(decider_.events().bytes);
    epoch.repeats.swap(decider_.repeats());
    history_.set_current(nullptr, {});
    history_.add_in_flight(epoch);
}

Result<void> PartitionEngine::commit(Epoch& epoch) {
    writer_.write({epoch.events, epoch.spans, epoch.next_input_offset}, end_, epoch.write);
    TRY(log_->append(epoch.write));
    end_ = epoch.write.end;
    if (epoch.checkpoint != nullptr) place(*epoch.checkpoint, log_->id(), partition_, end_);
    return {};
}

std::unique_ptr<Checkpoint> PartitionEngine::last_checkpoint() {
    checkpointer_.gather();
    if (!checkpointer_.has_any()) return nullptr;
    auto checkpoint = checkpointer_.take();
    place(*checkpoint, log_->id(), partition_, end_);
    return checkpoint;
}

}  // namespace leadline::engine
