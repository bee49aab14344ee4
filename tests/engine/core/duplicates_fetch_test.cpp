// What leads to come may be duplicates of is read before they are decided: their keys' entries, and
// the leads that these name.
#include <catch2/catch.hpp>

#include "engine/core/fetch.hpp"
#include "tests/support/memory_stored.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// A core whose memory holds nothing that need not be there, after each command.
class Forgetful {
public:
    // Decides it, with what it names read ahead or not; answers how often the store was asked late.
    std::uint64_t decide(const Asked& asked, bool reads_ahead) {
        const std::string id = std::to_string(++commands_);
        const CommandHeader command{asked.kind,
                                    {"acme"},
                                    "test",
                                    id,
                                    {begin_us + commands_ * 1'000'000},
                                    asked.actor,
                                    {},
                                    {},
                                    {},
                                    {},
                                    static_cast<std::uint64_t>(commands_),
                                    BytesView(asked.body)};
        if (reads_ahead) {
            engine::Fetch fetch(state_);
            fetch.add(command);
            fetch.run();
        }
        const std::uint64_t before = state_.memory.late_reads;
        decider_.begin_epoch();
        REQUIRE(decider_.decide(command).has_value());
        const std::uint64_t late = state_.memory.late_reads - before;
        checkpoint();
        return late;
    }
    [[nodiscard]] const engine::Program& program() const { return *state_.program({"acme"}); }

private:
    static constexpr std::int64_t begin_us = 1'767'225'600'000'000;  // 2026-01-01

    void checkpoint() {
        state_.collect([this](BytesView key, BytesView value) { stored_.put(key, value); });
        std::vector<engine::DedupRecord> noted;
        state_.dedup.take_noted(noted);
        stored_.put(noted);
        state_.memory.written = state_.memory.changing++;
        state_.forget();
    }

    MemoryStored stored_;
    engine::State state_{stored_, 0, true};
    engine::NoHistory history_;
    engine::Decider decider_{state_, history_};
    std::int64_t commands_ = 0;
};

Asked inquiry(Text id) {
    static Arena arena;
    CreateLead create{{id}, {}};
    const LeadPerson person{{{}, "eva@hafen.example", "+49 40 1234567"}, {}, {}, {}};
    create.details.person = {id, Sealing::plain, 0, body_in(arena, person)};
    return upstream(create);
}

// How often the store is asked while the third of three duplicates is decided.
std::uint64_t late_reads(DuplicateAction then, bool reads_ahead) {
    Forgetful core;
    const Duplicates section = duplicates({{MatchField::email}, {MatchField::phone}}, then);
    for (const Asked& asked : open_queue() +
                                  rules("r", {}, to_queue("inbound"), {}, {{}, {}, {section}}) +
                                  inquiry("l1") + inquiry("l2"))
        static_cast<void>(core.decide(asked, true));
    REQUIRE_FALSE(core.program().leads_of_keys.is_whole());
    return core.decide(inquiry("l3"), reads_ahead);
}

}  // namespace

TEST_CASE("Duplicates: what a lead may be one of is read before it is decided", "[engine]") {
    for (const auto& [then, name] : duplicate_action_names) {
        CAPTURE(name);
        CHECK(late_reads(then, false) > 0);
        CHECK(late_reads(then, true) == 0);
    }
}

}  // namespace leadline::tests
