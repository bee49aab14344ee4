// See ensure.hpp.
#include "events/base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace leadline::events {

void ensure_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "leadline: bug: ENSURE(%s) failed at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace leadline::events
