// SimDisk: a RocksDB environment on the real file system that knows which bytes were synced. It can
// be full, fail a sync, and show what a power cut would leave. Any thread.
#pragma once

#include <rocksdb/env.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace leadline::tests {

class SimDisk {
public:
    SimDisk();
    ~SimDisk();

    [[nodiscard]] rocksdb::Env* env() const { return env_.get(); }

    // From now on no byte more can be written; or can be again.
    void set_full(bool full) { full_ = full; }
    // From now on every sync fails; or succeeds again.
    void set_sync_fails(bool fails) { sync_fails_ = fails; }

    // Copies the folder `from` as a power cut leaves it: of each file that was written through
    // env(), the bytes that were synced and no more; other files as they are.
    void power_cut(const std::filesystem::path& from, const std::filesystem::path& to);

private:
    class Files;
    class File;

    std::atomic<bool> full_ = false;
    std::atomic<bool> sync_fails_ = false;
    std::mutex mutex_;
    std::map<std::string, std::uint64_t> synced_;  // bytes of each file written through env()
    std::unique_ptr<rocksdb::Env> env_;
};

// Copies a folder as a kill leaves it, while its database is open and idle: a kill is one moment
// and a copy is not, so it is made again until no flush or other work in the background came
// between.
void copy_as_killed(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace leadline::tests
