// BlockQueue: blocks on their way from the thread that reads and checks them to the one that folds
// them: copied together into batches, so that small blocks cost no lock each, and bounded. One thread
// on either side.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "events/base/bytes.hpp"
#include "events/base/result.hpp"

namespace leadline::connectors {

class BlockQueue {
public:
    struct Batch {
        events::Bytes bytes;
        std::vector<std::size_t> ends;  // of each block in `bytes`
    };

    // ---- The reading side. False: the other side has given up.
    [[nodiscard]] bool add(events::BytesView block);
    void close(events::Result<void> how);  // no more will come

    // ---- The folding side. Null: closed, and all was taken.
    [[nodiscard]] Batch* next();  // valid until the next call
    void give_up();
    // How reading ended; after next() gave null.
    [[nodiscard]] const events::Result<void>& how() const { return how_; }

private:
    [[nodiscard]] bool hand_over();

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
