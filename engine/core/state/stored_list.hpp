// StoredList: things that somebody has (a user's open leads, a partner's standing registrations),
// by the ordinals of their creation. They change with every claim and are asked for when somebody
// leaves, so memory only notes the changes, and reading brings them together with what the store
// has. One thread.
#pragma once

#include <string>
#include <vector>

#include "engine/core/state/kept_bytes.hpp"
#include "engine/core/state/state_memory.hpp"

namespace leadline::engine {

using events::Text;

class StoredList {
public:
    // `prefix` begins each of its keys in the store.
    void open(StateMemory& memory, std::string prefix) {
        memory_ = &memory;
        prefix_ = std::move(prefix);
    }

    void add(std::uint64_t ordinal, Text id) { note(ordinal, id, false); }
    void remove(std::uint64_t ordinal) { note(ordinal, {}, true); }

    struct Item {
        std::uint64_t ordinal = 0;
        std::string id;
    };
    // Ascending by ordinal.
    [[nodiscard]] std::vector<Item> items() const;

private:
    struct Noted {
        std::uint64_t ordinal = 0;
        KeptId id;
        Generation changed = 0;
        bool is_gone = false;
    };

    void note(std::uint64_t ordinal, Text id, bool is_gone);
    void forget();
    [[nodiscard]] std::vector<Noted> latest() const;

    StateMemory* memory_ = nullptr;
    std::string prefix_;
    std::vector<Noted> noted_;  // oldest first
    std::size_t forget_at_ = 64;
};

}  // namespace leadline::engine
