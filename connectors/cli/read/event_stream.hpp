// EventStream: the events of a log, one by one, from all its partitions in one order: time, then
// partition, then position. Checks each block by itself (checksum, form), and the chain only where
// that is asked for. What is handed out is valid until the next call. One thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"
#include "engine/log/log.hpp"
#include "events/header.hpp"

namespace leadline::connectors {

struct StreamedEvent {
    engine::Partition partition;
    events::EventHeader header;
    events::BytesView body;
    events::BytesView bytes;  // the whole event, as it stands in its block
};

// Which events: from so many before the end of each partition, or from the beginning.
struct StreamRange {
    std::optional<std::uint64_t> last;             // of each partition
    std::optional<engine::Partition> partition{};  // only this one
    bool proves_chain = false;                     // of all blocks; not with `last`
};

class EventStream {
public:
    // Up to the ends as they are now. `not_found` when there is no such partition.
    [[nodiscard]] static events::Result<EventStream> open(const engine::LogReader& log,
                                                          const StreamRange& range);

    // The next event; null at the end. `corrupt` names the first position that cannot be read.
    [[nodiscard]] events::Result<const StreamedEvent*> next();

    [[nodiscard]] std::uint64_t total() const {
        return total_;
    }  // how many there are, from first to last

private:
    class Cursor {
    public:
        Cursor(const engine::LogReader& log, engine::Partition partition, engine::LogEnd end)
            : log_(&log), end_(end), event_{partition, {}, {}, {}} {}

        // Instead of seek(): from the first block on, each of which is proved.
        [[nodiscard]] events::Result<void> begin_proving() {
            chain_.emplace(log_->id(), event_.partition,
                           engine::empty_end(log_->id(), event_.partition));
            return move();
        }

        [[nodiscard]] events::Result<void> seek(engine::Position first);
        [[nodiscard]] events::Result<void> move();
        [[nodiscard]] bool at_end() const { return at_end_; }
        [[nodiscard]] const StreamedEvent& event() const { return event_; }

    private:
        [[nodiscard]] events::Result<bool> load_block();
        [[nodiscard]] events::Error unreadable(std::string_view why) const;

        const engine::LogReader* log_;
        engine::LogEnd end_;
        std::optional<engine::ChainVerifier> chain_;
        std::uint64_t block_ = 0;
        engine::Bytes bytes_;
        events::BytesView rest_;  // of the block's payload
        engine::Position last_;   // handed out, or skipped
        StreamedEvent event_;
        bool at_end_ = false;
    };

    std::vector<Cursor> cursors_;
    Cursor* given_ = nullptr;
    std::uint64_t total_ = 0;
};

}  // namespace leadline::connectors
