// Decision: what one `decide` sees and where it writes. State is read, never changed: events go to
// the buffer encoded, and are folded by `evolve` afterwards from those bytes, so that the engine
// folds what it wrote and not what it meant. One thread.
#pragma once

#include <algorithm>

#include "engine/core/state/state.hpp"
#include "events/codec/event_codec.hpp"
#include "events/rejection.hpp"

namespace leadline::engine {

using events::Reason;
using events::Subject;
using events::SubjectKind;

// Encoded events, back to back, with consecutive positions. Reused from epoch to epoch.
class EventBuffer {
public:
    Bytes bytes;
    std::vector<events::EventSpan> unfolded;  // those that state does not have yet

    // Forgets the events; the next one gets the position after `last`.
    void reset(Position last) {
        bytes.clear();
        unfolded.clear();
        next_ = {last.number + 1};
    }
    [[nodiscard]] Position next() const { return next_; }

    // The header gets the event's position. `asked`: as for events::write_body.
    template <class Event>
    void append(events::EventHeader& header, const Event& event, BytesView asked = {}) {
        header.position = next_;
        unfolded.push_back(events::write_event(bytes, header, event, asked));
        ++next_.number;
    }

private:
    Position next_{1};
};

// The end of a window that is opened, or prolonged, at `from`; never beyond the end of time.
[[nodiscard]] inline Time end_of_window(Time from, events::Duration window) {
    return std::min(from + window, events::time_max);
}

class Decision {
public:
    // `header` is the event header that every event of this command shares: cause, actor, time.
    Decision(const State& before, const events::EventHeader& header, EventBuffer& out,
             events::Arena& memory)
        : now(header.time),
          actor(header.actor),
          arena(memory),
          state(before),
          program(before.program(header.program)),
          header_(header),
          out_(&out) {}

    const Time now;  // the command's time
    const events::Actor actor;
    events::Arena& arena;
    const State& state;
    const Program* const program;  // none: unknown
    BytesView command_body;        // canonical; none: a timer

    // Of the command that is decided; none: a timer.
    [[nodiscard]] events::CommandKind kind() const { return header_.cause.kind; }

    template <class Event>
    void emit(Subject subject, const Event& event) {
        header_.subject = subject;
        if constexpr (requires { event.asked.kind; })
            out_->append(header_, event,
                         event.asked.kind == header_.cause.kind ? command_body : BytesView());
        else
            out_->append(header_, event);
    }

    // Refuses the command; nothing else may be emitted.
    template <class Command>
    void reject(Subject subject, const Command& asked, events::Rejection why) {
        emit(subject, events::Rejected<Command>{asked, why});
    }

    template <class Command>
    void change_nothing(Subject subject, const Command& asked) {
        emit(subject, events::NothingChanged<Command>{asked});
    }

private:
    events::EventHeader header_;
    EventBuffer* out_;
};

// "Refused because": none means "not refused so far". Tests are made in the order of the reasons'
// numbers, which is SPEC 6's order of precedence.
using Refusal = std::optional<events::Rejection>;

[[nodiscard]] inline events::Rejection because(Reason reason, events::Detail detail = {}) {
    return {reason, detail};
}

[[nodiscard]] inline Subject about(SubjectKind kind, Text id) { return {kind, id}; }

}  // namespace leadline::engine
