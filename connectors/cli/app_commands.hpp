// The one list of commands, in the order in which help shows them. A new command is one Register
// function (app.hpp), declared here and named in app_commands.cpp.
#pragma once

#include <span>

#include "connectors/cli/app.hpp"

namespace leadline::connectors {

[[nodiscard]] std::span<const Register> commands();

// ---- Writing: decide something, or make input for it.
void register_demo(CLI::App& app, Context& context);
void register_serve(CLI::App& app, Context& context);
void register_submit(CLI::App& app, Context& context);
void register_import(CLI::App& app, Context& context);
void register_program(CLI::App& app, Context& context);

void register_backup(CLI::App& app, Context& context);
void register_kafka(CLI::App& app, Context& context);

// ---- Reading: connectors/cli/read.
void register_views(CLI::App& app, Context& context);
void register_view(CLI::App& app, Context& context);
void register_log(CLI::App& app, Context& context);
void register_state(CLI::App& app, Context& context);
void register_tools(CLI::App& app, Context& context);

}  // namespace leadline::connectors
