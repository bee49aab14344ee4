// A program with its people and many leads as command lines, and what a data folder holds
// afterwards, for tests of the commands that write. Pure but for reading the folder; one thread.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/block.hpp"
#include "engine/runtime/recovery.hpp"
#include "tests/support/memory_state_store.hpp"

namespace leadline::tests {

// A line of the program "acme" at `second` of the day.
[[nodiscard]] inline std::string asked(std::string_view id, std::string_view type,
                                       std::string_view data, int second = 0,
                                       std::string_view actor = "manager:mia") {
    return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"test","type":"{}",)"
                       R"("program":"acme","time":"2026-01-02T{:02}:{:02}:{:02}Z","actor":"{}",)"
                       R"("data":{}}})"
                       "\n",
                       id, type, second / 3600, second / 60 % 60, second % 60, actor, data);
}

// Sets up the program with a queue for everybody and two people in it.
[[nodiscard]] inline std::string setup_lines() {
    return asked("s1", "CreateProgram", R"({"title":"Acme"})") +
           asked("s2", "DefineQueue", R"({"queue":"q","title":"All","everybody":true})") +
           asked("s3", "RegisterPartner", R"({"partner":"p","title":"P"})") +
           asked("s4", "ActivatePartner", R"({"partner":"p"})") +
           asked("s5", "InviteUser", R"({"user":"u","partner":"p"})") +
           asked("s6", "RecordLogin", R"({"user":"u"})", 0, "user:u") +
           asked("s7", "PublishProgram", "{}");
}

// Leads from number `from` to `to`, each moved to the queue and claimed, every tenth claimed twice.
[[nodiscard]] inline std::string lead_lines(int from, int to) {
    std::string lines;
    for (int n = from; n <= to; ++n) {
        const auto lead = fmt::format(R"({{"lead":"l{}"}})", n);
        lines += asked(fmt::format("c{}", n), "CreateLead", lead, n, "system:crm");
        lines += asked(fmt::format("r{}", n), "ReassignLead",
                       fmt::format(R"({{"lead":"l{}","to":{{"queue":"q"}}}})", n), n);
        lines += asked(fmt::format("k{}", n), "ClaimLead", lead, n, "user:u");
        if (n % 10 == 0) lines += asked(fmt::format("again{}", n), "ClaimLead", lead, n, "user:u");
    }
    return lines;
}

struct Held {
    std::string events;  // all of them, as they stand in the blocks
    std::string state_hash;
    friend bool operator==(const Held&, const Held&) = default;
};

[[nodiscard]] inline Held held_in(const std::filesystem::path& data) {
    const auto log = connectors::EmbeddedReader::open(data / "log", connectors::Beside::nobody);
    if (!log) throw std::runtime_error(log.error().message);
    Held held;
    const auto scanned = (*log)->scan({}, 1, [&held](std::uint64_t, events::BytesView block) {
        held.events += events::as_text(engine::payload_of(block));
        return events::Result<void>{};
    });
    if (!scanned) throw std::runtime_error(scanned.error().message);
    MemoryStateStore store;
    std::unique_ptr<engine::State> state;
    const auto recovered = engine::recover({**log, store, {}}, state);
    if (!recovered) throw std::runtime_error(recovered.error().message);
    state->collect([](events::BytesView, events::BytesView) {});
    held.state_hash = engine::hash_text(state->hash());
    return held;
}

[[nodiscard]] inline std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace leadline::tests
