// See app_commands.hpp.
#include "connectors/cli/app_commands.hpp"

namespace leadline::connectors {
namespace {

constexpr Register all[] = {
    register_demo,    register_serve,  register_submit, register_import,
    register_program, register_backup, register_kafka,  register_views,
    register_view,    register_log,    register_state,  register_tools,
};

}  // namespace

std::span<const Register> commands() { return all; }

}  // namespace leadline::connectors
