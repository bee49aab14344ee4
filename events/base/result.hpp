// Result<T>: the one alias for "a value or an Error". An Error is a failure of the world around the
// engine (disk, file, configuration) that the runtime's policy answers; it is never a rejection,
// which answers a person, and never a bug, which aborts through ENSURE.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace leadline::events {

// What kind of failure; each maps to one exit code of the command line (SPEC 16).
enum class Failure : std::uint8_t {
    not_found,      // exit 1: the answer is no
    usage,          // exit 2: wrong use of the program
    bad_input,      // exit 65: input that cannot be understood
    unavailable,    // exit 69: something needed is not there (data folder in use, broker)
    refused,        // exit 69: a service says no until a person changes something (rights, a topic)
    io,             // exit 74: read or write failed
    corrupt,        // exit 74: a record fails its checksum, its chain or its decoding
    loss,           // exit 74: durable events are gone
    passing,        // exit 75: try again
    configuration,  // exit 78: bad configuration
    interrupted,    // exit 130: SIGINT or SIGTERM
};

struct Error {
    Failure failure = Failure::io;
    std::string message;  // one or more whole lines for a person, without a trailing newline

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Failure failure, std::string message) {
    return tl::unexpected<Error>(Error{failure, std::move(message)});
}

}  // namespace leadline::events

// Returns the error of `expression` from the enclosing function, which returns a Result.
#define TRY(expression)                                            \
    do {                                                           \
        if (auto try_result_ = (expression); !try_result_)         \
            return tl::unexpected(std::move(try_result_).error()); \
    } while (false)
