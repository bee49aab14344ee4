// See open_files.hpp.
#include "engine/runtime/open_files.hpp"

#include <sys/resource.h>

namespace leadline::engine {

std::uint64_t allow_open_files() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    const rlimit wanted{limit.rlim_max, limit.rlim_max};
    return setrlimit(RLIMIT_NOFILE, &wanted) == 0 ? limit.rlim_max : limit.rlim_cur;
}

}  // namespace leadline::engine
