// Every command survives JSON, every event can be told in JSON, and both are what the schemas say.
#include <rapidcheck.h>
#include <simdjson.h>

#include <catch2/catch.hpp>

#include "events/codec/cloud_event_out.hpp"
#include "events/codec/digest.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/schema.hpp"
#include "tests/support/generate.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/lines.hpp"

using namespace leadline::events;
using leadline::tests::arbitrary;
using leadline::tests::JsonSchema;
using leadline::tests::Random;
using leadline::tests::ReadLine;

namespace {

constexpr std::uint64_t seeds = 60;  // per kind

std::string written(const CommandHeader& command, Arena& arena) {
    std::string out;
    REQUIRE(append_command(out, command, arena));
    return out;
}

void require_equal(const CommandHeader& read, const CommandHeader& sent) {
    REQUIRE(read.kind == sent.kind);
    REQUIRE(read.program == sent.program);
    REQUIRE(read.source == sent.source);
    REQUIRE(read.id == sent.id);
    REQUIRE(read.time == sent.time);
    REQUIRE(read.actor == sent.actor);
    REQUIRE(read.on_behalf_of == sent.on_behalf_of);
    REQUIRE(read.correlation == sent.correlation);
    REQUIRE(read.traceparent == sent.traceparent);
    REQUIRE(as_text(read.body) == as_text(sent.body));
    REQUIRE(read.digest == command_digest(sent));
}

template <class Event>
std::string event_line(std::uint64_t seed) {
    Arena arena;
    Random random(seed);
    const CommandHeader command = leadline::tests::arbitrary_command_header(arena, random);
    EventHeader header;
    header.kind = Event::kind;
    header.version = Event::schema_version;
    header.position = {1 + random.below(1'000'000)};
    header.time.us = random.between(1, time_max.us);
    header.program = command.program;
    header.subject = {SubjectKind::lead, command.id};
    header.cause = {ClaimLead::kind, command.source, command.id, 7, header.time};
    if (is_no_effect(Event::kind))
        header.cause.kind =
            CommandKind{static_cast<std::uint16_t>(static_cast<std::uint16_t>(Event::kind) - 2000)};
    header.actor = command.actor;
    header.on_behalf_of = command.on_behalf_of;
    header.correlation = command.correlation;
    header.traceparent = command.traceparent;
    const BytesView body = body_in(arena, arbitrary<Event>(arena, random));
    std::string out;
    REQUIRE(append_event(out, 3, header, body, arena));
    return out;
}

}  // namespace

TEST_CASE("JSON: every kind of command is read as it was written, byte for byte", "[events]") {
    Commands::for_each([]<class Command>() {
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            Arena arena;
            Random random(seed);
            const CommandHeader sent =
                leadline::tests::header_around(arena, random, arbitrary<Command>(arena, random));
            const std::string line = written(sent, arena);
            ReadLine read(line);
            INFO(fmt::format("seed {}: {}\n{}", seed, line, fmt::join(read.said(), "\n")));
            REQUIRE(read.reason == DeadLetterReason::none);
            require_equal(read.command.header, sent);
            REQUIRE(written(read.command.header, arena) == line);
        }
    });
}

TEST_CASE("JSON: every kind of command is what the schema of commands says", "[events]") {
    const JsonSchema schema(command_schema());
    Commands::for_each([&schema]<class Command>() {
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            Arena arena;
            Random random(seed);
            const std::string line = written(
                leadline::tests::header_around(arena, random, arbitrary<Command>(arena, random)),
                arena);
            INFO(fmt::format("seed {}: {}", seed, line));
            REQUIRE(schema.problems_of(line) == std::vector<std::string>{});
        }
    });
}

TEST_CASE("JSON: every kind of event is what the schema of events says", "[events]") {
    const JsonSchema schema(event_schema());
    Events::for_each([&schema]<class Event>() {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            const std::string line = event_line<Event>(seed);
            INFO(fmt::format("seed {}: {}", seed, line));
            REQUIRE(schema.problems_of(line) == std::vector<std::string>{});
        }
    });
}

TEST_CASE("JSON: commands of any seed survive", "[events]") {
    CHECK(rc::check([](std::uint64_t seed) {
        Arena arena;
        Random random(seed);
        const CommandHeader sent =
            leadline::tests::header_around(arena, random, arbitrary<CreateLead>(arena, random));
        const ReadLine read(written(sent, arena));
        RC_ASSERT(read.reason == DeadLetterReason::none);
        RC_ASSERT(as_text(read.command.header.body) == as_text(sent.body));
    }));
}

TEST_CASE("JSON: changed lines are read or refused, and never more than that", "[events]") {
    // Under the sanitizers this is where a view that outlives its memory would be found.
    CloudEventReader reader;
    Arena arena;
    DecodedCommand command;
    std::vector<FieldError> errors;
    Commands::for_each([&]<class Command>() {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            arena.reset();
            Random random(seed);
            std::string line = written(
                leadline::tests::header_around(arena, random, arbitrary<Command>(arena, random)),
                arena);
            for (std::uint64_t changes = 1 + random.below(4); changes > 0; --changes) {
                const std::size_t at = random.below(line.size());
                constexpr Text letters = "{}[]\",:\\0123456789.eE-tfn u\x01\xff";
                switch (random.below(4)) {
                    case 0:
                        line[at] = letters[random.below(letters.size())];
                        break;
                    case 1:
                        line.erase(at, 1 + random.below(8));
                        break;
                    case 2:
                        line.insert(at, 1, letters[random.below(letters.size())]);
                        break;
                    default:
                        line.insert(at, line.substr(random.below(line.size()), random.below(40)));
                }
                if (line.empty()) line = "{";
            }
            INFO(fmt::format("{} seed {}: {}", Command::name, seed, line));
            const ReadOutcome outcome = reader.read(as_bytes(line), arena, command, errors);
            REQUIRE(outcome.understood() == errors.empty());
            if (!outcome.understood()) continue;
            const ReadLine again(written(command.header, arena));
            REQUIRE(as_text(again.command.header.body) == as_text(command.header.body));
            REQUIRE(again.command.header.digest == command.header.digest);
        }
    });
}
