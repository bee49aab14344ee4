// IdentitySegments: the commands that were decided, in RocksDB, beside the state that they led to.
// Each checkpoint adds a segment: records in the order of their identities, cut into pages by hash,
// and a filter, which memory keeps once it has been read. Neighbours of like size become one, as in
// a log-structured merge tree, so that there are few filters to ask; what is over is left out then,
// or goes with its whole segment. One thread writes while another reads.
//
//   segment's page            0x00 0x01, number (8), page (4)    records of 44 bytes, ascending
//   segment's head            0x00 0x02, number (8)              see identity_segment.cpp
//   a piece of its filter     0x00 0x03, number (8), piece (4)   64 lines, the last one fewer
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/core/state/stored.hpp"
#include "engine/runtime/identity_segment.hpp"

namespace leadline::engine {

using events::Result;
using events::Time;

class IdentitySegments {
public:
    // Segments of so many records are not made larger; smaller ones are, in time.
    explicit IdentitySegments(std::size_t records_at_most) : records_at_most_(records_at_most) {}
    ~IdentitySegments() { stop_reading(); }
    IdentitySegments(const IdentitySegments&) = delete;
    IdentitySegments& operator=(const IdentitySegments&) = delete;

    // Takes what segments there are from the database. `corrupt` when that cannot be read.
    [[nodiscard]] Result<void> load(rocksdb::DB& db);
    // Before the database is closed.
    void clear();

    // See Stored::decided(). RocksDB's own word when something cannot be read. The first call lets
    // a thread read the filters that are not in memory; `db` must stay until clear().
    [[nodiscard]] rocksdb::Status find(rocksdb::DB& db, std::span<const CommandIdentity> identities,
                                       const Stored::VisitDecided& visit);

    // Each command once, the latest of it, ascending, until `visit` answers false. Reads
    // everything, the filters too, while nobody else does. Corruption also where a filter does not
    // fit.
    using VisitRecord = std::function<bool(const DedupRecord& record)>;
    [[nodiscard]] rocksdb::Status scan(rocksdb::DB& db, const VisitRecord& visit) const;

    // ---- The writing thread.

    // Adds to a table file, which has no key of segments yet, what makes the segments those that
    // they were and `noted`, which is in log order and is sorted; less what is over at `now`.
    [[nodiscard]] rocksdb::Status add(rocksdb::SstFileWriter& file, rocksdb::DB& db,
                                      std::vector<DedupRecord>& noted, Time now);
    // Runs `ingest`, which gives that file to RocksDB; if it does, readers see the new segments.
    template <class Ingest>
    [[nodiscard]] rocksdb::Status publish(Ingest&& ingest) {
        const std::lock_guard held(publishing_);
        const rocksdb::Status status = ingest();
        if (status.ok()) set(std::move(next_));
        return status;
    }

    // For reports: how many there are, and what their filters take of memory.
    [[nodiscard]] std::size_t count() const { return list()->size(); }
    [[nodiscard]] std::size_t filter_bytes() const;

private:
    using Segment = IdentitySegment;
    using List = std::vector<std::shared_ptr<const Segment>>;  // oldest first
    struct Candidate {
        std::size_t identity = 0;
        std::size_t segment = 0;
    };
    // One look at the segments that there are now.
    class Look;

    [[nodiscard]] std::shared_ptr<const List> list() const;
    void set(std::shared_ptr<const List> list);
    // identity_segments_find.cpp:
    void start_reading(rocksdb::DB& db);
    void stop_reading();
    void read_filters(rocksdb::DB& db);
    [[nodiscard]] bool is_there(const std::shared_ptr<const Segment>& segment) const;
    [[nodiscard]] std::size_t first_to_merge(const List& list, std::size_t noted) const;
    // Writes the pages of one segment out of several, and what they are; none if nothing is left.
    [[nodiscard]] rocksdb::Status write_pages(rocksdb::SstFileWriter& file, rocksdb::DB& db,
                                              std::span<const std::shared_ptr<const Segment>> of,
                                              const std::vector<DedupRecord>& noted, Time now,
                                              std::shared_ptr<const Segment>& made);

    std::size_t records_at_most_;
    mutable std::mutex reading_;  // of list_, for a moment
    std::shared_ptr<const List> list_ = std::make_shared<const List>();
    // Held while segments that readers may be reading go: whoever misses one waits for the others.
    mutable std::mutex publishing_;
    std::shared_ptr<const List> next_;
    std::uint64_t next_number_ = 1;

    std::thread reader_;  // of filters
    bool is_reading_ = false;
    std::atomic<bool> give_up_reading_ = false;
    std::optional<rocksdb::Status> damage_;  // that it met; under reading_
};

}  // namespace leadline::engine
