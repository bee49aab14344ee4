// RocksStateStore: checkpoints in RocksDB. Each is one sorted table file, ingested whole: no
// memtable, no write-ahead log, and atomic with its position (DESIGN D7: "let the log be it").
// Keys: 0x00 for the position, those of identity_segments.hpp, then state's own.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <filesystem>

#include "engine/runtime/identity_segments.hpp"
#include "engine/runtime/rocks_reads.hpp"
#include "engine/runtime/state_store.hpp"

namespace leadline::engine {

// Bytes of memory, about: of indexes and filters of the tables, and of the identities' filters.
struct StoreMemory {
    std::size_t tables = 0;
    std::size_t identity_filters = 0;
};

class RocksStateStore final : public StateStore, private Stored {
public:
    // Opens what is at `folder` when it is there; it is made with the first checkpoint. A store
    // that cannot be opened is no error here: position() says why.
    [[nodiscard]] static std::unique_ptr<RocksStateStore> open(std::filesystem::path folder);
    ~RocksStateStore() override;

    [[nodiscard]] Result<std::optional<StatePosition>> position() const override;
    [[nodiscard]] Result<void> load(State& state) override;
    void begin_upkeep() override;
    [[nodiscard]] const Stored* stored() const override { return this; }
    [[nodiscard]] Result<void> write(Checkpoint& checkpoint) override;
    [[nodiscard]] Result<void> set_aside() override;

    // Reads everything: the state hash that its entries make. `corrupt` when something cannot be.
    [[nodiscard]] Result<Hash128> hash_of_entries() const;

    // Reads all commands that it knows, each once, the latest of it, in ascending order of
    // identities, until `visit` answers false. Of a store that no state stands on. Errors as above;
    // `not_found` names a command that decided() would not find, though it is there.
    [[nodiscard]] Result<void> for_each_command(const IdentitySegments::VisitRecord& visit);

    // Makes `folder`, of hard links where it can: a store as this one is now; nothing where there
    // is none yet. Any thread, beside write().
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& folder) const;

    // What it takes beside the state's own; any thread.
    [[nodiscard]] StoreMemory memory() const;

private:
    [[nodiscard]] Result<void> read(std::span<const events::Text> keys,
                                    const VisitValue& visit) const override;
    [[nodiscard]] Result<void> scan(events::Text prefix, events::Text from,
                                    const VisitEntry& visit) const override;
    [[nodiscard]] Result<void> decided(std::span<const CommandIdentity> identities,
                                       const VisitDecided& visit) const override;

    explicit RocksStateStore(std::filesystem::path folder);

    // Each entry from `from` on, while keys begin with `prefix`; the error is RocksDB's word.
    [[nodiscard]] Result<void> walk(events::Text prefix, events::Text from,
                                    const VisitEntry& visit) const;
    // For whoever opens the folder next; what is to be told now.
    [[nodiscard]] events::Error mark_damaged(const rocksdb::Status& status) const;
    [[nodiscard]] Result<void> open_database(bool create);
    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] Result<void> load_entries(State& state);
    [[nodiscard]] Result<void> make_file(Checkpoint& checkpoint, const std::string& path);

    std::filesystem::path folder_;
    rocksdb::Options options_;
    std::unique_ptr<rocksdb::DB> db_;
    std::atomic<rocksdb::DB*> readable_ = nullptr;  // db_, for whoever reads on another thread
    std::optional<events::Error> open_error_;       // why what is there cannot be used
    bool has_upkeep_ = false;                       // tables are merged
    // One caller at a time, which is the thread of the state; they end before the database does.
    mutable IdentitySegments segments_;
    mutable RocksReads reads_;
};

}  // namespace leadline::engine
