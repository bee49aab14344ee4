// RocksStateStore: checkpoints in RocksDB. Each is one sorted table file, ingested whole: no
// memtable, no write-ahead log, and atomic with its position (DESIGN D7: "let the log be it").
// Keys: 0x00 for the position, 0x00 0x01 and a number for segments of the deduplication table, then
// state's own keys.
#pragma once

#include <rocksdb/db.h>

#include <deque>
#include <filesystem>

#include "engine/runtime/state_store.hpp"

namespace leadline::engine {

class RocksStateStore final : public StateStore {
public:
    // Opens what is at `folder` when it is there; it is made with the first checkpoint. A store
    // that cannot be opened is no error here: load() says that it is corrupt.
    [[nodiscard]] static std::unique_ptr<RocksStateStore> open(std::filesystem::path folder);
    ~RocksStateStore() override;

    // Where the last checkpoint stands, without loading it; errors as load().
    [[nodiscard]] Result<std::optional<StatePosition>> position() const;

    [[nodiscard]] Result<std::optional<StatePosition>> load(State& state) override;
    [[nodiscard]] Result<void> write(Checkpoint& checkpoint) override;
    [[nodiscard]] Result<void> set_aside() override;

private:
    struct Segment {
        std::uint64_t number;
        Time end;
    };

    explicit RocksStateStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] Result<void> open_database(bool create);
    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] Result<void> load_entries(State& state, std::optional<StatePosition>& at);
    [[nodiscard]] Result<void> make_file(Checkpoint& checkpoint, const std::string& path);

    std::filesystem::path folder_;
    std::unique_ptr<rocksdb::DB> db_;
    events::Error open_error_;
    bool is_damaged_ = false;
    std::deque<Segment> segments_;
    std::uint64_t next_segment_ = 1;
};

}  // namespace leadline::engine
