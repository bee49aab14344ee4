// RocksReads: reads many keys of a database at once, as an epoch asks for them. The caller's thread
// and one of its own, which sleeps otherwise, take them by turns, a few at a time, so that whoever
// is late for the processor holds up few. One caller at a time.
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/core/state/stored.hpp"

namespace leadline::engine {

class RocksReads {
public:
    RocksReads() = default;
    ~RocksReads();
    RocksReads(const RocksReads&) = delete;
    RocksReads& operator=(const RocksReads&) = delete;

    // visit(index, value) for each key in their order, on the caller's thread, with an empty value
    // where there is none. An error is that of a key which could not be read; nothing was visited.
    [[nodiscard]] rocksdb::Status read(rocksdb::DB& db, std::span<const events::Text> keys,
                                       const Stored::VisitValue& visit);

    // How many keys were read on the thread of its own.
    [[nodiscard]] std::uint64_t read_beside() const { return read_beside_; }

private:
    static constexpr std::size_t keys_at_once = 32;  // as many as MultiGet looks up together
    // With fewer, waking somebody takes longer than reading.
    static constexpr std::size_t keys_for_two = 3 * keys_at_once;

    struct Key {
        rocksdb::Slice bytes;
        std::size_t index = 0;  // among those that were asked for
    };
    // Neighbours by key, and what was found: one value after the other.
    struct Part {
        std::span<const Key> keys;
        events::Bytes values;
        std::array<std::size_t, keys_at_once> ends;  // in values
        rocksdb::Status status;
    };
    struct Value {
        const Part* part = nullptr;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void divide(std::span<const events::Text> keys);
    // Until no part is left. How many keys that were.
    std::size_t read_parts();
    void read_part(Part& part) const;
    void read_with_helper();
    void help();

    rocksdb::DB* db_ = nullptr;
    std::vector<Key> keys_;
    std::vector<Part> parts_;
    std::size_t parts_count_ = 0;
    std::vector<Value> values_;
    std::atomic<std::size_t> next_part_ = 0;

    std::thread helper_;  // from the first time on that there is enough for two
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_asked_ = false;    // under mutex_, like all below
    bool is_helping_ = false;  // nothing above may be touched
    bool is_over_ = false;
    std::uint64_t read_beside_ = 0;
};

}  // namespace leadline::engine
