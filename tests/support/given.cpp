// See given.hpp.
#include "tests/support/given.hpp"

#include <catch2/catch.hpp>
#include <ostream>

#include "engine/core/evolve/evolve.hpp"
#include "events/kinds.hpp"
#include "tests/support/memory_stored.hpp"

namespace leadline::tests {

using engine::State;
using engine::Verdict;
using events::Bytes;
using events::BytesView;

namespace {

constexpr events::Time begin{1'767'225'600'000'000};  // 2026-01-01

class MemoryHistory : public engine::History {
public:
    void keep(BytesView events) {
        while (!events.empty()) {
            const std::size_t length = events::read_prefix(events)->length;
            events_.emplace_back(events.begin(),
                                 events.begin() + static_cast<std::ptrdiff_t>(length));
            events = events.subspan(length);
        }
    }
    events::Result<void> read(events::Position first, std::uint32_t count, Bytes& out) override {
        for (std::size_t i = first.number - 1; i < first.number - 1 + count; ++i)
            out.insert(out.end(), events_.at(i).begin(), events_.at(i).end());
        return {};
    }

private:
    std::vector<Bytes> events_;  // by position, from 1
};

template <class Event>
struct RefusalOf {
    static std::optional<events::Rejection> of(const Event&) { return {}; }
};
template <class Command>
struct RefusalOf<events::Rejected<Command>> {
    static std::optional<events::Rejection> of(const events::Rejected<Command>& e) { return e.why; }
};

// Texts of the refusal are views into `told`, which keeps its bytes; lists lie in memory that is
// kept, too.
std::optional<events::Rejection> refusal_in(const Told& told) {
    std::optional<events::Rejection> found;
    events::EventHeader header;
    header.kind = told.kind;
    static events::Arena arena;
    const bool is_readable =
        events::visit_body(header, told.body, arena,
                           [&found]<class Event>(const events::EventHeader&, const Event& e) {
                               found = RefusalOf<Event>::of(e);
                           });
    REQUIRE(is_readable);
    return found;
}

std::vector<Told> told_in(BytesView events) {
    std::vector<Told> all;
    while (!events.empty()) {
        events::EventHeader header;
        BytesView body;
        REQUIRE(events::read_header(events, header, body));
        Told& told = all.emplace_back();
        told.kind = header.kind;
        told.body.assign(body.begin(), body.end());
        events = events.subspan(events::read_prefix(events)->length);
    }
    return all;
}

}  // namespace

Asked at(events::Time time, Asked asked) {
    asked.time = time;
    return asked;
}

std::ostream& operator<<(std::ostream& out, const Told& told) {
    out << events::name_of(told.kind) << '(';
    for (const char c : events::as_text(told.body)) out << (c >= ' ' && c <= '~' ? c : '.');
    if (const auto refusal = refusal_in(told)) out << ", " << events::name_of(refusal->reason);
    return out << ')';
}

const Outcome& Outcome::then(const std::vector<Told>& expected) const {
    CHECK(told == expected);
    return *this;
}

const Outcome& Outcome::then_first(const std::vector<Told>& expected) const {
    CHECK(fired == expected);
    return *this;
}

const Outcome& Outcome::then_nothing_changed() const {
    REQUIRE(told.size() == 1);
    CHECK(events::name_of(told.front().kind) == "NothingChanged");
    return *this;
}

const Outcome& Outcome::then_refused(events::Reason reason) const {
    CHECK(told.size() == 1);
    REQUIRE(refusal.has_value());
    CHECK(events::name_of(refusal->reason) == events::name_of(reason));
    return *this;
}

const Outcome& Outcome::then_refused(events::Reason reason, const events::Detail& detail) const {
    then_refused(reason);
    CHECK(refusal->detail.about.kind == detail.about.kind);
    CHECK(refusal->detail.about.id == detail.about.id);
    CHECK(refusal->detail.by.text == detail.by.text);
    CHECK(refusal->detail.since.us == detail.since.us);
    CHECK(refusal->detail == detail);
    return *this;
}

// One state with its decider and all that it ever said.
struct Given::World {
    explicit World(Text program_id) : program(program_id) {}
    // A world that has just been loaded, from the last checkpoint of `other`.
    explicit World(const World& other)
        : stored(other.stored),
          state(stored, std::numeric_limits<std::size_t>::max(), false),
          program(other.program),
          now(other.now),
          commands(other.commands) {
        for (const auto& [key, value] : stored.entries)
            if (engine::is_resident(static_cast<engine::TableKind>(key.front())))
                REQUIRE(state.load(events::as_bytes(key), events::as_bytes(value)).has_value());
        const State& was = other.state;
        REQUIRE(state.finish_load({was.position, was.time, was.hash()}).has_value());
    }

    MemoryStored stored;  // what checkpoints have written
    State state{stored, 0, true};
    MemoryHistory history;
    engine::Decider decider{state, history};
    std::string program;
    events::Time now = begin;
    std::uint64_t commands = 0;
    events::CommandHeader header(const Asked& asked) {
        id = std::to_string(commands);
        return {asked.kind, {program}, "test", id, now,      asked.actor,
                {},         {},        {},     {}, commands, BytesView(asked.body)};
    }
    Verdict decide(const Asked& asked) {
        decider.begin_epoch();
        auto verdict = decider.decide(header(asked));
        REQUIRE(verdict.has_value());
        return *verdict;
    }
    // Nothing is in memory afterwards but what must be.
    void checkpoint() {
        state.collect([this](BytesView key, BytesView value) { stored.put(key, value); });
        std::vector<engine::DedupRecord> noted;
        state.dedup.take_noted(noted);
        stored.put(noted);
        state.memory.written = state.memory.changing++;
        state.dedup.forget(state.time);
        state.forget();
    }

private:
    std::string id;
};

Given::Given(Text program) : world_(std::make_unique<World>(program)) {}
Given::~Given() = default;
Given::Given(Given&&) noexcept = default;

const State& Given::state() const { return world_->state; }
const engine::Program& Given::program() const { return *world_->state.program({world_->program}); }
events::Time Given::now() const { return world_->now; }

Given& Given::given(const std::vector<Asked>& commands) {
    for (const Asked& command : commands) {
        const Outcome outcome = ask(command);
        INFO(outcome.told.front());
        REQUIRE_FALSE(outcome.refusal.has_value());
    }
    return *this;
}

Outcome Given::ask(const Asked& command) {
    World& w = *world_;
    w.now = command.time.value_or(events::Time{w.now.us + 1'000'000});
    ++w.commands;
    const Verdict verdict = w.decide(command);
    REQUIRE(verdict.kind == Verdict::Kind::decided);
    const BytesView bytes(w.decider.events().bytes);
    w.history.keep(bytes);
    Outcome outcome{told_in(bytes.first(verdict.begin)), told_in(bytes.subspan(verdict.begin)), {}};
    outcome.refusal = refusal_in(outcome.told.front());
    return outcome;
}

Outcome Given::when(const Asked& command) {
    World& w = *world_;
    w.checkpoint();
    World twin(w);

    Outcome outcome = ask(command);
    const Bytes said = w.decider.events().bytes;
    w.checkpoint();
    twin.now = w.now;
    ++twin.commands;
    static_cast<void>(twin.decide(command));
    CHECK(events::as_text(twin.decider.events().bytes) == events::as_text(said));
    twin.checkpoint();
    CHECK(engine::hash_text(twin.state.hash()) == engine::hash_text(w.state.hash()));

    CHECK(w.decide(command).kind == Verdict::Kind::repeated);
    CHECK(w.decider.events().bytes.empty());
    return outcome;
}

events::EventHeader Given::next_header() const {
    events::EventHeader header;
    header.position = {world_->state.position.number + 1};
    header.time = world_->state.time;
    header.program = {world_->program};
    return header;
}

bool Given::fold(BytesView bytes) {
    events::Arena arena;
    return engine::fold(world_->state, bytes, arena);
}

Given given(const std::vector<Asked>& commands) {
    Given made;
    made.given(commands);
    return made;
}

}  // namespace leadline::tests
