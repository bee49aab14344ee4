// given({commands}).when(command).then({events}): the pure core under test, with its real decider
// and without a log. Each `when` is decided twice, by the state that grew, whose memory is too
// small for anything that need not be there, and by one that has just been loaded; they must say
// the same bytes and end with the same hash. And once more as a repeat, which must change nothing.
// Commands are a second apart unless they say when. One thread.
#pragma once

#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/decider.hpp"
#include "events/codec/event_codec.hpp"

namespace leadline::tests {

using events::Text;

// ---- Commands: who asks, and what. The bytes are made at once, so that `command` may be a
// temporary; what it views into may not.

struct Asked {
    events::Actor actor;  // its id: literals only
    events::CommandKind kind{};
    events::Bytes body;
    std::optional<events::Time> time;
};

template <class Command>
[[nodiscard]] Asked asked_by(events::Actor actor, const Command& command) {
    Asked asked{actor, Command::kind, {}, {}};
    events::write_body(asked.body, command);
    return asked;
}
template <class Command>
[[nodiscard]] Asked manager(const Command& command) {
    return asked_by({events::ActorKind::channel_manager, "maria"}, command);
}
template <class Command>
[[nodiscard]] Asked upstream(const Command& command) {
    return asked_by({events::ActorKind::upstream_system, "crm"}, command);
}
template <class Command>
[[nodiscard]] Asked user(Text id, const Command& command) {
    return asked_by({events::ActorKind::partner_user, id}, command);
}
[[nodiscard]] Asked at(events::Time time, Asked asked);

// ---- Events, as they are compared: kind and body.

struct Told {
    events::EventKind kind{};
    events::Bytes body;

    Told() = default;
    template <class Event>
    requires requires { Event::schema_version; }
    Told(const Event& event) : kind(Event::kind) { events::write_body(body, event); }
    friend bool operator==(const Told& a, const Told& b) {
        return a.kind == b.kind && events::as_text(a.body) == events::as_text(b.body);
    }
};
std::ostream& operator<<(std::ostream& out, const Told& told);

struct Outcome {
    std::vector<Told> fired;                   // timers, before the command
    std::vector<Told> told;                    // what the command left
    std::optional<events::Rejection> refusal;  // its texts are views into `told`

    const Outcome& then(const std::vector<Told>& expected) const;
    const Outcome& then_first(const std::vector<Told>& expected) const;  // timers that fired before
    const Outcome& then_nothing_changed() const;
    const Outcome& then_refused(events::Reason reason) const;
    const Outcome& then_refused(events::Reason reason, const events::Detail& detail) const;
};

class Given {
public:
    explicit Given(Text program = "acme");
    ~Given();
    Given(Given&&) noexcept;

    // Each must be accepted.
    Given& given(const std::vector<Asked>& commands);
    // Decides, and checks the laws above.
    Outcome when(const Asked& command);
    // Decides without them: for what is too large to be loaded again each time.
    Outcome ask(const Asked& command);

    // Whether the state would take this event if it came next in a log. If so, it has.
    template <class Event>
    [[nodiscard]] bool folds(const Event& event, events::Actor actor = {}) {
        events::EventHeader header = next_header();
        header.actor = actor;
        events::Bytes bytes;
        events::write_event(bytes, header, event);
        return fold(bytes);
    }

    [[nodiscard]] const engine::State& state() const;
    [[nodiscard]] const engine::Program& program() const;
    [[nodiscard]] events::Time now() const;  // of the last command

private:
    [[nodiscard]] events::EventHeader next_header() const;
    [[nodiscard]] bool fold(events::BytesView bytes);

    struct World;
    std::unique_ptr<World> world_;
};

[[nodiscard]] Given given(const std::vector<Asked>& commands);

}  // namespace leadline::tests
