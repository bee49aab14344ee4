// The partitioned loop: how many partitions there are decides nothing within a program, answers
// come in the order of the input, and a failure of one partition ends all.
#include "engine/runtime/partitioned_loop.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "engine/log/placement.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/engine/runtime/locked_log.hpp"
#include "tests/engine/runtime/simulated.hpp"

namespace leadline::tests {
namespace {

using engine::Input;
using engine::Partition;

// Several engines on one simulated log.
class PartitionedGround {
public:
    PartitionedGround(std::uint64_t seed, std::uint32_t partitions)
        : storage_(seed, partitions), stores_(partitions) {
        open();
    }
    // As after the end of the process.
    void open() {
        engines_.clear();
        auto log = engine::SimLog::open(storage_);
        ENSURE(log.has_value());
        locked_.reset();
        log_ = *std::move(log);
        locked_ = std::make_unique<LockedLog>(*log_);
        for (Partition p; p.number < stores_.size(); ++p.number) {
            auto engine = engine::PartitionEngine::open(
                *locked_, {*locked_, stores_[p.number], p, {}, {1U << 20U, {200, 1U << 20U}}});
            ENSURE(engine.has_value());
            engines_.push_back(*std::move(engine));
        }
    }

    [[nodiscard]] engine::PartitionedParts parts(engine::InputSource& source,
                                                 engine::OutcomeSink& sink, std::size_t cut) {
        engine::PartitionedParts parts{{}, source, sink, cut};
        for (std::size_t i = 0; i < engines_.size(); ++i)
            parts.partitions.push_back({*engines_[i], stores_[i]});
        return parts;
    }

    // What the log holds of each program: its events without their positions.
    [[nodiscard]] std::map<std::string, std::string> events_by_program() {
        std::map<std::string, std::string> all;
        for (Partition p; p.number < stores_.size(); ++p.number) {
            const auto scanned =
                log_->scan(p, 1, [&](std::uint64_t, engine::BytesView block) -> Result {
                    engine::EventWalk walk(engine::payload_of(block));
                    while (const auto event = walk.next()) add(p, *event, all);
                    return {};
                });
            ENSURE(scanned.has_value());
        }
        all.erase("");  // TimeReached tells how far a partition is, not what happened in a program
        return all;
    }

private:
    using Result = engine::Result<void>;

    void add(Partition partition, engine::BytesView event,
             std::map<std::string, std::string>& all) const {
        events::EventHeader header;
        events::BytesView body;
        REQUIRE(events::read_header(event, header, body));
        if (header.program.is_set())
            REQUIRE(engine::partition_of(header.program, log_->partitions()) == partition);
        std::string bytes(events::as_text(event));
        bytes.replace(8, 8, 8, '\0');  // the position
        all[std::string(header.program.text)] += bytes;
    }

    engine::SimStorage storage_;
    std::vector<MemoryStateStore> stores_;
    std::unique_ptr<engine::SimLog> log_;
    std::unique_ptr<LockedLog> locked_;
    std::vector<std::unique_ptr<engine::PartitionEngine>> engines_;
};

std::vector<std::string> names_of(const Listener& listener) {
    std::vector<std::string> names;
    for (const auto& [name, position] : listener.positions) names.push_back(name);
    return names;
}

// The commands, a tick some time after, and inputs that were not understood between them.
std::vector<Input> with_tick_and_letters(const RandomCommands& commands) {
    std::vector<Input> inputs = commands.inputs();
    Input letter;
    letter.kind = Input::Kind::dead_letter;
    letter.reason = events::DeadLetterReason::not_json;
    constexpr std::array names{"letter-0", "letter-1", "letter-2", "letter-3", "letter-4"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        letter.letter = {names[i], "{}"};
        letter.command.program = {i % 2 == 0 ? "" : "bolt"};
        letter.command.id = names[i];
        inputs.insert(
            inputs.begin() + static_cast<std::ptrdiff_t>(inputs.size() * i / names.size()), letter);
    }
    Input tick;
    tick.kind = Input::Kind::tick;
    tick.tick = {commands.inputs().back().command.time.us + 60 * events::minute.us};
    inputs.push_back(tick);
    return inputs;
}

TEST_CASE("PartitionedLoop: a program's events do not depend on the number of partitions",
          "[engine]") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 900);
        const std::vector<Input> inputs = with_tick_and_letters(commands);
        std::map<std::string, std::string> expected;
        std::vector<std::string> told;
        for (const std::uint32_t partitions : {1U, 2U, 3U, 7U}) {
            CAPTURE(partitions);
            PartitionedGround ground(seed, partitions);
            Listener listener;
            ListedSource source(inputs, 5 + seed * 9);
            engine::PartitionedLoop loop(ground.parts(source, listener, 16));
            REQUIRE(loop.run().has_value());
            const auto events = ground.events_by_program();
            REQUIRE(events.size() >= 2);
            if (partitions == 1) {
                expected = events;
                told = names_of(listener);
            }
            const bool is_same = events == expected;
            REQUIRE(is_same);
            CHECK(names_of(listener) == told);
        }
        CHECK(told.size() == inputs.size() - 1);  // a tick is not answered
    }
}

TEST_CASE("PartitionedLoop: the same input again changes nothing and gets the first answers",
          "[engine]") {
    const RandomCommands commands(31, 800);
    PartitionedGround ground(31, 2);
    Listener first, second;
    ListedSource source(commands.inputs(), 40);
    REQUIRE(engine::PartitionedLoop(ground.parts(source, first, 16)).run().has_value());
    const auto before = ground.events_by_program();
    ground.open();
    ListedSource again(commands.inputs(), 33);
    REQUIRE(engine::PartitionedLoop(ground.parts(again, second, 64)).run().has_value());
    CHECK((ground.events_by_program() == before));
    CHECK(second.positions == first.positions);
}

// Fails once so many have been told.
class FullSink final : public engine::OutcomeSink {
public:
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        told += epoch.answers.size();
        if (told > 100) return events::fail(events::Failure::io, "nobody can be told");
        return {};
    }
    std::size_t told = 0;
};

// Never ends, and says how much of it was asked for.
class EndlessSource final : public engine::InputSource {
public:
    explicit EndlessSource(const std::vector<Input>& inputs) : inputs_(inputs) {}
    [[nodiscard]] engine::Result<std::span<const Input>> poll(std::size_t max) override {
        max = std::min(max, inputs_.size());
        given += max;
        return inputs_.first(max);
    }
    [[nodiscard]] bool ended() const override { return false; }
    std::size_t given = 0;

private:
    std::span<const Input> inputs_;
};

TEST_CASE("PartitionedLoop: an answer that cannot be told ends all partitions", "[engine]") {
    const RandomCommands commands(32, 400);
    PartitionedGround ground(32, 2);
    FullSink sink;
    EndlessSource source(commands.inputs());
    engine::PartitionedParts parts = ground.parts(source, sink, 16);
    std::atomic<int> failures = 0;
    parts.when_failed = [&failures] { ++failures; };
    engine::PartitionedLoop loop(std::move(parts));
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "nobody can be told");
    CHECK(failures == 1);
}

TEST_CASE("PartitionedLoop: an input that fails takes no answer away that it has led to",
          "[engine]") {
    const RandomCommands commands(36, 400);
    PartitionedGround ground(36, 2);
    struct Failing final : engine::InputSource {
        explicit Failing(const std::vector<Input>& all) : source(all, 10) {}
        engine::Result<std::span<const Input>> poll(std::size_t max) override {
            if (source.ended()) return events::fail(events::Failure::io, "the input is gone");
            return source.poll(max);
        }
        bool ended() const override { return false; }
        ListedSource source;
    } source(commands.inputs());
    Listener listener;
    const auto done = engine::PartitionedLoop(ground.parts(source, listener, 16)).run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "the input is gone");
    CHECK(listener.positions.size() == commands.inputs().size());
}

// The commands of one program, so that the other partition has nothing to do.
std::vector<Input> of_program(const RandomCommands& commands, events::Text program) {
    std::vector<Input> some;
    for (const Input& input : commands.inputs())
        if (input.command.program.text == program) some.push_back(input);
    return some;
}

TEST_CASE("PartitionedLoop: what is dealt and not told is bounded, however one partition waits",
          "[engine]") {
    const RandomCommands commands(33, 400);
    REQUIRE(engine::partition_of({"acme"}, 2) == Partition{0});
    REQUIRE(engine::partition_of({"bolt"}, 2) == Partition{1});
    // One command of bolt, then any number of acme's, while bolt's partition waits.
    std::vector<Input> inputs = of_program(commands, "bolt");
    inputs.resize(1);
    for (int i = 0; i < 40; ++i)
        for (const Input& input : of_program(commands, "acme")) inputs.push_back(input);
    PartitionedGround ground(33, 2);
    Listener listener;
    struct Counting final : engine::InputSource {
        explicit Counting(const std::vector<Input>& all) : source(all, 10) {}
        engine::Result<std::span<const Input>> poll(std::size_t max) override {
            auto some = source.poll(max);
            given += some->size();
            return some;
        }
        bool ended() const override { return source.ended(); }
        ListedSource source;
        std::atomic<std::size_t> given = 0;
    } source(inputs);
    engine::PartitionedParts parts = ground.parts(source, listener, 10);
    std::atomic<std::size_t> given_while_waiting = 0;
    parts.partitions[1].tell = [&](const engine::Epoch& epoch, engine::OutcomeSink& sink) {
        // Until the source has not been asked for a while: it is bounded, or it is at its end.
        for (std::size_t before = ~std::size_t{0}; before != source.given;) {
            before = source.given;
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
        given_while_waiting = source.given.load();
        return sink.tell(epoch);
    };
    engine::PartitionedLoop loop(std::move(parts));
    REQUIRE(loop.run().has_value());
    CHECK(given_while_waiting < inputs.size() / 2);
    CHECK(listener.positions.size() == inputs.size());
}

TEST_CASE("PartitionedLoop: told to stop it answers all that it has dealt", "[engine]") {
    const RandomCommands commands(34, 400);
    PartitionedGround ground(34, 2);
    EndlessSource source(commands.inputs());
    Listener listener;
    engine::PartitionedParts parts = ground.parts(source, listener, 16);
    engine::PartitionedLoop* stopped = nullptr;
    parts.before_poll = [&] {
        if (source.given > 3'000) stopped->stop();
    };
    engine::PartitionedLoop loop(std::move(parts));
    stopped = &loop;
    REQUIRE(loop.run().has_value());
    CHECK(listener.positions.size() == source.given);
}

// A tick for those partitions alone in which something is due, and a timer in one of them.
TEST_CASE("PartitionedLoop: knows the next timer of all partitions, and ticks only where it is due",
          "[engine]") {
    const RandomCommands commands(38, 700);
    PartitionedGround ground(35, 2);
    Listener listener;
    // Gives acme's commands; when they are decided, asks what is due, and sends the tick.
    struct Asking final : engine::InputSource {
        explicit Asking(std::vector<Input> all) : inputs(std::move(all)), source(inputs, 50) {}
        engine::Result<std::span<const Input>> poll(std::size_t max) override {
            if (!source.ended()) return source.poll(max);
            due = loop->next_due();
            is_right &= !due || *due > tick.tick;  // what was due has fired
            if (!due || ticks == 3) {
                has_ended = true;
                return std::span<const Input>();
            }
            ++ticks;
            tick.kind = Input::Kind::tick;
            tick.tick = *due;
            tick.only_where_due = true;
            return std::span<const Input>(&tick, 1);
        }
        bool ended() const override { return has_ended; }
        std::vector<Input> inputs;
        ListedSource source;
        engine::PartitionedLoop* loop = nullptr;
        std::optional<events::Time> due;
        bool is_right = true;
        Input tick;
        int ticks = 0;
        bool has_ended = false;
    } source(of_program(commands, "acme"));
    engine::PartitionedParts parts = ground.parts(source, listener, 16);
    parts.partitions[0].before_poll = [](events::Position) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    };
    bool has_other = false;  // the partition of bolt, which never hears of anything
    parts.partitions[1].tell = [&](const engine::Epoch& epoch, engine::OutcomeSink& sink) {
        has_other = true;
        return sink.tell(epoch);
    };
    engine::PartitionedLoop loop(std::move(parts));
    source.loop = &loop;
    REQUIRE(loop.run().has_value());
    CHECK(source.is_right);
    CHECK(source.ticks > 0);
    CHECK_FALSE(has_other);
}

}  // namespace
}  // namespace leadline::tests
