// The whole way of a program file: plan, decide, look at what is in force, plan again.
#include "connectors/cli/program_in_force.hpp"

#include <catch2/catch.hpp>

#include "engine/core/decider.hpp"
#include "engine/core/react.hpp"
#include "events/codec/cloud_event.hpp"
#include "tests/support/repository.hpp"

using namespace leadline;
using connectors::program_in_force;

namespace {

// A program's life: one state, and the commands that are decided on it.
struct Life {
    engine::State state;
    engine::NoHistory history;
    engine::Decider decider{state, history};
    events::CloudEventReader reader;
    std::size_t accepted = 0;

    void decide(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) {
            events::Arena arena;
            events::DecodedCommand command;
            std::vector<events::FieldError> errors;
            INFO(line);
            REQUIRE(reader.read(events::as_bytes(line), arena, command, errors).understood());
            decider.begin_epoch();
            const auto verdict = decider.decide(command.header);
            REQUIRE(verdict);
            REQUIRE(verdict->kind == engine::Verdict::Kind::decided);
            const events::BytesView bytes(decider.events().bytes);
            events::EventHeader header;
            events::BytesView body;
            REQUIRE(events::read_header(bytes.subspan(verdict->begin), header, body));
            CHECK_FALSE(events::is_rejection(header.kind));
            CHECK_FALSE(events::is_no_effect(header.kind));
            ++accepted;
        }
    }
};

config::ProgramFile sample(const char* name) {
    config::Diagnostics diagnostics;
    auto file =
        config::load_program_file(tests::repository_root() / "config/samples" / name, diagnostics);
    INFO(diagnostics.to_text());
    REQUIRE(file);
    return std::move(*file);
}

config::Plan plan_of(const config::ProgramFile& file, const Life& life) {
    auto plan = config::plan_program(file, program_in_force(life.state, {file.id}));
    REQUIRE(plan);
    return std::move(*plan);
}

}  // namespace

TEST_CASE("program apply: every command is accepted, and the second plan is empty",
          "[connectors]") {
    for (const char* name : {"demo.program.yaml", "olist.program.yaml", "vendor.program.yaml"}) {
        INFO(name);
        const config::ProgramFile file = sample(name);
        Life life;
        const config::Plan first = plan_of(file, life);
        life.decide(first.commands);
        CHECK(life.accepted == first.commands.size());
        const config::Plan second = plan_of(file, life);
        CHECK(second.commands.empty());
        for (const config::Change& change : second.changes) {
            INFO(change.thing << ": " << change.detail);
            CHECK(change.kind == config::ChangeKind::same);
        }
    }
}

TEST_CASE("program apply: wherever it is cut off, the rest can be applied afterwards",
          "[connectors]") {
    const config::ProgramFile file = sample("demo.program.yaml");
    const std::vector<std::string> all = plan_of(file, Life{}).commands;
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        Life life;
        life.decide({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(cut)});
        // Parts of a ruleset that are there already are repeats; what is left is decided.
        std::vector<std::string> rest = plan_of(file, life).commands;
        std::erase_if(rest, [&](const std::string& line) {
            return std::find(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(cut), line) !=
                   all.begin() + static_cast<std::ptrdiff_t>(cut);
        });
        life.decide(rest);
        INFO("after " << cut << " commands");
        CHECK(plan_of(file, life).commands.empty());
        CHECK(std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(cut), all.end()) ==
              rest);
    }
}

TEST_CASE("program apply: a changed file is applied over the one before, and back",
          "[connectors]") {
    config::ProgramFile before = sample("demo.program.yaml");
    config::ProgramFile after = sample("demo.program.yaml");
    after.queues[0].policy.open_per_user = 4;
    after.ruleset.entries.pop_back();
    Life life;
    life.decide(plan_of(before, life).commands);
    for (int i = 0; i < 3; ++i) {
        for (const config::ProgramFile* file : {&after, &before}) {
            const config::Plan plan = plan_of(*file, life);
            CHECK(plan.commands.size() == 3);  // a queue, a part, the publication of the ruleset
            life.decide(plan.commands);
            CHECK(plan_of(*file, life).commands.empty());
        }
    }
}
