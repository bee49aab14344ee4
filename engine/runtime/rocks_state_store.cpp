// See rocks_state_store.hpp.
#include "engine/runtime/rocks_state_store.hpp"

#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>

#include <algorithm>

#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

using events::as_bytes;
using events::Error;
using events::Failure;
using events::load;
using events::store;

namespace {

// State's own keys begin with a table's number, which is never 0.
constexpr char position_key[] = {0};
constexpr std::string_view segment_prefix("\0\1", 2);
constexpr std::size_t position_bytes = 4 + 16 + 4 + 8 + 8 + 8 + 32 + 16;

rocksdb::Slice slice(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView bytes_of(const rocksdb::Slice& slice) { return as_bytes({slice.data(), slice.size()}); }

std::string segment_key(std::uint64_t number) {
    std::string key(segment_prefix);
    for (int shift = 56; shift >= 0; shift -= 8)
        key.push_back(static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU));
    return key;
}

// version, log id, partition, position, time, block, block hash, state hash.
Bytes encode(const StatePosition& at) {
    Bytes out(position_bytes);
    std::byte* to = out.data();
    store(to, state_version);
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
    if (bytes.size() != position_bytes || load<std::uint32_t>(bytes.data()) != state_version)
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

// On a disk that is full RocksDB 7.8 aborts the process when it writes to its own info log a second
// time, so there is none; its failures are told as ours.
class SilentLogger final : public rocksdb::Logger {
public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

rocksdb::Options options(bool create) {
    rocksdb::Options made;
    made.create_if_missing = create;
    made.max_background_jobs = 2;
    made.max_open_files = 256;
    made.compression = rocksdb::kNoCompression;
    made.paranoid_checks = true;
    made.info_log = std::make_shared<SilentLogger>();
    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 32U << 10U;
    table.no_block_cache = true;  // read once, when state is loaded
    made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return made;
}

Error io_error(std::string_view what, const rocksdb::Status& status) {
    const std::string why = status.IsNoSpace() ? "the disk is full" : status.ToString();
    return {Failure::io, "state: " + std::string(what) + ": " + why};
}

}  // namespace

std::unique_ptr<RocksStateStore> RocksStateStore::open(std::filesystem::path folder) {
    std::unique_ptr<RocksStateStore> made(new RocksStateStore(std::move(folder)));
    if (!std::filesystem::exists(made->folder_ / "CURRENT")) return made;
    if (auto opened = made->open_database(false); !opened) {
        made->open_error_ = opened.error();
        made->is_damaged_ = true;
    }
    return made;
}

RocksStateStore::~RocksStateStore() = default;

Result<void> RocksStateStore::open_database(bool create) {
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    rocksdb::DB* raw = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options(create), folder_.string(), &raw);
    if (!status.ok()) return tl::unexpected(io_error("cannot be opened", status));
    db_.reset(raw);
    return {};
}

Result<std::optional<StatePosition>> RocksStateStore::position() const {
    if (is_damaged_) return events::fail(Failure::corrupt, open_error_.message);
    std::optional<StatePosition> at;
    if (db_ == nullptr) return at;
    std::string value;
    const rocksdb::Status status = db_->Get({}, {position_key, 1}, &value);
    if (status.ok()) at = decode(as_bytes(value));
    // Made, but its first checkpoint was cut off: by a kill, or by a full disk.
    if (status.IsNotFound() && is_empty()) return at;
    if (!at) return events::fail(Failure::corrupt, "state: it has no position");
    return at;
}

bool RocksStateStore::is_empty() const {
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator({}));
    it->SeekToFirst();
    return !it->Valid() && it->status().ok();
}

Result<std::optional<StatePosition>> RocksStateStore::load(State& state) {
    if (is_damaged_) return events::fail(Failure::corrupt, open_error_.message);
    std::optional<StatePosition> at;
    if (db_ == nullptr) return at;
    TRY(load_entries(state, at));
    if (!at) return at;
    TRY(state.finish_load());
    if (state.hash() != at->state_hash)
        return events::fail(Failure::corrupt, "state: its hash is not the one it was written with");
    state.position = at->position;
    state.time = at->time;
    return at;
}

// One scan: the position's key comes first, then the segments, then state's keys in order.
Result<void> RocksStateStore::load_entries(State& state, std::optional<StatePosition>& at) {
    rocksdb::ReadOptions reading;
    reading.readahead_size = 4U << 20U;
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(reading));
    segments_.clear();
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const rocksdb::Slice key = it->key();
        if (key.size() == 1 && key[0] == position_key[0]) {
            at = decode(bytes_of(it->value()));
            if (!at) return events::fail(Failure::corrupt, "state: of another version");
        } else if (!at) {
            return events::fail(Failure::corrupt, "state: it has no position");
        } else if (key.starts_with({segment_prefix.data(), segment_prefix.size()})) {
            std::uint64_t number = 0;
            for (std::size_t i = segment_prefix.size(); i < key.size(); ++i)
                number = (number << 8U) | static_cast<unsigned char>(key[i]);
            if (!state.dedup.load_segment(bytes_of(it->value()), at->time))
                return events::fail(Failure::corrupt, "state: a segment cannot be read");
            segments_.push_back({number, segment_end(bytes_of(it->value()))});
            next_segment_ = number + 1;
        } else {
            TRY(state.load(bytes_of(key), bytes_of(it->value())));
        }
    }
    if (!it->status().ok())
        return events::fail(Failure::corrupt, "state: " + it->status().ToString());
    return {};
}

Result<void> RocksStateStore::write(Checkpoint& checkpoint) {
    checkpoint.sort();
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
    const rocksdb::Status status = db_->IngestExternalFile({path}, ingesting);
    if (!status.ok()) return tl::unexpected(io_error("a checkpoint cannot be written", status));
    return {};
}

Result<void> RocksStateStore::make_file(Checkpoint& checkpoint, const std::string& path) {
    rocksdb::SstFileWriter file(rocksdb::EnvOptions(), options(true));
    rocksdb::Status status = file.Open(path);
    const auto put = [&](const rocksdb::Slice& key, const rocksdb::Slice& value) {
        if (status.ok()) status = file.Put(key, value);
    };
    put({position_key, 1}, slice(encode(checkpoint.at)));
    // Segments whose windows are over go, oldest first; keys ascend by number.
    while (!segments_.empty() && segments_.front().end <= checkpoint.at.time) {
        if (status.ok()) status = file.Delete(segment_key(segments_.front().number));
        segments_.pop_front();
    }
    if (const Bytes segment = dedup_segment(checkpoint.noted); !segment.empty()) {
        put(segment_key(next_segment_), slice(segment));
        segments_.push_back({next_segment_++, segment_end(segment)});
    }
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
    db_.reset();
    is_damaged_ = false;
    segments_.clear();
    next_segment_ = 1;
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
