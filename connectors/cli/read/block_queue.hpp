// BlockQueue: checked blocks on their way from the thread that reads them to the one that folds
// their events: copied together into batches, so that small blocks cost no lock each, with the
// events' headers read already, since the reading side has time to spare; bounded. One thread on
// either side.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "engine/core/evolve/evolve.hpp"

namespace leadline::connectors {

class BlockQueue {
public:
    struct Batch {
        events::Bytes bytes;                  // payloads, back to back
        std::vector<engine::Decoded> events;  // views of `bytes` and `memory`
        events::Arena memory{1U << 18U};
        bool is_damaged = false;  // behind the last of them comes one that cannot be decoded
    };

    // ---- The reading side. False: the other side has given up.
    [[nodiscard]] bool add(events::BytesView payload);
    void close(events::Result<void> how);  // no more will come

    // ---- The folding side. Null: closed, and all was taken.
    [[nodiscard]] Batch* next();  // valid until the next call
    void give_up();
    // How reading ended; after next() gave null.
    [[nodiscard]] const events::Result<void>& how() const { return how_; }

private:
    [[nodiscard]] bool hand_over();
    static void decode(Batch& batch);

    static constexpr std::size_t batch_bytes = 256U << 10U;
    static constexpr std::size_t batches_max = 8;

    Batch filling_;  // the reading side's
    Batch taken_;    // the folding side's
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> full_;    // under mutex_, like all below
    std::vector<Batch> empty_;  // their memory is used again
    bool is_closed_ = false;
    bool given_up_ = false;
    events::Result<void> how_;
};

}  // namespace leadline::connectors
