// The simulated log, the reference for every other: SimStorage is what stands on the disk or at the
// broker and outlives its writers, SimLog is one writer on it. Faults are drawn from a seed, so a
// run repeats exactly. It models appends that fail before or after they are written, arrive late or
// twice, fencing of older writers, and a power cut that takes what was not synced. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::engine {

// How many of a thousand appends meet each fault; their sum is at most 1,000.
struct SimPlan {
    std::uint32_t fail_before = 0;    // error, nothing written
    std::uint32_t fail_after = 0;     // error, yet written and synced: in doubt
    std::uint32_t fail_unsynced = 0;  // error, written, not synced: a crash may take it, or a part
    std::uint32_t late = 0;           // error, still on its way: arrives later, or never
    std::uint32_t duplicate = 0;      // success, delivered twice
    bool forgets_sync = false;        // a canary: answers before the sync. Tests must catch it
};

class SimStorage {
public:
    SimStorage(std::uint64_t seed, std::uint32_t partitions, const SimPlan& plan = {});

    void set_plan(const SimPlan& plan) { plan_ = plan; }

    // A power cut: of what was not synced, the chain keeps a beginning drawn from the seed, cut
    // between any two blocks. Writers are gone; open a new one.
    void crash();

    // Everything still on its way arrives now; what a fenced writer sent changes nothing.
    void deliver_late();

    // How often a fault or a fence really struck, so that a test can tell that it tested.
    struct Counts {
        std::uint64_t failed_before = 0, failed_after = 0, failed_unsynced = 0, late = 0;
        std::uint64_t duplicates = 0, duplicates_dropped = 0, fenced = 0, late_dropped = 0;
        std::uint64_t blocks_lost = 0, blocks_trimmed = 0;
    };
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    friend class SimLog;

    struct Chain {
        std::vector<Bytes> blocks;
        std::size_t synced = 0;          // how many of them a crash cannot take
        std::uint64_t acknowledged = 0;  // the last block that an append answered for
        Position acknowledged_position;
    };
    struct InFlight {
        std::uint64_t writer;
        EpochWrite epoch;
    };
    struct KeptLetter {
        std::string value;
        std::uint32_t partition;
        std::uint64_t block;  // the last of the epoch that it came with
    };
    enum class Fate : std::uint8_t { none, before, after, unsynced, late, duplicate };

    [[nodiscard]] std::uint64_t random();
    [[nodiscard]] Fate draw();
    bool write(std::uint64_t writer, const EpochWrite& epoch);
    void sync(Partition partition);
    void cut(std::uint32_t partition, std::size_t blocks);
    [[nodiscard]] Result<void> receive(std::uint64_t writer, const EpochWrite& epoch);
    [[nodiscard]] Result<LogEnd> recover(std::uint32_t partition, bool accept_loss);

    std::uint64_t random_;
    SimPlan plan_;
    LogId id_{};
    std::vector<Chain> chains_;
    std::map<std::string, KeptLetter> letters_;
    std::vector<InFlight> in_flight_;
    std::uint64_t writer_ = 0;  // the newest; older ones are fenced
    Counts counts_;
};

class SimLog final : public Log {
public:
    // Takes over: older writers are fenced from here on. Drops an epoch that was cut short. `loss`
    // when the chain ends before an append that was answered; `accept_loss` goes on all the same.
    [[nodiscard]] static Result<std::unique_ptr<SimLog>> open(SimStorage& storage,
                                                              bool accept_loss = false);

    [[nodiscard]] LogId id() const override { return storage_.id_; }
    [[nodiscard]] std::uint32_t partitions() const override;
    [[nodiscard]] Result<LogEnd> end(Partition partition) const override;
    [[nodiscard]] Result<Bytes> read(Partition partition, std::uint64_t block) const override;
    [[nodiscard]] Result<void> scan(Partition partition, std::uint64_t first,
                                    const Visit& visit) const override;
    [[nodiscard]] Result<std::uint64_t> block_of(Partition partition,
                                                 Position position) const override;
    [[nodiscard]] Result<void> dead_letters(const VisitDeadLetter& visit) const override;
    [[nodiscard]] Result<void> append(const EpochWrite& epoch) override;

private:
    SimLog(SimStorage& storage, std::uint64_t writer, std::vector<LogEnd> ends)
        : storage_(storage), writer_(writer), ends_(std::move(ends)) {}

    SimStorage& storage_;
    std::uint64_t writer_;
    std::vector<LogEnd> ends_;  // as this writer knows them
    bool refuses_ = false;      // after an error
};

}  // namespace leadline::engine
