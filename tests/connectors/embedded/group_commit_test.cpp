// GroupCommit: writers that come while a sync is under way share the next one.
#include "connectors/embedded/group_commit.hpp"

#include <rocksdb/env.h>

#include <catch2/catch.hpp>
#include <memory>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using connectors::GroupCommit;
using connectors::SyncCounts;
using engine::Partition;

// Holds every sync back while it is closed.
class Gate {
public:
    void close() { set(true); }
    void open() { set(false); }
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !is_closed_; });
        --waiting_;
    }
    void await_somebody() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_ > 0; });
    }

private:
    void set(bool closed) {
        const std::lock_guard lock(mutex_);
        is_closed_ = closed;
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_closed_ = false;
    int waiting_ = 0;
};

class GatedFile final : public rocksdb::WritableFileWrapper {
public:
    GatedFile(std::unique_ptr<rocksdb::WritableFile> file, Gate& gate)
        : WritableFileWrapper(file.get()), file_(std::move(file)), gate_(gate) {}
    rocksdb::Status Sync() override {
        gate_.pass();
        return file_->Sync();
    }

private:
    std::unique_ptr<rocksdb::WritableFile> file_;
    Gate& gate_;
};

class GatedEnv final : public rocksdb::EnvWrapper {
public:
    explicit GatedEnv(Gate& gate) : EnvWrapper(rocksdb::Env::Default()), gate_(gate) {}
    const char* Name() const override { return "GatedEnv"; }
    rocksdb::Status NewWritableFile(const std::string& name,
                                    std::unique_ptr<rocksdb::WritableFile>* file,
                                    const rocksdb::EnvOptions& options) override {
        auto status = target()->NewWritableFile(name, file, options);
        if (status.ok() && name.ends_with(".log"))
            *file = std::make_unique<GatedFile>(std::move(*file), gate_);
        return status;
    }

private:
    Gate& gate_;
};

TEST_CASE("GroupCommit: who comes while a sync is under way shares the next one with others",
          "[connectors]") {
    const TemporaryFolder folder;
    Gate gate;
    GatedEnv env(gate);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.env = &env;
    rocksdb::DB* opened = nullptr;
    REQUIRE(rocksdb::DB::Open(options, folder.path().string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    GroupCommit commits(*database, 4);
    const auto write = [&](std::uint32_t partition) {
        return std::thread([&, partition] {
            const auto put = [&](rocksdb::WriteBatch& batch) {
                static_cast<void>(batch.Put(std::to_string(partition), "value"));
            };
            if (!commits.write({partition}, put).ok()) std::terminate();
        });
    };
    gate.close();
    std::vector<std::thread> writers;
    writers.push_back(write(0));
    gate.await_somebody();  // the first one commits, and not for those who come now
    for (std::uint32_t partition = 1; partition < 4; ++partition)
        writers.push_back(write(partition));
    while (commits.counts().arrived < 4) std::this_thread::yield();
    CHECK(commits.counts().epochs == 0);
    gate.open();
    for (std::thread& writer : writers) writer.join();
    CHECK(commits.counts().epochs == 4);
    CHECK(commits.counts().syncs == 2);
}

TEST_CASE("GroupCommit: two writers that take turns come to sync together", "[connectors]") {
    const TemporaryFolder folder;
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    REQUIRE(rocksdb::DB::Open(options, folder.path().string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    GroupCommit commits(*database, 2);
    const auto write = [&](std::uint32_t partition) {
        return std::thread([&, partition] {
            for (int i = 0; i < 200; ++i) {
                const auto put = [&](rocksdb::WriteBatch& batch) {
                    static_cast<void>(batch.Put(std::to_string(partition), "value"));
                };
                if (!commits.write({partition}, put).ok()) std::terminate();
            }
        });
    };
    std::thread one = write(0);
    std::thread other = write(1);
    one.join();
    other.join();
    const SyncCounts counts = commits.counts();
    CHECK(counts.epochs == 400);
    CHECK(counts.syncs < 390);  // about 200 where nobody else needs the processor
}

}  // namespace
}  // namespace leadline::tests
