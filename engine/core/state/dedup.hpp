// Dedup: which commands have been decided, and where their first outcome stands (SPEC 2.2, DESIGN
// D10). A function of the event headers, so it is not part of the state hash. Memory has those that
// no written checkpoint holds, the store the others: it is asked before an epoch is decided, and
// rarely has to read, since it keeps filters. One thread.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "engine/core/state/command_identity.hpp"
#include "engine/core/state/entry.hpp"

namespace leadline::engine {

class Dedup {
public:
    explicit Dedup(StateMemory& memory) : memory_(&memory) {}

    // The store may know commands that memory does not.
    void open() { is_whole_ = false; }

    // None when the command was not decided, or its window is over at `now`. Reads the store if
    // nobody did before. Valid until the next call of anything here.
    [[nodiscard]] const Decided* find(CommandIdentity identity, events::Time now);

    // Notes events that a command left: all of them, or one by one. They come one after the other,
    // so the command that was noted last gains an event, and any other begins (the latest window
    // wins: an identity may be used again when its own is over).
    void note(CommandIdentity identity, const Decided& decided);

    // Whether find(identity) would have to read.
    [[nodiscard]] bool must_read(CommandIdentity identity) const;
    // Asks the store what it knows of identities that must be read; find() has the answers until
    // forget() is called. Errors as Stored::decided().
    [[nodiscard]] events::Result<void> read(std::span<const CommandIdentity> identities);

    // Asks the memory for what find() and note() will look at.
    void prefetch(CommandIdentity identity) const;

    // Appends the records added since the last call, in log order.
    void take_noted(std::vector<DedupRecord>& out);

    // Forgets what the store has, or, where there is none, what is over at `now`: many at once, and
    // without looking at any.
    void forget(events::Time now);

    // In memory.
    [[nodiscard]] std::size_t size() const;

private:
    // Commands that were noted for one checkpoint.
    struct Recent {
        Records<DedupRecord> records;  // in log order
        HashIndex index;               // the latest of each identity
        std::size_t taken = 0;         // records that a checkpoint has
        Generation changed = 0;
        events::Time end;  // when all their windows are over

        [[nodiscard]] HashIndex::Number number_of(CommandIdentity identity) const;
        [[nodiscard]] const Decided* find(CommandIdentity identity) const;
        void add(const DedupRecord& record);
    };
    // What the store was asked for.
    struct Answer {
        CommandIdentity identity;
        bool is_known = false;
        Decided decided;
    };

    // What the tables from that one on have.
    [[nodiscard]] const Decided* recent(CommandIdentity identity, std::size_t from) const;
    [[nodiscard]] const Decided* decided_before(CommandIdentity identity);
    [[nodiscard]] const Answer* answer(CommandIdentity identity) const;
    [[nodiscard]] Recent& filling();
    [[nodiscard]] bool may_go(const Recent& oldest, events::Time now) const;
    void forget_answers();

    StateMemory* memory_;
    std::deque<std::unique_ptr<Recent>> recent_;  // oldest first; the last is being filled
    std::unique_ptr<Recent> spare_;  // its memory is used again: growing is a pause in one epoch
    bool is_whole_ = true;           // the store knows nothing that memory does not
    bool may_grow_ = false;          // the last record's command may leave another event
    std::vector<Answer> answers_;
    HashIndex answer_by_identity_;
    std::size_t changed_since_answers_ = 0;  // the first table that what was noted since may be in
};

}  // namespace leadline::engine
