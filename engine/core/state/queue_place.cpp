// The keys of queues' orders in the store; see records.hpp.
#include <limits>

#include "engine/core/state/place_key.hpp"
#include "engine/core/state/records.hpp"

namespace leadline::engine {

QueuePlace QueuePlace::lowest() { return {std::numeric_limits<std::int64_t>::min(), 0}; }

void QueuePlace::append_to(std::string& key) const {
    append_ordered(key, before);
    append_ordered(key, ordinal);
}

bool QueuePlace::read_from(Text key, StateMemory&) {
    return key.size() == 16 && read_ordered(key.substr(0, 8), before) &&
           read_ordered(key.substr(8), ordinal);
}

}  // namespace leadline::engine
