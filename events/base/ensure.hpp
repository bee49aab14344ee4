// ENSURE: an assertion that stays on in release. It is for bugs only: a bad command is a rejection,
// a failing disk is an Error. Prints one line to stderr and aborts; any thread may call it.
#pragma once

namespace leadline::events {

[[noreturn]] void ensure_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace leadline::events

#define ENSURE(condition)                                                      \
    do {                                                                       \
        if (!(condition)) [[unlikely]]                                         \
            ::leadline::events::ensure_failed(#condition, __FILE__, __LINE__); \
    } while (false)
