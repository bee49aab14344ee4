// See view_store.hpp. Large flushes are written as a sorted table file and ingested: no memtable
// and no write-ahead log is in their way (measured in bench/views.cpp). Small ones, a quiet
// system's, go through the log, so that they do not leave a file each.
#include "projections/view_store.hpp"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <stdlib.h>

#include <algorithm>

#include "engine/rocks/rocks.hpp"
#include "events/base/ensure.hpp"
#include "projections/standing_codec.hpp"

namespace leadline::projections {

using events::Error;
using events::fail;
using events::Failure;

namespace {

// Opening replays the write-ahead log, a follower's too: at most two memtables of it (DESIGN D7).
constexpr std::size_t memtable_bytes = 4U << 20U;
constexpr int memtables_max = 2;
// Runs are merged so many at a time: each row is rewritten log8(flushes) times.
constexpr int runs_before_merge = 8;
// Files come and go while a follower opens beside a busy writer; another look finds the new ones.
constexpr int attempts_max = 5;

rocksdb::Slice slice(Text text) { return {text.data(), text.size()}; }

bool is_damage(const rocksdb::Status& status) {
    const bool is_missing =
        status.IsIOError() && status.subcode() == rocksdb::Status::SubCode::kPathNotFound;
    return status.IsCorruption() || status.IsNotFound() || is_missing;
}

Error to_error(const rocksdb::Status& status, const std::filesystem::path& folder) {
    if (!status.IsCorruption()) return engine::to_error(status, folder);
    return {Failure::corrupt,
            fmt::format("the views in {} are damaged: {}", folder.string(), status.ToString())};
}

rocksdb::Options database_options(const ViewStoreOptions& chosen, ViewAccess access) {
    rocksdb::Options options;
    if (chosen.env != nullptr) options.env = chosen.env;
    options.create_if_missing = access == ViewAccess::write;
    options.write_buffer_size = memtable_bytes;
    options.max_write_buffer_number = memtables_max;
    options.compaction_style = rocksdb::kCompactionStyleUniversal;
    options.level0_file_num_compaction_trigger = runs_before_merge;
    options.compression = rocksdb::kNoCompression;
    options.max_background_jobs = 2;
    // Little by little, so that the log's syncs do not wait for a whole file of views that are made
    // again (p99 beside them, against without: 0.9x in place of 1.6x).
    options.bytes_per_sync = 512U << 10U;
    // A follower needs every file open, since the writer may delete one.
    options.max_open_files = access == ViewAccess::follow ? -1 : 512;
    options.skip_stats_update_on_db_open = true;
    options.stats_dump_period_sec = 0;
    options.stats_persist_period_sec = 0;
    options.info_log = engine::no_info_log();
    options.max_bgerror_resume_count = 0;
    options.listeners.push_back(engine::no_recovery());
    rocksdb::BlockBasedTableOptions table;
    table.block_size = 16U << 10U;
    table.checksum = rocksdb::kXXH3;
    table.format_version = 5;
    table.block_cache = rocksdb::NewLRUCache(chosen.cache_bytes, 2);
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

// Puts the view's number before its keys, and holds views to their promise that keys ascend.
class NumberedWriter : public KeyWriter {
public:
    void begin(ViewNumber view) {
        key_.clear();
        key_ += static_cast<char>(view >> 8U);
        key_ += static_cast<char>(view & 0xFFU);
        last_.clear();
    }
    void put(Text key, Text value) override {
        next(key);
        if (status_.ok()) status_ = write(slice(key_), slice(value));
    }
    void erase(Text key) override {
        next(key);
        if (status_.ok()) status_ = remove(slice(key_));
    }
    [[nodiscard]] const rocksdb::Status& status() const { return status_; }

protected:
    virtual rocksdb::Status write(const rocksdb::Slice& key, const rocksdb::Slice& value) = 0;
    virtual rocksdb::Status remove(const rocksdb::Slice& key) = 0;

private:
    void next(Text key) {
        key_.resize(sizeof(ViewNumber));
        key_ += key;
        ENSURE(last_ < key_);
        last_ = key_;
    }

    std::string key_;
    std::string last_;
    rocksdb::Status status_;
};

class FileWriter final : public NumberedWriter {
public:
    FileWriter(const rocksdb::Options& options, const std::string& file)
        : writer_(rocksdb::EnvOptions(options), options), opened_(writer_.Open(file)) {}
    rocksdb::Status finish() {
        if (!opened_.ok()) return opened_;
        return status().ok() ? writer_.Finish() : status();
    }

protected:
    rocksdb::Status write(const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        return opened_.ok() ? writer_.Put(key, value) : opened_;
    }
    rocksdb::Status remove(const rocksdb::Slice& key) override {
        return opened_.ok() ? writer_.Delete(key) : opened_;
    }

private:
    rocksdb::SstFileWriter writer_;
    rocksdb::Status opened_;
};

class BatchWriter final : public NumberedWriter {
public:
    rocksdb::WriteBatch batch;

protected:
    rocksdb::Status write(const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        return batch.Put(key, value);
    }
    rocksdb::Status remove(const rocksdb::Slice& key) override { return batch.Delete(key); }
};

// The heads stand under number 0, by name; then the rows of each view, by number.
void write_all(std::vector<const ViewFlush*> views, NumberedWriter& to) {
    std::sort(views.begin(), views.end(),
              [](const ViewFlush* a, const ViewFlush* b) { return a->name < b->name; });
    to.begin(0);
    for (const ViewFlush* view : views)
        to.put(view->name, encode({view->number, view->standing, std::string(view->stopped)}));
    std::sort(views.begin(), views.end(),
              [](const ViewFlush* a, const ViewFlush* b) { return a->number < b->number; });
    for (const ViewFlush* view : views) {
        to.begin(view->number);
        view->write(to);
    }
}

std::vector<const ViewFlush*> pointers(std::span<const ViewFlush> views) {
    std::vector<const ViewFlush*> all;
    for (const ViewFlush& view : views) all.push_back(&view);
    return all;
}

}  // namespace

ViewStore::ViewStore(std::filesystem::path folder, ViewAccess access,
                     const ViewStoreOptions& options)
    : folder_(std::move(folder)), access_(access), options_(options) {}

ViewStore::~ViewStore() {
    db_.reset();
    std::error_code ignored;
    if (!scratch_.empty()) std::filesystem::remove_all(scratch_, ignored);
}

Result<std::unique_ptr<ViewStore>> ViewStore::open(const std::filesystem::path& folder,
                                                   ViewAccess access,
                                                   const ViewStoreOptions& options) {
    std::unique_ptr<ViewStore> store(new ViewStore(folder, access, options));
    TRY(access == ViewAccess::write ? store->open_database() : store->open_follower());
    return store;
}

Result<void> ViewStore::open_database() {
    if (std::string why = damage_marked(folder_); !why.empty()) return make_again(std::move(why));
    auto opened = open_files();
    if (opened) opened = load_numbers();
    if (opened || opened.error().failure != Failure::corrupt) return opened;
    return make_again(std::move(opened.error().message));
}

Result<void> ViewStore::open_files() {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return fail(Failure::io, fmt::format("{}: {}", folder_.string(), failed.message()));
    std::filesystem::remove_all(folder_ / "incoming", failed);  // of a flush that was cut short
    const rocksdb::Options options = database_options(options_, access_);
    rocksdb::DB* db = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, folder_.string(), &db);
    if (is_damage(status)) return fail(Failure::corrupt, to_error(status, folder_).message);
    if (!status.ok()) return tl::unexpected(to_error(status, folder_));
    db_.reset(db);
    std::filesystem::create_directories(folder_ / "incoming", failed);
    if (failed) return fail(Failure::io, fmt::format("{}: {}", folder_.string(), failed.message()));
    note_identity();
    failed_ = false;
    return {};
}

Result<void> ViewStore::open_follower() {
    if (!std::filesystem::exists(folder_ / "CURRENT"))
        return fail(Failure::not_found, fmt::format("{} holds no views yet", folder_.string()));
    std::string name = (std::filesystem::temp_directory_path() / "leadline-views-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        return fail(Failure::io, fmt::format("cannot make the folder {}", name));
    scratch_ = name;
    const rocksdb::Options options = database_options(options_, access_);
    rocksdb::Status status;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        rocksdb::DB* db = nullptr;
        status = rocksdb::DB::OpenAsSecondary(options, folder_.string(), name, &db);
        if (status.ok()) {
            db_.reset(db);
            return catch_up();
        }
    }
    return tl::unexpected(to_error(status, folder_));
}

Result<void> ViewStore::catch_up() {
    if (access_ != ViewAccess::follow) return {};
    rocksdb::Status status;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        status = engine::catch_up_with_primary(*db_);
        if (status.ok()) return load_numbers();
    }
    return tl::unexpected(to_error(status, folder_));
}

Result<void> ViewStore::load_numbers() {
    numbers_.clear();
    try {
        Moment(*this).scan(0, {}, {}, [this](Text name, Text value) {
            if (const auto head = decode_head(value)) numbers_.emplace_back(name, head->number);
            return true;
        });
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
    return {};
}

// What the failed write left in its files is whole or not there; and whoever writes again writes
// the same.
Result<void> ViewStore::open_again() {
    ENSURE(access_ == ViewAccess::write);
    db_.reset();
    return open_files();
}

Result<void> ViewStore::flush(std::vector<ViewFlush> views) {
    if (db_ == nullptr) return tl::unexpected(closed());
    std::size_t bytes = 0;
    for (const ViewFlush& view : views) bytes += view.bytes;
    auto done = bytes >= options_.ingest_bytes_min ? flush_by_file(views) : flush_by_batch(views);
    if (!done) failed_ = true;
    return done;
}

Result<void> ViewStore::flush_by_file(std::span<const ViewFlush> views) {
    const std::filesystem::path file = folder_ / "incoming" / fmt::format("{}.sst", ++files_);
    struct Remover {  // what was ingested is gone from there already
        const std::filesystem::path& file;
        ~Remover() {
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
        }
    } remover{file};
    FileWriter writer(db_->GetOptions(), file.string());
    write_all(pointers(views), writer);
    rocksdb::Status status = writer.finish();
    rocksdb::IngestExternalFileOptions ingest;
    ingest.move_files = true;
    ingest.write_global_seqno = false;
    if (status.ok()) status = db_->IngestExternalFile({file.string()}, ingest);
    if (!status.ok()) return tl::unexpected(to_error(status, folder_));
    return {};
}

Result<void> ViewStore::flush_by_batch(std::span<const ViewFlush> views) {
    BatchWriter writer;
    write_all(pointers(views), writer);
    rocksdb::Status status = writer.status();
    if (status.ok()) status = db_->Write({}, &writer.batch);
    if (!status.ok()) return tl::unexpected(to_error(status, folder_));
    return {};
}

Error ViewStore::closed() const {
    return {Failure::io,
            fmt::format("the views in {} could not be opened again", folder_.string())};
}

std::uint64_t ViewStore::unmerged_runs() const {
    std::uint64_t runs = 0;
    return db_ != nullptr && db_->GetIntProperty("rocksdb.num-files-at-level0", &runs) ? runs : 0;
}

}  // namespace leadline::projections
