// See timers.hpp. An id has no control characters, so a zero byte ends it as its length would, and
// keys sort as timers do.
#include "engine/core/state/timers.hpp"

#include <limits>

#include "engine/core/state/place_key.hpp"

namespace leadline::engine {

Timer Timer::lowest() { return {{std::numeric_limits<std::int64_t>::min()}, {}, {}, {}}; }

void Timer::append_to(std::string& key) const {
    append_ordered(key, due.us);
    key.push_back(static_cast<char>(kind));
    key += program;
    key.push_back('\0');
    key += id;
}

bool Timer::read_from(Text key, StateMemory& memory) {
    if (key.size() < 9 || !read_ordered(key.substr(0, 8), due.us)) return false;
    kind = static_cast<TimerKind>(key[8]);
    const Text rest = key.substr(9);
    const std::size_t end = rest.find('\0');
    if (end == Text::npos) return false;
    program = memory.named(rest.substr(0, end));
    id.assign(rest.substr(end + 1));
    return true;
}

void Timers::open(StateMemory& memory, bool is_new) {
    order_.open(memory, std::string(1, static_cast<char>(TableKind::timer)), is_new);
}

}  // namespace leadline::engine
