// The binary `leadline`: wires the process to the command line and nothing more. What escapes as an
// exception (out of memory, a library's) is one line and exit code 74.
#include <unistd.h>

#include <exception>
#include <iostream>

#include "connectors/cli/app.hpp"
#include "connectors/cli/signals.hpp"
#include "engine/runtime/heap.hpp"
#include "engine/runtime/open_files.hpp"

int main(int argc, char** argv) {
    using namespace leadline;
    try {
        connectors::ignore_closed_pipes();
        engine::give_back_freed_memory();
        engine::allow_open_files();
        connectors::FdOutput out(STDOUT_FILENO);
        connectors::WallClock clock;
        return connectors::run_app(
            argc, argv,
            {out, std::cerr, ::isatty(STDOUT_FILENO) == 1, ::isatty(STDERR_FILENO) == 1, clock,
             config::environment_of(environ)});
    } catch (const std::exception& failure) {
        std::cerr << "leadline: " << failure.what() << std::endl;
        return static_cast<int>(connectors::ExitCode::io);
    }
}
