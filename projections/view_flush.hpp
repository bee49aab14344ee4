// What views hand to their store: where they stand, the rows that changed, and copies that take the
// place of what served. Plain data.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::projections {

using events::Result;
using events::Text;

// Up to where a view knows the log.
struct Standing {
    engine::Partition partition;
    engine::LogId log{};
    std::uint64_t block = 0;
    engine::Digest32 before{};  // the predecessor's hash that this block names
    events::Position position;
    events::Time time;
    friend bool operator==(const Standing&, const Standing&) = default;
};

using ViewNumber = std::uint16_t;  // 0 is the store's own

// Takes a view's rows when they are flushed: keys ascend, each comes once.
class KeyWriter {
public:
    virtual ~KeyWriter() = default;
    virtual void put(Text key, Text value) = 0;
    virtual void erase(Text key) = 0;
};

// What one view adds to a flush.
struct ViewFlush {
    ViewNumber number = 0;
    Text name;  // "lead@v1"
    Standing standing;
    std::size_t bytes = 0;                  // an estimate
    std::function<void(KeyWriter&)> write;  // may throw; then nothing of the flush is kept
    Text stopped{};                         // why the view has stopped for good; empty: it runs
};

// A copy that was made beside takes the place of the views that it replaces.
struct ViewSwap {
    std::string copy;  // its name, "lead@v3+"
    std::string name;  // the name under which it serves from now on
    Standing standing;
    std::vector<std::string> replaces{};  // with their rows; a view of that name is always replaced
};

}  // namespace leadline::projections
