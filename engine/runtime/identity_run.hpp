// How segments of decided commands lie in pages of records, and how several of them are read as
// one, in the order of their identities. See identity_segments.hpp. One thread.
#pragma once

#include <rocksdb/db.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/state/command_identity.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

inline constexpr std::size_t identity_record_bytes = 44;

// The first key of a segment's pages; that of the next number is behind its last.
[[nodiscard]] std::string identity_pages_key(std::uint64_t segment);

void append_identity_record(events::Bytes& page, const DedupRecord& record);

// What a page, which is a whole number of records, knows of a command.
[[nodiscard]] std::optional<Decided> find_in_page(events::BytesView page, CommandIdentity identity);

// Records in ascending order of identity, one after the other.
class IdentityRun {
public:
    virtual ~IdentityRun() = default;
    // False behind the last, and when it cannot be read.
    [[nodiscard]] virtual bool next(DedupRecord& record) = 0;
    [[nodiscard]] virtual rocksdb::Status status() const { return rocksdb::Status::OK(); }
};

// `noted`, which is sorted and must outlive it.
[[nodiscard]] std::unique_ptr<IdentityRun> run_of(const std::vector<DedupRecord>& noted);
// A segment in the database.
[[nodiscard]] std::unique_ptr<IdentityRun> run_of(rocksdb::DB& db, std::uint64_t segment);
// Several runs as one, the latest of each identity. The newest run is the last.
[[nodiscard]] std::unique_ptr<IdentityRun> merged(std::vector<std::unique_ptr<IdentityRun>> runs);

}  // namespace leadline::engine
