// The laws that hold for every kind, on random programs of commands with racing claims.
#include <catch2/catch.hpp>
#include <set>

#include "engine/core/decider.hpp"
#include "engine/core/rebuild.hpp"
#include "events/codec/digest.hpp"
#include "tests/support/every_kind.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Verdict;

// A history over all that was decided so far.
class WholeHistory final : public engine::History {
public:
    Result<void> read(Position first, std::uint32_t count, Bytes& out) override {
        std::size_t at = starts.at(first.number - 1);
        for (; count > 0; --count) {
            const auto prefix = read_prefix(BytesView(bytes).subspan(at));
            out.insert(out.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                       bytes.begin() + static_cast<std::ptrdiff_t>(at + prefix->length));
            at += prefix->length;
        }
        return {};
    }
    void add(BytesView events) {
        while (!events.empty()) {
            starts.push_back(bytes.size());
            const auto prefix = read_prefix(events);
            bytes.insert(bytes.end(), events.begin(),
                         events.begin() + static_cast<std::ptrdiff_t>(prefix->length));
            events = events.subspan(prefix->length);
        }
    }
    Bytes bytes;
    std::vector<std::size_t> starts;
};

struct Machine {
    engine::State state;
    WholeHistory history;
    engine::Decider decider{state, history};

    // The bytes of the timers that fired, and of the command's own events.
    std::pair<std::string, std::string> decide(const CommandHeader& command, Verdict::Kind& kind) {
        decider.begin_epoch();
        const auto verdict = decider.decide(command);
        REQUIRE(verdict.has_value());
        kind = verdict->kind;
        const Bytes& bytes = decider.events().bytes;
        history.add(bytes);
        const std::string all(as_text(bytes));
        if (kind != Verdict::Kind::decided) return {all, {}};
        return {all.substr(0, verdict->begin), all.substr(verdict->begin)};
    }
};

// Decides the commands, and again what is rebuilt from their events; answers the kinds of the first
// events.
void check_rebuilt(const std::vector<engine::Input>& inputs, std::set<EventKind>& seen) {
    Machine first, again;
    Arena arena;
    for (const engine::Input& input : inputs) {
        if (input.kind != engine::Input::Kind::command) continue;
        Verdict::Kind kind{};
        const auto [timers, events] = first.decide(input.command, kind);
        if (kind != Verdict::Kind::decided) continue;
        arena.reset();
        CommandHeader rebuilt;
        REQUIRE(engine::rebuild(as_bytes(events), arena, rebuilt));
        CHECK(as_text(rebuilt.body) == as_text(input.command.body));
        CHECK(command_digest(rebuilt) == input.command.digest);
        Verdict::Kind kind_again{};
        const auto [timers_again, events_again] = again.decide(rebuilt, kind_again);
        REQUIRE(timers_again == timers);
        REQUIRE(events_again == events);
        EventHeader header;
        BytesView body;
        REQUIRE(read_header(as_bytes(events), header, body));
        seen.insert(header.kind);
    }
}

// A command's first event, when it is accepted, holds what was asked; LeadClaimed in parts of its
// own.
template <class Event>
constexpr bool begins_a_command = std::is_same_v<Event, LeadClaimed> || requires(Event e) {
    e.asked;
};

TEST_CASE("Law: a command rebuilt from its events and decided again gives the same events",
          "[engine]") {
    std::set<EventKind> seen;
    check_rebuilt(EveryKind().inputs(), seen);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        check_rebuilt(RandomCommands(seed, 700).inputs(), seen);
    }
    // Every command was met accepted and refused, and twelve of them without effect.
    std::vector<std::string> missing;
    const auto want = [&](EventKind kind) {
        if (!seen.contains(kind)) missing.emplace_back(name_of(kind));
    };
    Commands::for_each([&]<class Command>() { want(Rejected<Command>::kind); });
    Happenings::for_each([&]<class Event>() {
        if constexpr (begins_a_command<Event>) want(Event::kind);
    });
    CHECK(missing == std::vector<std::string>{});
    std::size_t without_effect = 0;
    Commands::for_each([&]<class Command>() {
        if (seen.contains(NothingChanged<Command>::kind)) ++without_effect;
    });
    CHECK(without_effect == 22);
}

TEST_CASE("Law: repeating any command, at once or at the end, changes nothing", "[engine]") {
    for (std::uint64_t seed = 50; seed <= 56; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 400);
        Machine machine;
        Verdict::Kind kind{};
        for (const engine::Input& input : commands.inputs()) {
            machine.decide(input.command, kind);
            const auto [timers, events] = machine.decide(input.command, kind);
            REQUIRE(kind != Verdict::Kind::decided);
            REQUIRE(timers.empty());
        }
        const std::size_t before = machine.history.bytes.size();
        for (const engine::Input& input : commands.inputs()) {
            machine.decide(input.command, kind);
            REQUIRE(kind != Verdict::Kind::decided);
        }
        CHECK(machine.history.bytes.size() == before);
    }
}

TEST_CASE("Law: a repeat with another content or actor differs, and is not decided", "[engine]") {
    const RandomCommands commands(60, 100);
    Machine machine;
    Verdict::Kind kind{};
    for (const engine::Input& input : commands.inputs()) machine.decide(input.command, kind);
    CommandHeader other = commands.inputs()[0].command;
    other.time = commands.inputs().back().command.time;
    other.actor = {ActorKind::upstream_system, "somebody-else"};
    other.digest = command_digest(other);
    machine.decide(other, kind);
    CHECK(kind == Verdict::Kind::differs);
}

TEST_CASE("Law: at the end of its window a command may come anew", "[engine]") {
    Machine machine;
    Verdict::Kind kind{};
    const RandomCommands commands(61, 1);  // the first creates a program with a window of 10 days
    CommandHeader create = commands.inputs()[0].command;
    const Time begin = create.time;
    machine.decide(create, kind);
    create.time = {begin.us + 10 * day.us - 1};
    machine.decide(create, kind);
    CHECK(kind == Verdict::Kind::repeated);
    create.time = begin + Duration{10 * day.us};
    machine.decide(create, kind);
    CHECK(kind == Verdict::Kind::decided);
}

}  // namespace
}  // namespace leadline::tests
