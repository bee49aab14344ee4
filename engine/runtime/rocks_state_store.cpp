// See rocks_state_store.hpp.
#include "engine/runtime/rocks_state_store.hpp"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/core/state/place_key.hpp"
#include "engine/core/state/state_codec.hpp"
#include "engine/rocks/rocks.hpp"
#include "engine/runtime/rocks_state_options.hpp"

namespace leadline::engine {

using events::as_bytes;
using events::Error;
using events::Failure;
using events::load;
using events::store;
using events::Text;

namespace {

// State's own keys begin with a table's number, which is never 0.
constexpr char position_key[] = {0};
// How things lie here, and the canonical bytes of entries: of another one nothing is read.
constexpr std::uint32_t layout_version = 3;
constexpr std::uint32_t store_version = layout_version << 16U | state_version;

constexpr std::string_view damaged_name = "DAMAGED";  // a file beside RocksDB's
// Each is read and written whole when it grows: 88 MB at this size.
constexpr std::size_t segment_records = 2'000'000;
constexpr std::size_t position_bytes = 4 + 16 + 4 + 8 + 8 + 8 + 32 + 16;

rocksdb::Slice slice(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView bytes_of(const rocksdb::Slice& slice) { return as_bytes({slice.data(), slice.size()}); }

// store_version, log id, partition, position, time, block, block hash, state hash.
Bytes encode(const StatePosition& at) {
    Bytes out(position_bytes);
    std::byte* to = out.data();
    store(to, store_version);
    std::memcpy(to + 4, at.log.data(), at.log.size());
    store(to + 20, at.partition.number);
    store(to + 24, at.position.number);
    store(to + 32, at.time.us);
    store(to + 40, at.block);
    std::memcpy(to + 48, at.block_hash.data(), at.block_hash.size());
    std::memcpy(to + 80, &at.state_hash, sizeof at.state_hash);
    return out;
}

std::optional<StatePosition> decode(BytesView bytes) {
    if (bytes.size() != position_bytes || load<std::uint32_t>(bytes.data()) != store_version)
        return std::nullopt;
    StatePosition at;
    const std::byte* from = bytes.data();
    std::memcpy(at.log.data(), from + 4, at.log.size());
    at.partition.number = load<std::uint32_t>(from + 20);
    at.position.number = load<std::uint64_t>(from + 24);
    at.time.us = load<std::int64_t>(from + 32);
    at.block = load<std::uint64_t>(from + 40);
    std::memcpy(at.block_hash.data(), from + 48, at.block_hash.size());
    std::memcpy(&at.state_hash, from + 80, sizeof at.state_hash);
    return at;
}

std::string why_of(const rocksdb::Status& status) {
    return status.IsNoSpace() ? "the disk is full" : status.ToString();
}

Error io_error(std::string_view what, const rocksdb::Status& status) {
    return {Failure::io, "state: " + std::string(what) + ": " + why_of(status)};
}

// What will pass says nothing about the state: nobody moves a good one aside because the disk is
// full. Whatever else keeps it from being read is damage, and it is made anew from the log.
Error read_error(const rocksdb::Status& status) {
    const std::string text = status.ToString();
    bool passes = status.IsNoSpace() || status.IsMemoryLimit() || status.IsBusy() ||
                  status.IsTryAgain() || status.IsTimedOut();
    passes = passes || text.find("lock hold by current process") != std::string::npos;
    for (const int error : {ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM, EACCES, EPERM, EROFS})
        passes = passes || text.find(std::strerror(error)) != std::string::npos;
    return {passes ? Failure::io : Failure::corrupt, "state: " + why_of(status)};
}

}  // namespace

RocksStateStore::RocksStateStore(std::filesystem::path folder)
    : folder_(std::move(folder)), options_(rocks_state_options()), segments_(segment_records) {}

std::unique_ptr<RocksStateStore> RocksStateStore::open(std::filesystem::path folder) {
    std::unique_ptr<RocksStateStore> made(new RocksStateStore(std::move(folder)));
    if (!std::filesystem::exists(made->folder_ / "CURRENT")) return made;
    auto opened = made->open_database(false);
    if (opened && std::filesystem::exists(made->folder_ / damaged_name))
        opened = events::fail(Failure::corrupt, "state: damage was found when it was read");
    if (!opened) made->open_error_ = opened.error();
    return made;
}

RocksStateStore::~RocksStateStore() = default;

Result<void> RocksStateStore::open_database(bool create) {
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    rocksdb::DB* raw = nullptr;
    rocksdb::Options opening = options_;
    opening.create_if_missing = create;
    // A start reads, and would share the disk and two cores with merges (a start of 21,000 events
    // on 50 M: 0.42 s in place of 0.58).
    opening.disable_auto_compactions = !has_upkeep_;
    const rocksdb::Status status = rocksdb::DB::Open(opening, folder_.string(), &raw);
    if (!status.ok()) return tl::unexpected(read_error(status));
    db_.reset(raw);
    readable_ = raw;
    return {};
}

// A recovery that writes checkpoints is a long one, and has it from its first on. What a full disk
// refuses is tried again with the next.
void RocksStateStore::begin_upkeep() {
    if (has_upkeep_) return;
    has_upkeep_ = db_ == nullptr || db_->EnableAutoCompaction({db_->DefaultColumnFamily()}).ok();
}

Result<std::optional<StatePosition>> RocksStateStore::position() const {
    if (open_error_) return tl::unexpected(*open_error_);
    std::optional<StatePosition> at;
    if (db_ == nullptr) return at;
    std::string value;
    const rocksdb::Status status = db_->Get({}, {position_key, 1}, &value);
    if (status.ok()) {
        at = decode(as_bytes(value));
        if (!at) return events::fail(Failure::corrupt, "state: of another version");
    }
    // Made, but its first checkpoint was cut off: by a kill, or by a full disk.
    if (status.IsNotFound() && is_empty()) return at;
    if (!at) return events::fail(Failure::corrupt, "state: it has no position");
    return at;
}

StoreMemory RocksStateStore::memory() const {
    StoreMemory memory;
    memory.identity_filters = segments_.filter_bytes();
    std::uint64_t tables = 0;
    rocksdb::DB* db = readable_;
    if (db != nullptr && db->GetIntProperty("rocksdb.estimate-table-readers-mem", &tables))
        memory.tables = tables;
    return memory;
}

bool RocksStateStore::is_empty() const {
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator({}));
    it->SeekToFirst();
    return !it->Valid() && it->status().ok();
}

Result<void> RocksStateStore::load(State& state) {
    const auto at = position();
    if (!at) return tl::unexpected(at.error());
    if (!*at) return events::fail(Failure::not_found, "state: there is no checkpoint");
    TRY(segments_.load(*db_));
    TRY(load_entries(state));
    return state.finish_load({(*at)->position, (*at)->time, (*at)->state_hash});
}

// What must be in memory comes before all else, in the order in which it must be loaded.
Result<void> RocksStateStore::load_entries(State& state) {
    Result<void> loaded;
    const std::string first(1, static_cast<char>(TableKind::program));
    const auto take = [&](Text key, BytesView value) {
        if (!is_resident(static_cast<TableKind>(key.front()))) return false;
        loaded = state.load(as_bytes(key), value);
        return loaded.has_value();
    };
    TRY(scan({}, first, take));
    return loaded;
}

Result<Hash128> RocksStateStore::hash_of_entries() const {
    Hash128 sum = 0;
    const std::string first(1, static_cast<char>(TableKind::program));
    const auto add = [&sum](Text key, BytesView value) {
        if (static_cast<TableKind>(key.front()) >= TableKind::queue_place) return false;
        sum += entry_hash(key, value);
        return true;
    };
    TRY(walk({}, first, add));
    return sum;
}

Result<void> RocksStateStore::for_each_command(const IdentitySegments::VisitRecord& visit) {
    if (db_ == nullptr) return {};
    TRY(segments_.load(*db_));
    const rocksdb::Status status = segments_.scan(*db_, visit);
    if (status.IsNotFound())
        return events::fail(Failure::not_found, "the command whose first event is at position " +
                                                    std::string(status.getState()) +
                                                    ": stored, and its filter does not know it");
    if (!status.ok()) return tl::unexpected(read_error(status));
    return {};
}

Result<void> RocksStateStore::read(std::span<const Text> keys, const VisitValue& visit) const {
    rocksdb::DB* db = readable_;
    if (db == nullptr) {
        for (std::size_t i = 0; i < keys.size(); ++i) visit(i, {});
        return {};
    }
    const rocksdb::Status status = reads_.read(*db, keys, visit);
    if (!status.ok()) return tl::unexpected(mark_damaged(status));
    return {};
}

Result<void> RocksStateStore::decided(std::span<const CommandIdentity> identities,
                                      const VisitDecided& visit) const {
    rocksdb::DB* db = readable_;
    if (db == nullptr) return {};
    const rocksdb::Status status = segments_.find(*db, identities, visit);
    if (!status.ok()) return tl::unexpected(mark_damaged(status));
    return {};
}

Result<void> RocksStateStore::scan(Text prefix, Text from, const VisitEntry& visit) const {
    auto walked = walk(prefix, from, visit);
    if (walked || walked.error().failure != Failure::corrupt) return walked;
    return tl::unexpected(mark_damaged(rocksdb::Status::Corruption(walked.error().message)));
}

Error RocksStateStore::mark_damaged(const rocksdb::Status& status) const {
    if (!status.IsCorruption()) return read_error(status);
    std::ofstream(folder_ / damaged_name) << status.ToString() << '\n';
    return {Failure::passing, "state is damaged: " + status.ToString() +
                                  "; the next start makes it again from the log"};
}

Result<void> RocksStateStore::walk(Text prefix, Text from, const VisitEntry& visit) const {
    rocksdb::DB* db = readable_;
    if (db == nullptr) return {};
    const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator({}));
    for (it->Seek({from.data(), from.size()}); it->Valid(); it->Next()) {
        const Text key(it->key().data(), it->key().size());
        if (!key.starts_with(prefix) || !visit(key, bytes_of(it->value()))) break;
    }
    if (!it->status().ok()) return tl::unexpected(read_error(it->status()));
    return {};
}

Result<void> RocksStateStore::write(Checkpoint& checkpoint) {
    checkpoint.sort();
    begin_upkeep();
    if (db_ == nullptr) TRY(open_database(true));
    const std::string path = (folder_ / "checkpoint.sst").string();
    // Whoever was killed while RocksDB took the last one in may have left this name on a file that
    // is RocksDB's now: writing to it would write into that table.
    std::error_code error;
    std::filesystem::remove(path, error);
    if (error) return events::fail(Failure::io, "state: " + path + ": " + error.message());
    TRY(make_file(checkpoint, path));
    rocksdb::IngestExternalFileOptions ingesting;
    ingesting.move_files = true;
    const rocksdb::Status status =
        segments_.publish([&] { return db_->IngestExternalFile({path}, ingesting); });
    if (!status.ok()) return tl::unexpected(io_error("a checkpoint cannot be written", status));
    return {};
}

Result<void> RocksStateStore::make_file(Checkpoint& checkpoint, const std::string& path) {
    // What has just changed is what is read next: the system's cache keeps it.
    constexpr bool forget_pages = false;
    rocksdb::SstFileWriter file(rocksdb::EnvOptions(options_), options_, nullptr, forget_pages);
    rocksdb::Status status = file.Open(path);
    const auto put = [&](const rocksdb::Slice& key, const rocksdb::Slice& value) {
        if (status.ok()) status = file.Put(key, value);
    };
    put({position_key, 1}, slice(encode(checkpoint.at)));
    if (status.ok()) status = segments_.add(file, *db_, checkpoint.noted, checkpoint.at.time);
    for (const Checkpoint::Change& change : checkpoint.changes) {
        const BytesView value = checkpoint.value(change);
        if (!status.ok()) break;
        status = value.empty() ? file.Delete(slice(checkpoint.key(change)))
                               : file.Put(slice(checkpoint.key(change)), slice(value));
    }
    if (status.ok()) status = file.Finish();
    if (!status.ok()) return tl::unexpected(io_error("a checkpoint cannot be written", status));
    return {};
}

Result<void> RocksStateStore::set_aside() {
    readable_ = nullptr;
    segments_.clear();
    db_.reset();
    open_error_.reset();
    std::error_code error;
    if (!std::filesystem::exists(folder_)) return {};
    const std::filesystem::path aside = folder_.string() + ".damaged";
    std::filesystem::remove_all(aside, error);
    std::filesystem::rename(folder_, aside, error);
    if (error)
        return events::fail(Failure::io, "state: " + folder_.string() + ": " + error.message());
    return {};
}

}  // namespace leadline::engine
