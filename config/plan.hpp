// From a program file and what is in force to the difference, in words and as commands (SPEC 16,
// `program plan` and `program apply`). Applying the commands and planning again finds no
// difference. What is in force but not in the file is left as it is and said so; nothing is ever
// deactivated. Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/program_file.hpp"
#include "events/base/bytes.hpp"
#include "events/event_prefix.hpp"

namespace leadline::config {

enum class PartnerStanding : std::uint8_t { applied, active, suspended, deactivated, declined };
enum class UserStanding : std::uint8_t { invited, active, deactivated };

struct PartnerInForce {
    std::string title;
    std::string tier;
    std::string channel_manager;
    PartnerStanding standing = PartnerStanding::applied;
    std::uint32_t capacity = 0;
    events::Bytes hours = {};  // the body of its OpeningHours; empty: always
};

struct UserInForce {
    std::string partner;
    events::Role role = events::Role::seller;
    UserStanding standing = UserStanding::invited;
    bool has_logged_in = false;
    std::string full_name;
    std::string email;
    events::Bytes hours = {};  // as a partner's
};

// The program as the engine's state has it at one position; whoever knows the state fills it. All
// empty where the program does not exist.
struct ProgramInForce {
    events::Position position;  // of the partition's last event
    bool created = false;
    bool published = false;
    std::string title;
    events::Duration repeat_window;
    events::Duration protection;
    std::map<std::string, PartnerInForce> partners;
    std::map<std::string, UserInForce> users;
    std::map<std::string, events::Bytes> queues;  // the body of the DefineQueue in force
    std::uint32_t ruleset_version = 0;            // 0: none
    std::vector<events::Bytes> ruleset_parts;     // bodies, in order
    std::string staged_ruleset;                   // the name of the one on its way; "": none
};

enum class ChangeKind : std::uint8_t {
    create,       // +
    change,       // ~
    same,         // =
    differs,      // !  differs, and no command of this version can change it
    not_in_file,  // ?  left as it is
};

struct Change {
    ChangeKind kind = ChangeKind::same;
    std::string thing;   // `partner "acme"`
    std::string detail;  // what is new or different; may be empty

    friend bool operator==(const Change&, const Change&) = default;
};

struct Plan {
    std::vector<Change> changes;        // everything in the file, then what is not in it
    std::vector<std::string> commands;  // CloudEvents, a line each, in an order that works
};

inline constexpr std::string_view plan_source = "leadline program apply";

// Commands carry the file's `in_force_from`; else `now`; else no time. Their ids come from what
// they say, and, for what can be said more than once (a queue defined anew, a ruleset), from what
// it takes the place of: two who apply the same file to the same program give the same commands.
[[nodiscard]] events::Result<Plan> plan_program(const ProgramFile& file,
                                                const ProgramInForce& in_force,
                                                events::Time now = {});

// One line each: `+ partner "acme": Acme GmbH, tier gold`, then a line that counts.
[[nodiscard]] std::string to_text(const Plan& plan);

}  // namespace leadline::config
