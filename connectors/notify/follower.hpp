// Follower: reads the log behind the engine and fills the outbox with what its events owe. Where it
// has come stands in the same rows, written with what it found there, so that no event is passed
// over or taken twice. Nothing else ever owes: replays, rebuilt views and backtests have no outbox.
//
// Switched on for the first time it owes nothing for what has been: it begins at the log's end. A
// log that holds records of notifications was followed before (by rows that are gone, or were left
// out of a backup): what comes after the first of them and has no record yet is owed again.
// One thread; counts() and outbox() any.
#pragma once

#include "connectors/notify/outbox.hpp"

namespace leadline::connectors::notify {

// A command of ours for the engine, as JSON.
struct OwnLine {
    std::string program;
    std::string text;
};

class Follower {
public:
    struct Parts {
        const engine::LogReader& log;
        Rows& rows;
        const Settings& settings;
        const Clock& clock;
    };
    // Rows of another log, or that know more than this one has, are begun anew.
    [[nodiscard]] static events::Result<std::unique_ptr<Follower>> open(Parts parts);

    // Reads on, some blocks of each partition. False: it has come to the end.
    [[nodiscard]] events::Result<bool> step();

    // What was settled since the last call, for the log to have it on record.
    [[nodiscard]] std::vector<OwnLine> take_lines();

    // Empty until the log has been read to where it ended at open(): what it has on record by then
    // is not sent again.
    [[nodiscard]] Outbox& outbox() { return outbox_; }
    [[nodiscard]] bool has_caught_up() const { return has_caught_up_; }

private:
    explicit Follower(const Parts& parts);
    struct Standing {
        std::uint64_t block = 0;      // the last one that was read
        std::uint64_t position = 0;   // of its last event
        std::uint64_t live_from = 0;  // events behind this one owe
    };
    [[nodiscard]] events::Result<void> load();
    [[nodiscard]] events::Result<void> begin_anew();
    [[nodiscard]] events::Result<bool> read_some(engine::Partition partition, Standing& standing);
    [[nodiscard]] events::Result<void> read_block(engine::Partition partition, Standing& standing);
    void take_record(const events::EventHeader& header, events::BytesView body);
    void take(const events::EventHeader& header, events::BytesView body, const Standing& standing,
              std::vector<Owed>& owed);
    void put(engine::Partition partition, const Standing& standing);
    [[nodiscard]] events::Result<void> hand_over();
    [[nodiscard]] bool is_live(const events::EventHeader& header, const Standing& standing) const;

    Parts parts_;
    Overlay rows_;
    Directory directory_;
    Owing owing_;
    Outbox outbox_;
    std::vector<Standing> standings_;          // by partition
    std::vector<std::uint64_t> ends_at_open_;  // blocks
    std::vector<std::string> recorded_;        // keys, in the block at hand
    bool has_caught_up_ = false;
    events::Arena arena_;
};

}  // namespace leadline::connectors::notify
