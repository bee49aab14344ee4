// Dedup: which commands have been decided, and where their first outcome stands (SPEC 2.2, DESIGN
// D10). A function of the event headers, so it is not part of the state hash. An identity is 128
// bits of XXH3 over program, source and id; whoever finds one reads the event it names and compares
// the words themselves before calling a command a repeat.
#pragma once

#include <vector>

#include "engine/core/state/entry.hpp"
#include "events/base/bytes.hpp"
#include "events/event_prefix.hpp"
#include "events/ids.hpp"

namespace leadline::engine {

struct CommandIdentity {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend auto operator<=>(const CommandIdentity&, const CommandIdentity&) = default;
};

[[nodiscard]] CommandIdentity identity(events::ProgramId program, events::Text source,
                                       events::Text id);

// What is known of a command that was decided.
struct Decided {
    events::Time until;        // at this time its window is over
    events::Position first;    // its first event
    std::uint32_t events = 0;  // how many it left, timers not counted
    std::uint64_t digest = 0;
};

// Fixed-size record of one decided command, as checkpoints keep it in sorted segments.
struct DedupRecord {
    CommandIdentity identity;
    Decided decided;
};
inline constexpr std::size_t dedup_record_bytes = 44;

class Dedup {
public:
    // None when the command was not decided, or its window is over at `now`.
    [[nodiscard]] const Decided* find(CommandIdentity identity, events::Time now) const;

    // Notes events that a command left: all of them, or one by one. They come one after the other,
    // so the command that was noted last gains an event, and any other begins (the latest window
    // wins: an identity may be used again when its own is over).
    void note(CommandIdentity identity, const Decided& decided);

    [[nodiscard]] std::size_t size() const { return index_.size(); }

    // Asks the memory for what find() and note() will look at.
    void prefetch(CommandIdentity identity) const { index_.prefetch(identity.low); }

    // Appends the records added since the last call, in log order.
    void take_noted(std::vector<DedupRecord>& out);

    // Adds the records of a segment that are not over at `now`. False: damaged.
    [[nodiscard]] bool load_segment(events::BytesView segment, events::Time now);

    // Forgets what is over at `now`: the oldest records at once, those behind a longer window when
    // enough has been added since the last time to make the walk worth it. Amortised constant; the
    // walk itself, and the index's growing, are a pause in one epoch.
    void expire(events::Time now);

private:
    // Records stand in the order they came, and are numbered through for ever; the index knows the
    // numbers modulo what it can hold, which is more than can be there at one time.
    [[nodiscard]] HashIndex::Number numbered(std::uint64_t record) const {
        return static_cast<HashIndex::Number>(record % numbers);
    }
    [[nodiscard]] std::size_t place_of(HashIndex::Number number) const {
        return static_cast<std::size_t>((number + numbers - first_ % numbers) % numbers);
    }
    [[nodiscard]] HashIndex::Number number_of(CommandIdentity identity) const;
    void append(const DedupRecord& record);
    void drop_oldest();
    void drop_all_ended(events::Time now);

    static constexpr std::uint64_t numbers = std::uint64_t{HashIndex::number_max} + 1;

    Records<DedupRecord> records_;
    HashIndex index_;
    std::uint64_t first_ = 0;          // the number of records_.front()
    std::size_t untaken_ = 0;          // so many at the end have not been taken yet
    bool may_grow_ = false;            // the last record's command may leave another event
    std::size_t walk_at_ = 1U << 20U;  // records; doubles with what is kept
};

// Records as a checkpoint keeps them: sorts them by identity and answers their bytes; empty when
// there are none.
[[nodiscard]] events::Bytes dedup_segment(std::vector<DedupRecord>& noted);

// The latest end among the records of a segment: when it has passed, the segment can be deleted.
[[nodiscard]] events::Time segment_end(events::BytesView segment);

}  // namespace leadline::engine
