// `program plan` and `program apply`: a program file against what is in force. `plan` reads the log
// beside whatever runs and writes nothing; `apply` submits the commands for the difference, so that
// applying twice is applying once. One thread.
#pragma once

#include <filesystem>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

struct ProgramRequest {
    std::filesystem::path file;
    bool accept_loss = false;  // apply
    bool as_commands = false;  // plan: the lines that `apply` would decide
};

[[nodiscard]] events::Result<ExitCode> program_plan(const ProgramRequest& request,
                                                    Context& context);
[[nodiscard]] events::Result<ExitCode> program_apply(const ProgramRequest& request,
                                                     Context& context);

}  // namespace leadline::connectors
