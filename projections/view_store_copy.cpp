// See view_store.hpp: a copy of the store as it is now.
#include <fmt/format.h>
#include <rocksdb/utilities/checkpoint.h>

#include <limits>

#include "projections/view_store.hpp"

namespace leadline::projections {

Result<void> ViewStore::copy_to(const std::filesystem::path& folder) const {
    if (db_ == nullptr) return tl::unexpected(closed());
    rocksdb::Checkpoint* made = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    // No flush: the write-ahead log is copied as far as it is.
    constexpr auto never = std::numeric_limits<std::uint64_t>::max();
    if (status.ok()) status = checkpoint->CreateCheckpoint(folder.string(), never);
    if (status.ok()) return {};
    return events::fail(events::Failure::io, fmt::format("the views cannot be copied to {}: {}",
                                                         folder.string(), status.ToString()));
}

}  // namespace leadline::projections
