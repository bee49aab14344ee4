// The exit codes of the command line (SPEC 16), and which failure ends with which. Any thread.
#pragma once

#include "events/base/result.hpp"

namespace leadline::connectors {

enum class ExitCode : int {
    done = 0,
    no = 1,              // the answer is no: a check failed, not found, something differs
    usage = 2,           // wrong usage
    bad_input = 65,      // input that cannot be understood
    unavailable = 69,    // something needed is not there: data folder in use, broker
    io = 74,             // read or write failed, or durable events are lost
    passing = 75,        // a passing fault: start it again
    configuration = 78,  // bad configuration
    interrupted = 130,   // SIGINT or SIGTERM
};

[[nodiscard]] constexpr ExitCode exit_code(events::Failure failure) {
    switch (failure) {
        case events::Failure::not_found:
            return ExitCode::no;
        case events::Failure::usage:
            return ExitCode::usage;
        case events::Failure::bad_input:
            return ExitCode::bad_input;
        case events::Failure::unavailable:
        case events::Failure::refused:
            return ExitCode::unavailable;
        case events::Failure::io:
        case events::Failure::corrupt:
        case events::Failure::loss:
            return ExitCode::io;
        case events::Failure::passing:
            return ExitCode::passing;
        case events::Failure::configuration:
            return ExitCode::configuration;
        case events::Failure::interrupted:
            return ExitCode::interrupted;
    }
    return ExitCode::io;
}

}  // namespace leadline::connectors
