// ViewStore: the rows of all views of one partition, in one RocksDB database with one column
// family: a key begins with its view's number, so that a whole flush of all views, their positions
// included, is one sorted file or one batch, and atomic. Opened for writing by one process; others
// follow as a secondary instance. Writing: one thread. Reading, through Moment: any thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "events/base/arena.hpp"
#include "projections/view_flush.hpp"

namespace rocksdb {
class DB;
class Env;
class Snapshot;
class WriteBatch;
}  // namespace rocksdb

namespace leadline::projections {

enum class ViewAccess : std::uint8_t {
    write,  // the engine's process, or whoever holds the data folder's lock
    follow  // beside it
};

struct ViewStoreOptions {
    rocksdb::Env* env = nullptr;               // where files are; RocksDB's default when null
    std::size_t ingest_bytes_min = 1U << 20U;  // smaller flushes go through the write-ahead log
    std::size_t cache_bytes = 32U << 20U;      // of blocks read
};

class ViewStore {
public:
    // write: makes the store where there is none; one that is damaged is emptied (see was_emptied),
    // since views can be made again. follow: `not_found` when there is none yet.
    [[nodiscard]] static Result<std::unique_ptr<ViewStore>> open(
        const std::filesystem::path& folder, ViewAccess access,
        const ViewStoreOptions& options = {});
    ~ViewStore();
    ViewStore(const ViewStore&) = delete;
    ViewStore& operator=(const ViewStore&) = delete;

    // follow: moves to what the writer has flushed. Nothing may read meanwhile.
    [[nodiscard]] Result<void> catch_up();

    // The number of the view with this name, a free one when it has none. Kept by the first flush.
    [[nodiscard]] ViewNumber enroll(Text name);
    [[nodiscard]] std::vector<std::string> names() const;

    // May be called by two threads at once, for different views.
    [[nodiscard]] Result<void> flush(std::vector<ViewFlush> views);
    // One atomic write: whoever reads sees what served before, or the copies, whole.
    [[nodiscard]] Result<void> swap(const std::vector<ViewSwap>& swaps);
    [[nodiscard]] Result<void> drop(Text name);  // a view and its rows
    [[nodiscard]] Result<void> empty();          // all of them
    // Makes `folder`, of hard links where it can: a store as this one is now. Not beside
    // make_again().
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& folder) const;
    // write: begins with no files at all. Nothing may read meanwhile.
    [[nodiscard]] Result<void> make_again(std::string why);

    // write: closes what could not be written and opens it as it is in its files. Nothing may read
    // meanwhile; what reads or writes after an error gets one, until another call succeeds.
    [[nodiscard]] Result<void> open_again();
    // write: something could not be written, and nothing will be until open_again().
    [[nodiscard]] bool has_failed() const { return failed_; }

    // A store in which somebody met damage is marked, so that the next to open it for writing makes
    // it again, though it may not read the damaged rows itself.
    static void mark_damaged(const std::filesystem::path& folder, Text why);
    [[nodiscard]] static std::string damage_marked(const std::filesystem::path& folder);  // or ""

    [[nodiscard]] const std::string& was_emptied() const { return was_emptied_; }  // why, or ""
    // write: why the files that are open are no longer those in the folder, or "". A look.
    [[nodiscard]] std::string why_lost() const;
    // About how many bytes the rows of a view take in files and in memory.
    [[nodiscard]] std::uint64_t size_of(ViewNumber view) const;
    // Sorted runs that wait to be merged; the writer slows down when they pile up.
    [[nodiscard]] std::uint64_t unmerged_runs() const;

private:
    friend class Moment;
    friend class Walk;

    ViewStore(std::filesystem::path folder, ViewAccess access, const ViewStoreOptions& options);
    [[nodiscard]] Result<void> open_database();
    [[nodiscard]] Result<void> open_files();
    [[nodiscard]] Result<void> open_follower();
    [[nodiscard]] Result<void> load_numbers();
    void note_identity();
    [[nodiscard]] events::Error closed() const;  // the error of who uses it while it is
    [[nodiscard]] Result<void> write(rocksdb::WriteBatch& batch);
    [[nodiscard]] Result<void> flush_by_file(std::span<const ViewFlush> views);
    [[nodiscard]] Result<void> flush_by_batch(std::span<const ViewFlush> views);

    std::filesystem::path folder_;
    ViewAccess access_;
    ViewStoreOptions options_;
    std::filesystem::path scratch_;  // a follower's own folder
    std::unique_ptr<rocksdb::DB> db_;
    std::vector<std::pair<std::string, ViewNumber>> numbers_;
    std::atomic<std::uint64_t> files_ = 0;              // of flushes so far, for their names
    std::pair<std::uint64_t, std::uint64_t> identity_;  // of the folder: device, inode
    std::string was_emptied_;
    std::atomic<bool> failed_ = false;
};

// Thrown within this room when a store cannot be read; the projector and the queries turn it into
// the error of the view or of the answer.
struct ViewFailure : std::exception {
    explicit ViewFailure(events::Error e) : error(std::move(e)) {}
    [[nodiscard]] const char* what() const noexcept override { return error.message.c_str(); }
    events::Error error;
};

// Everything that is read through one moment stands between the same two flushes. Throws
// ViewFailure.
class Moment {
public:
    explicit Moment(const ViewStore& store);
    ~Moment();
    Moment(const Moment&) = delete;
    Moment& operator=(const Moment&) = delete;

    struct Head {
        ViewNumber number = 0;
        Standing standing;
        std::string stopped;  // why it will not go on by itself; empty: it runs
    };
    // None: the view has never been flushed.
    [[nodiscard]] std::optional<Head> head(Text name) const;

    [[nodiscard]] bool get(ViewNumber view, Text key, std::string& value) const;

    // Visits the rows whose keys begin with `prefix`, from the first key not before `from` on,
    // until `visit` returns false.
    using Visit = std::function<bool(Text key, Text value)>;
    void scan(ViewNumber view, Text prefix, Text from, const Visit& visit) const;

private:
    friend class Walk;

    const ViewStore& store_;
    const rocksdb::Snapshot* snapshot_ = nullptr;  // a follower stands still by itself
};

}  // namespace leadline::projections
