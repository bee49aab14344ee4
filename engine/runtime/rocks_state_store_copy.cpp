// See rocks_state_store.hpp: a copy of the store as it is now, beside checkpoints that go on.
#include <rocksdb/utilities/checkpoint.h>

#include <memory>

#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::engine {

Result<void> RocksStateStore::copy_to(const std::filesystem::path& folder) const {
    rocksdb::DB* const db = readable_;
    if (db == nullptr) return {};
    rocksdb::Checkpoint* made = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(db, &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    if (status.ok()) status = checkpoint->CreateCheckpoint(folder.string());
    if (status.ok()) return {};
    return events::fail(events::Failure::io, "state: cannot be copied: " + status.ToString());
}

}  // namespace leadline::engine
