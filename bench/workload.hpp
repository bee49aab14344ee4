// The workload of the speed questions: a program with partners, users, queues with claim limits and
// rules, so many leads live, and then a mix of commands as a busy vendor would send them. The same
// seed gives the same commands. As binary commands and as JSON lines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/base/arena.hpp"
#include "events/header.hpp"

namespace leadline::bench {

struct WorkloadSize {
    std::uint64_t leads_live = 1'000'000;  // created before the mix begins
    std::uint64_t commands = 1'000'000;    // of the mix
    std::uint32_t partners = 200;          // with five users each
    std::uint32_t rules = 10;              // entries that test equality
    std::uint64_t seed = 1;
    std::string program = "acme";
};

// Makes commands one by one; the texts of each live until the next call.
class Workload {
public:
    explicit Workload(const WorkloadSize& size);

    // What sets the program up, its leads included; then the mix. False at the end of each.
    [[nodiscard]] bool next_setup(events::CommandHeader& out);
    [[nodiscard]] bool next_mixed(events::CommandHeader& out);

    // One command of the kind, about one of the first leads. Text is valid until the next call.
    void claim(events::CommandHeader& out, std::uint64_t lead, std::uint64_t by_user);
    void release(events::CommandHeader& out, std::uint64_t lead);

private:
    enum class Stage : std::uint8_t {
        program,
        partners,
        users,
        logins,
        queues,
        rules,
        publish,
        leads
    };

    template <class Command>
    void say(events::CommandHeader& out, events::Actor actor, const Command& command);
    [[nodiscard]] std::uint64_t random();
    [[nodiscard]] events::Text id(const char* kind, std::uint64_t number);
    [[nodiscard]] events::Text user(std::uint64_t number);
    void create_lead(events::CommandHeader& out);
    void stage_rules(events::CommandHeader& out);
    [[nodiscard]] events::Text rules_sha256();
    void define_queue(events::CommandHeader& out, std::uint64_t number);

    WorkloadSize size_;
    Stage stage_ = Stage::program;
    std::uint64_t step_ = 0;
    std::uint64_t random_;
    std::uint64_t sent_ = 0;
    std::uint64_t leads_ = 0;
    std::uint64_t owned_ = 0;  // leads below this number have been asked for by a claim
    std::int64_t time_us_ = 1'700'000'000'000'000;
    events::Arena arena_;
    events::Bytes rules_;  // the parts staged so far, as they are hashed
};

// The command as a JSON line, CloudEvents structured, without '\n'.
[[nodiscard]] std::string json_line(const events::CommandHeader& command);

// The command with all its bytes in `arena`, to be kept.
[[nodiscard]] events::CommandHeader keep(const events::CommandHeader& command,
                                         events::Arena& arena);

}  // namespace leadline::bench
