// StateMemory: how much of a state is in memory, and how much may be. What has changed stays until
// a checkpoint that holds the change is written; everything else can be forgotten and read again.
// A state without a store (a refold, a test) has everything in memory. One thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "engine/core/state/stored.hpp"

namespace leadline::engine {

// Number of a checkpoint, modulo 2^16.
using Generation = std::uint16_t;

class StateMemory {
public:
    // Null: there is nothing outside memory.
    const Stored* stored = nullptr;
    // Bytes, estimated, that may be used for what could be forgotten.
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    std::size_t used = 0;
    // Places of an order that stay in memory when others are forgotten, and how many are read at a
    // time when it is come to their end.
    std::size_t order_kept = 1'024;
    std::size_t order_read = 2'048;
    Generation changing = 1;  // the checkpoint that changes made now will be in
    Generation written = 0;   // the last one that the store holds

    // Things that the store was asked for: ahead, and while something was being decided, since
    // nobody had known before.
    std::uint64_t fetched = 0;
    std::uint64_t late_reads = 0;

    // What was changed for that checkpoint must stay. After 65,536 checkpoints numbers come again:
    // then a thing may stay a little longer than it must.
    [[nodiscard]] bool must_stay(Generation changed) const {
        return static_cast<Generation>(changing - changed) <
               static_cast<Generation>(changing - written);
    }

    // The first error of the store. Whatever was read or decided since is not to be trusted:
    // things seem not to be there.
    [[nodiscard]] const std::optional<events::Error>& failure() const { return failure_; }
    void fail(events::Error error) {
        if (!failure_) failure_ = std::move(error);
    }

    // The one copy of a name that is in many places (a program's, in timers). For ever.
    [[nodiscard]] events::Text named(events::Text name) { return *names_.emplace(name).first; }

    // ---- Keys of the store that are no entries (places in orders and lists), as they change: for
    // the next checkpoint. Later changes of a key replace earlier ones; no value: it is deleted.
    struct Change {
        std::size_t key = 0;  // offsets into `changed_bytes`
        std::size_t value = 0;
        std::size_t end = 0;
    };
    events::Bytes changed_bytes;
    std::vector<Change> changes;

    void change(events::Text prefix, events::Text place, events::Text value) {
        if (stored == nullptr) return;
        const std::size_t begin = changed_bytes.size();
        const std::size_t split = begin + prefix.size() + place.size();
        changed_bytes.resize(split + value.size());
        std::byte* to = changed_bytes.data() + begin;
        std::memcpy(to, prefix.data(), prefix.size());
        std::memcpy(to + prefix.size(), place.data(), place.size());
        if (!value.empty()) std::memcpy(changed_bytes.data() + split, value.data(), value.size());
        changes.push_back({begin, split, split + value.size()});
    }

private:
    std::optional<events::Error> failure_;
    std::set<std::string, std::less<>> names_;
};

}  // namespace leadline::engine
