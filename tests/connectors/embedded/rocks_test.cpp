// How RocksDB is set up for the log: what it does by itself when other databases keep it busy.
#include "connectors/embedded/rocks.hpp"

#include <rocksdb/db.h>

#include <catch2/catch.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "tests/support/temporary_folder.hpp"

namespace leadline::connectors {
namespace {

using tests::TemporaryFolder;

// The threads that merge are somebody else's for a while, as when a large state is merged.
class BusyMergers {
public:
    BusyMergers() {
        auto* const env = rocksdb::Env::Default();
        for (int i = env->GetBackgroundThreads(rocksdb::Env::LOW); i > 0; --i, ++left_)
            env->Schedule([](void* it) { static_cast<BusyMergers*>(it)->stay(); }, this,
                          rocksdb::Env::LOW);
    }
    ~BusyMergers() {
        std::unique_lock lock(mutex_);
        is_over_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return left_ == 0; });
    }
    BusyMergers(const BusyMergers&) = delete;
    BusyMergers& operator=(const BusyMergers&) = delete;

private:
    void stay() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_over_; });
        --left_;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_over_ = false;
    int left_ = 0;
};

std::uint64_t number_of(rocksdb::DB& database, const std::string& property) {
    std::uint64_t value = 0;
    REQUIRE(database.GetIntProperty("rocksdb." + property, &value));
    return value;
}

}  // namespace

TEST_CASE("log: appends are not slowed down because its files wait for another database's merge",
          "[connectors]") {
    const TemporaryFolder folder;
    rocksdb::Options options(log_db_options(Access::write, nullptr), log_family_options());
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    REQUIRE(rocksdb::DB::Open(options, folder.path().string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    {
        const BusyMergers busy;
        // RocksDB's own limits are 20 files, from where it slows down, and 36, where it stops.
        for (std::uint64_t block = 1; block <= 30; ++block) {
            REQUIRE(database->Put({}, as_slice(block_key(block)), "block").ok());
            REQUIRE(database->Flush({}).ok());
        }
        std::string files;
        REQUIRE(database->GetProperty("rocksdb.num-files-at-level0", &files));
        CHECK(files == "30");
        CHECK(number_of(*database, "actual-delayed-write-rate") == 0);
        CHECK(number_of(*database, "is-write-stopped") == 0);
    }
}

}  // namespace leadline::connectors
