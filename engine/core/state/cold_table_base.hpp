// ColdEntry and ColdTableBase: what tables of things that may be outside memory share, whatever
// their things are. See cold_table.hpp.
#pragma once

#include <functional>

#include "engine/core/state/entry.hpp"

namespace leadline::engine {

// A thing of a cold table. `bytes`: what it is reckoned to take of memory.
struct ColdEntry : Entry {
    std::uint32_t bytes = 0;
};

// What a thing takes beside its key and value: the record, its place in the index, the allocator's.
inline constexpr std::uint32_t cold_entry_bytes = 256;

// What tables of every kind share, and what needs the codec.
class ColdTableBase {
public:
    ColdTableBase(TableKind kind, Program& program, StateMemory& memory)
        : kind_(kind), program_(&program), memory_(&memory) {}

    // The store may have things that memory has not.
    void open() { is_whole_ = false; }
    [[nodiscard]] bool is_whole() const { return is_whole_; }
    void append_key(std::string& key, Text id) const;

protected:
    // Calls take(value) with what the store has under the id; not at all when it cannot be read.
    void read_late(Text id, const std::function<void(events::BytesView)>& take) const;
    void fill(ColdEntry& entry, events::BytesView value) const;

    TableKind kind_;
    Program* program_;
    StateMemory* memory_;
    mutable bool is_whole_ = true;  // nothing is outside memory
};

}  // namespace leadline::engine
