// IdentitySegment: some of the decided commands as they lie in RocksDB, and what memory knows of
// them. Its filter is of the size of the history, so whoever starts does not wait for it: it may
// come later, from another thread, and until then a line of it is read where one is asked for.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <memory>
#include <string>

#include "engine/runtime/identity_filter.hpp"
#include "events/base/time.hpp"

namespace leadline::engine {

class IdentitySegment {
public:
    std::uint64_t number = 0;
    std::uint64_t records = 0;
    std::uint32_t pages = 0;
    events::Time end;       // when all their windows are over
    std::size_t lines = 0;  // of its filter

    // Null: it is not in memory yet.
    [[nodiscard]] const IdentityFilter* filter() const {
        return given_.load(std::memory_order_acquire);
    }
    // Once; other threads may ask meanwhile.
    void give(std::unique_ptr<const IdentityFilter> filter) const {
        filter_ = std::move(filter);
        given_.store(filter_.get(), std::memory_order_release);
    }

private:
    mutable std::unique_ptr<const IdentityFilter> filter_;
    mutable std::atomic<const IdentityFilter*> given_ = nullptr;
};

// ---- How it lies in the database; see identity_segments.hpp.

inline constexpr events::Text identity_heads("\0\2", 2);  // what their keys begin with

[[nodiscard]] std::string identity_head_key(std::uint64_t segment);
[[nodiscard]] std::string identity_page_key(const IdentitySegment& segment, std::uint32_t page);
[[nodiscard]] std::string identity_piece_key(std::uint64_t segment, std::uint32_t piece);

[[nodiscard]] events::Bytes identity_head(const IdentitySegment& segment);
// Null when those are not the key and the value of one.
[[nodiscard]] std::shared_ptr<IdentitySegment> read_identity_head(events::Text key,
                                                                  events::BytesView value);

// In which page of the segment a command is, if it is there.
[[nodiscard]] std::uint32_t identity_page(CommandIdentity identity, std::uint32_t pages);

// Reads the filter, and gives it to the segment. Corruption when it is not whole; nothing is given
// either when `give_up` becomes true.
[[nodiscard]] rocksdb::Status read_filter(rocksdb::DB& db, const IdentitySegment& segment,
                                          const std::atomic<bool>& give_up);

}  // namespace leadline::engine
