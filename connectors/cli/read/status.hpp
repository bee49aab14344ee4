// Health: what `status` finds, and how it is put into words. Judging is pure: from what the engine
// last wrote, who has the folder's lock, and the monotonic clock, which all processes of a machine
// share, so that a wall clock that was set makes nobody look dead. Any thread.
#pragma once

#include <optional>

#include "connectors/cli/read/read_commands.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/status_file.hpp"

namespace leadline::connectors {

struct Health {
    enum class State : std::uint8_t {
        runs,
        closed,  // it runs, and takes nothing in
        silent,  // its process is there, and has written nothing for a while
        untold,  // somebody has the folder who tells nothing: a reader that brings views up, ...
        ended,   // in order
        died,    // without a word
        none,    // nobody ever told anything
    };
    State state = State::none;
    std::int64_t process = 0;          // that has the folder; 0: nobody has
    events::Duration age;              // of what was told, while somebody has the folder
    std::optional<EngineStatus> told;  // of that process, or of the last that ran
};

[[nodiscard]] std::string_view name_of(Health::State state);

// `holder`: the process that has the folder's lock; 0: nobody.
[[nodiscard]] Health judge(std::optional<EngineStatus> told, std::int64_t holder,
                           events::Duration now_monotonic);

// One line, without its end.
[[nodiscard]] std::string to_text(const Health& health);

}  // namespace leadline::connectors
