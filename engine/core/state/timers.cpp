// See timers.hpp. An id has no control characters, so a zero byte ends it as its length would, and
// keys sort as timers do.
#include "engine/core/state/timers.hpp"

#include <limits>

#include "engine/core/state/place_key.hpp"

namespace leadline::engine {

void append_place(std::string& key, const Timer& timer) {
    append_ordered(key, timer.due.us);
    key.push_back(static_cast<char>(timer.kind));
    key += timer.program;
    key.push_back('\0');
    key += timer.id;
}

namespace {

// What stands before the id in a KeptTimer's rest.
struct Rest {
    const char* program = nullptr;
    std::uint8_t program_size = 0;
    TimerKind kind = TimerKind::claim_touch;
};

}  // namespace

KeptTimer::KeptTimer(const Timer& timer) : due_(timer.due) {
    ENSURE(timer.id.size() <= events::id_bytes_max + 1 &&
           timer.program.size() <= events::id_bytes_max);
    const Rest rest{timer.program.data(), static_cast<std::uint8_t>(timer.program.size()),
                    timer.kind};
    char bytes[sizeof rest + events::id_bytes_max + 1];
    std::memcpy(bytes, &rest, sizeof rest);
    if (!timer.id.empty()) std::memcpy(bytes + sizeof rest, timer.id.data(), timer.id.size());
    rest_ = KeptId({bytes, sizeof rest + timer.id.size()});
}

Timer KeptTimer::timer() const {
    Rest rest;
    const Text bytes = rest_.text();
    if (bytes.size() < sizeof rest) return {due_, TimerKind{}, {}, {}};  // the lowest
    std::memcpy(&rest, bytes.data(), sizeof rest);
    return {due_, rest.kind, {rest.program, rest.program_size}, bytes.substr(sizeof rest)};
}

std::strong_ordering KeptTimer::compare_rest(const KeptTimer& a, const Timer& b) {
    const Timer timer = a.timer();
    const bool is_same = timer.kind == b.kind && timer.program.data() == b.program.data() &&
                         timer.program.size() == b.program.size();
    return is_same ? timer.id <=> b.id : timer <=> b;
}

KeptTimer KeptTimer::lowest() {
    KeptTimer lowest;
    lowest.due_.us = std::numeric_limits<std::int64_t>::min();
    return lowest;
}

void KeptTimer::step() {
    Timer next = timer();
    const std::string id = std::string(next.id).append(1, '\0');
    next.id = id;
    *this = KeptTimer(next);
}

bool KeptTimer::read_from(Text key, StateMemory& memory) {
    Timer read;
    if (key.size() < 9 || !read_ordered(key.substr(0, 8), read.due.us)) return false;
    read.kind = static_cast<TimerKind>(key[8]);
    const Text rest = key.substr(9);
    const std::size_t end = rest.find('\0');
    if (end == Text::npos || end > events::id_bytes_max) return false;
    read.program = memory.named(rest.substr(0, end));
    read.id = rest.substr(end + 1);
    if (read.id.size() > events::id_bytes_max) return false;
    *this = KeptTimer(read);
    return true;
}

void Timers::open(StateMemory& memory, bool is_new) {
    order_.open(memory, std::string(1, static_cast<char>(TableKind::timer)), is_new);
}

}  // namespace leadline::engine
