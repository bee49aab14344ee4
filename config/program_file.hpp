// A program file: one program as its channel manager writes it down, and nothing of what is in
// force. Read whole or refused whole, with all mistakes of one run (diagnostics.hpp): ids twice,
// names that nobody has, limits that contradict each other, rules that no lead reaches.
// config/samples has two to copy from. One thread; a ProgramFile can be read by any.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/ruleset_file.hpp"
#include "events/commands/program.hpp"
#include "events/commands/update.hpp"

namespace leadline::config {

class Document;

struct UserSpec {
    std::string id;
    std::string full_name;
    std::string email;
    events::Role role = events::Role::seller;
    bool logged_in = false;  // its first login is recorded too, for demonstrations
    std::optional<events::OpeningHours> hours;  // not said: left as they are
};

struct PartnerSpec {
    std::string id;
    std::string title;
    std::string tier;
    std::string channel_manager;                // the program's where the partner names none
    std::optional<std::uint32_t> capacity;      // not said: left as it is
    std::optional<events::OpeningHours> hours;  // likewise
    std::vector<UserSpec> users;
};

// What a tier's partners may claim, where that differs; `limits` without the tier's name.
struct TierSpec {
    std::string tier;
    events::TierLimits limits;
};

struct QueueSpec {
    std::string id;
    std::string title;
    bool everybody = false;
    std::vector<std::string> partners;  // in the order they are written
    std::vector<std::string> users;
    std::vector<std::string> tiers;
    std::vector<std::string> visible;  // fields of leads; none: what is not personal
    events::ClaimPolicy policy;        // without its tiers
    std::vector<TierSpec> tier_limits;
};

struct ProgramFile {
    std::string id;
    std::string title;
    std::string channel_manager;
    events::Time in_force_from;  // not set: now
    events::Duration repeat_window = events::repeat_window_default;
    events::Duration protection = events::protection_default;
    bool published = true;
    std::vector<PartnerSpec> partners;
    std::vector<QueueSpec> queues;
    Ruleset ruleset;
};

// Fails with `configuration` when there is a mistake; all of them are in `diagnostics` and in the
// message. Fails with `io` when a file cannot be read. `rules_file` in a program
// file names a file beside it.
[[nodiscard]] events::Result<ProgramFile> load_program_file(const std::filesystem::path& file,
                                                            Diagnostics& diagnostics);

// The same for text at hand; `name` stands in the messages.
[[nodiscard]] events::Result<ProgramFile> parse_program_file(std::string name, std::string text,
                                                             Diagnostics& diagnostics);

// The same for a document at hand, in whose folder `rules_file` is looked for.
[[nodiscard]] events::Result<ProgramFile> read_program_file(const Document& document,
                                                            const std::filesystem::path& folder,
                                                            Diagnostics& diagnostics);

}  // namespace leadline::config
