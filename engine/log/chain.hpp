// ChainVerifier: is fed a partition's blocks in order and believes nothing: form, checksum, log id,
// numbers, positions, times, the hash of the block before, whole epochs. Its errors name the block
// and the first position that cannot be read. As fast as a raw scan allows; one thread.
#pragma once

#include <cstdint>
#include <string>

#include "engine/log/block.hpp"
#include "engine/log/log.hpp"

namespace leadline::engine {

class ChainVerifier {
public:
    // Begins after `from`, which is believed: empty_end() to begin with block 1.
    ChainVerifier(const LogId& id, Partition partition, const LogEnd& from)
        : id_(id), partition_(partition), end_(from), whole_(from) {}

    // Checks the next block. An error (`corrupt`) leaves the ends as they were before it.
    [[nodiscard]] Result<void> feed(BytesView block);

    // The end of what was fed, and of the whole epochs in it. They differ when the last epoch is
    // not complete: at the tail of a log that is a write cut short, and no corruption.
    [[nodiscard]] const LogEnd& end() const { return end_; }
    [[nodiscard]] const LogEnd& whole_end() const { return whole_; }
    [[nodiscard]] bool within_epoch() const { return places_left_ > 0; }

    // The `corrupt` error for a chain that ends within an epoch where none may.
    [[nodiscard]] Result<void> finish() const;

private:
    [[nodiscard]] const char* broken_link(const BlockHeader& header) const;
    [[nodiscard]] bool continues_epoch(const BlockHeader& header) const;

    LogId id_;
    Partition partition_;
    LogEnd end_;
    LogEnd whole_;
    std::uint32_t places_ = 0;
    std::uint32_t places_left_ = 0;  // blocks still to come in the present epoch
};

// "partition 0: block 12 cannot be read (WHY): the first position that cannot be read is 1034"
[[nodiscard]] events::Error unreadable(Partition partition, const LogEnd& before,
                                       std::string_view why);

}  // namespace leadline::engine
