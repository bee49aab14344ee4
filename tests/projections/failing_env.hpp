// FailingEnv: a RocksDB environment on the real file system that is killed, as a process is, before
// a file operation whose number a test says: that one and all after it fail, and what was written
// before stays. Nothing is synced. Any thread.
#pragma once

#include <rocksdb/env.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace leadline::tests {

class FailingEnv {
public:
    FailingEnv();

    [[nodiscard]] rocksdb::Env* env() const { return env_.get(); }

    // So many operations more go well.
    void kill_after(std::uint64_t operations) { left_ = static_cast<std::int64_t>(operations); }
    [[nodiscard]] bool is_killed() const { return left_ < 0; }

private:
    class Files;
    class File;

    [[nodiscard]] bool may_go_on() { return --left_ >= 0; }

    std::atomic<std::int64_t> left_ = INT64_MAX / 2;
    std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace leadline::tests
