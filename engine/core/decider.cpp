// See decider.hpp.
#include "engine/core/decider.hpp"

#include <algorithm>

#include "engine/core/decide/decide.hpp"
#include "engine/core/evolve/evolve.hpp"

namespace leadline::engine {

using events::CommandHeader;
using events::EventHeader;

void Decider::begin_epoch() {
    out_.reset(state_->position);
    repeats_.clear();
}

Result<Verdict> Decider::decide(const CommandHeader& command) {
    arena_.reset();
    const Time now = std::max(command.time, state_->time);
    const CommandIdentity named = identity(command.program, command.source, command.id);
    auto repeat = repeat_of(command, named, now);
    if (!repeat) return tl::unexpected(std::move(repeat).error());
    if (*repeat) return **repeat;

    Verdict verdict{Verdict::Kind::decided, out_.bytes.size(), 0, 0, 0};
    const Position before = out_.next();
    TRY(fire_due(now));
    verdict.begin = out_.bytes.size();
    const Position first = out_.next();
    const EventHeader header = header_for(command, now);
    Decision decision(*state_, header, out_, arena_);
    decision.command_body = command.body;
    const bool is_known =
        events::visit_command(command.kind, command.body, arena_,
                              [&decision](const auto& body) { engine::decide(decision, body); });
    ENSURE(is_known && !out_.unfolded.empty());
    TRY(fold_decided(header));
    const std::uint64_t end = out_.next().number;
    state_->dedup.note(named, {header.cause.repeat_until, first,
                               static_cast<std::uint32_t>(end - first.number), command.digest});
    verdict.end = out_.bytes.size();
    verdict.step_events = static_cast<std::uint32_t>(end - before.number);
    return verdict;
}

Result<Verdict> Decider::tick(Time now) {
    arena_.reset();
    Verdict verdict{Verdict::Kind::none, out_.bytes.size(), 0, 0, 0};
    const Position before = out_.next();
    TRY(fire_due(now));
    verdict.begin = out_.bytes.size();
    if (now > state_->time) {
        EventHeader header;
        header.time = now;
        out_.append(header, events::TimeReached{});
        TRY(fold_decided(header));
    }
    verdict.end = out_.bytes.size();
    verdict.step_events = static_cast<std::uint32_t>(out_.next().number - before.number);
    return verdict;
}

// Each timer is a step of its own, at its due time or that of the last event if later (SPEC 2.6).
Result<void> Decider::fire_due(Time now) {
    for (;;) {
        const auto next = state_->timers.next();
        if (!next || next->due > now) return readable();
        Timer timer = *next;
        timer.id = arena_.copy(timer.id);
        EventHeader header;
        header.time = std::max(timer.due, state_->time);
        header.program = {timer.program};
        Decision decision(*state_, header, out_, arena_);
        fire(decision, timer);
        TRY(fold_decided(header));
        const auto still = state_->timers.next();
        ENSURE(!still || *still != timer);  // its event has disarmed it
    }
}

Result<void> Decider::readable() const {
    const auto& failure = state_->memory.failure();
    return failure ? Result<void>(tl::unexpected(*failure)) : Result<void>();
}

// `header`: what all of them have in common.
Result<void> Decider::fold_decided(const EventHeader& header) {
    const auto& failure = state_->memory.failure();
    const BytesView bytes(out_.bytes);
    for (const events::EventSpan& at : out_.unfolded) {
        if (failure) [[unlikely]]
            break;
        const bool is_folded =
            apply(*state_, bytes.subspan(at.begin, at.end - at.begin),
                  bytes.subspan(at.body, at.end - at.body), header.program, header.actor, arena_);
        ENSURE(is_folded || failure);  // what was decided fits the state it was decided on
    }
    out_.unfolded.clear();
    return readable();
}

// A hit in the table is a repeat only if the words are the same, too: the table knows 128 bits.
Result<std::optional<Verdict>> Decider::repeat_of(const CommandHeader& command,
                                                  const CommandIdentity& identity, Time now) {
    const Decided* first = state_->dedup.find(identity, now);
    if (first == nullptr) return std::nullopt;
    Verdict verdict{Verdict::Kind::repeated, out_.bytes.size(), repeats_.size(), 0, 0};
    TRY(history_->read(first->first, first->events, repeats_));
    verdict.end = repeats_.size();
    EventHeader header;
    BytesView body;
    const bool is_readable =
        events::read_header(BytesView(repeats_).subspan(verdict.begin), header, body);
    ENSURE(is_readable);
    if (header.program != command.program || header.cause.source != command.source ||
        header.cause.id != command.id) {
        repeats_.resize(verdict.begin);
        return std::nullopt;
    }
    if (first->digest != command.digest) verdict.kind = Verdict::Kind::differs;
    return verdict;
}

EventHeader Decider::header_for(const CommandHeader& command, Time now) {
    events::Duration window = events::repeat_window_default;
    if (const Program* program = state_->program(command.program)) {
        window = program->settings.repeat_window;
    } else if (command.kind == events::CreateProgram::kind) {
        events::CreateProgram create;
        if (events::read_body(command.body, arena_, create)) window = create.repeat_window;
    }
    EventHeader header;
    header.time = now;
    header.program = command.program;
    header.cause = {command.kind, command.source, command.id, command.digest, now + window};
    header.actor = command.actor;
    header.on_behalf_of = command.on_behalf_of;
    header.principal = command.principal;
    header.correlation = command.correlation;
    header.traceparent = command.traceparent;
    return header;
}

}  // namespace leadline::engine
