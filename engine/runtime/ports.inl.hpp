// The template of ports.hpp.
#pragma once

#include "engine/core/react.hpp"

namespace leadline::engine {

namespace detail {

inline void fill_refused(const Refused& refused, Partition partition, events::Outcome& outcome) {
    outcome.clear();
    outcome.kind = events::OutcomeKind::dead_lettered;
    outcome.partition = partition.number;
    outcome.program = refused.program;
    outcome.source = refused.source;
    outcome.id = refused.id;
    outcome.dead_letter = refused.reason;
    outcome.offset = refused.offset;
    outcome.errors.assign(refused.errors.begin(), refused.errors.end());
}

}  // namespace detail

template <class Visit>
void for_each_outcome(const Epoch& epoch, events::Arena& arena, Visit&& visit) {
    events::Outcome outcome;
    for (std::size_t i = 0; i < epoch.answers.size(); ++i) {
        const Answer& answer = epoch.answers[i];
        if (answer.dead_letter != Answer::no_dead_letter) {
            detail::fill_refused(epoch.refused[answer.dead_letter], answer.partition, outcome);
            visit(static_cast<const events::Outcome&>(outcome), i);
            continue;
        }
        arena.reset();
        const Verdict& verdict = answer.verdict;
        const bool is_first = verdict.kind == Verdict::Kind::decided;
        const BytesView bytes = BytesView(is_first ? epoch.events : epoch.repeats)
                                    .subspan(verdict.begin, verdict.end - verdict.begin);
        const bool is_told = react(bytes, answer.partition, arena, outcome);
        ENSURE(is_told);
        outcome.repeated = !is_first;
        outcome.differs = verdict.kind == Verdict::Kind::differs;
        visit(static_cast<const events::Outcome&>(outcome), i);
    }
}

}  // namespace leadline::engine
