// See chains.hpp: opening, making and closing. Reading is in chains_read.cpp.
#include "connectors/embedded/chains.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "engine/rocks/rocks.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {

using engine::BytesView;
using engine::LogId;
using engine::Partition;
using engine::Result;
using events::fail;
using events::Failure;

namespace {

constexpr const char* identity_key = "log";  // value: log id (16 bytes), partitions u32
constexpr int looks_max = 20;
constexpr std::size_t identity_bytes = sizeof(LogId) + 4;

tl::unexpected<events::Error> failed(const rocksdb::Status& status,
                                     const std::filesystem::path& folder) {
    return tl::unexpected(to_error(status, folder));
}

tl::unexpected<events::Error> never_finished(const std::filesystem::path& folder) {
    return fail(Failure::not_found,
                fmt::format("the log in {} was never finished", folder.string()));
}

}  // namespace

Result<std::unique_ptr<Chains>> Chains::open(const std::filesystem::path& folder, Access access,
                                             rocksdb::Env* env, LogCompression compression) {
    std::unique_ptr<Chains> chains(new Chains(folder));
    TRY(chains->open_database(access, env, compression));
    TRY(chains->read_identity());
    return chains;
}

Result<void> Chains::open_database(Access access, rocksdb::Env* env, LogCompression compression) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder_ / "CURRENT", ignored)) {
        return fail(Failure::not_found, fmt::format("there is no log in {}", folder_.string()));
    }
    const rocksdb::DBOptions options = log_db_options(access, env);
    std::vector<std::string> names;
    auto status = rocksdb::DB::ListColumnFamilies(options, folder_.string(), &names);
    if (!status.ok()) return failed(status, folder_);
    // RocksDB makes the families one after the other, and a kill may come between.
    if (names.size() <= dead_letter_family) return never_finished(folder_);
    const auto families = log_families(
        static_cast<std::uint32_t>(names.size() - std::min(names.size(), first_partition_family)),
        compression);
    rocksdb::DB* opened = nullptr;
    if (access == Access::write || access == Access::write_what_is_left) {
        status = rocksdb::DB::Open(options, folder_.string(), families, &families_, &opened);
    } else if (access == Access::follow) {
        std::string scratch = (std::filesystem::temp_directory_path() / "leadline-XXXXXX").string();
        if (::mkdtemp(scratch.data()) == nullptr) {
            return fail(Failure::io,
                        fmt::format("no temporary folder can be made: {}", std::strerror(errno)));
        }
        scratch_ = scratch;
        status = rocksdb::DB::OpenAsSecondary(options, folder_.string(), scratch, families,
                                              &families_, &opened);
    } else {
        status =
            rocksdb::DB::OpenForReadOnly(options, folder_.string(), families, &families_, &opened);
    }
    if (!status.ok()) return failed(status, folder_);
    database_.reset(opened);
    partitions_ = static_cast<std::uint32_t>(families_.size() - first_partition_family);
    return {};
}

Result<void> Chains::read_identity() {
    std::string identity;
    const auto status =
        database_->Get({}, families_[meta_family], rocksdb::Slice(identity_key), &identity);
    if (status.IsNotFound() && is_empty()) return never_finished(folder_);
    if (!status.ok() && !status.IsNotFound()) return failed(status, folder_);
    const BytesView bytes = events::as_bytes(identity);
    if (bytes.size() != identity_bytes ||
        events::load<std::uint32_t>(bytes.data() + sizeof(LogId)) != partitions_) {
        return fail(Failure::corrupt,
                    fmt::format("{} does not say which log it is", folder_.string()));
    }
    std::memcpy(id_.data(), bytes.data(), id_.size());
    return {};
}

bool Chains::is_empty() const {
    return std::all_of(families_.begin(), families_.end(), [this](auto* handle) {
        const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}, handle));
        at->SeekToFirst();
        return !at->Valid() && at->status().ok();
    });
}

Result<void> Chains::create(const std::filesystem::path& folder, const LogId& id,
                            std::uint32_t partitions, rocksdb::Env* env) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(Failure::io,
                    fmt::format("{} cannot be made: {}", folder.string(), error.message()));
    }
    rocksdb::DBOptions options = log_db_options(Access::write, env);
    // What a making that was cut short has left has no block, and maybe other families.
    std::vector<std::string> names;
    if (rocksdb::DB::ListColumnFamilies(options, folder.string(), &names).ok()) {
        std::vector<rocksdb::ColumnFamilyDescriptor> left;
        for (const std::string& name : names) left.emplace_back(name, log_family_options());
        const auto gone =
            rocksdb::DestroyDB(folder.string(), {options, log_family_options()}, left);
        if (!gone.ok()) return failed(gone, folder);
    }
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    Chains chains(folder);
    rocksdb::DB* opened = nullptr;
    auto status = rocksdb::DB::Open(options, folder.string(), log_families(partitions),
                                    &chains.families_, &opened);
    if (!status.ok()) return failed(status, folder);
    chains.database_.reset(opened);
    std::array<std::byte, identity_bytes> identity;
    std::memcpy(identity.data(), id.data(), id.size());
    events::store(identity.data() + id.size(), partitions);
    rocksdb::WriteOptions synced;
    synced.sync = true;
    status = opened->Put(synced, chains.families_[meta_family], rocksdb::Slice(identity_key),
                         as_slice(identity));
    if (!status.ok()) return failed(status, folder);
    return {};
}

Chains::~Chains() {
    for (rocksdb::ColumnFamilyHandle* handle : families_) {
        if (database_) database_->DestroyColumnFamilyHandle(handle);
    }
    database_.reset();
    std::error_code ignored;
    if (!scratch_.empty()) std::filesystem::remove_all(scratch_, ignored);
}

rocksdb::ColumnFamilyHandle* Chains::family(Partition partition) const {
    ENSURE(partition.number < partitions_);
    return families_[first_partition_family + partition.number];
}

Result<void> Chains::catch_up() {
    for (int look = 0; look < looks_max; ++look) {
        const auto status = engine::catch_up_with_primary(*database_);
        if (!status.ok()) return failed(status, folder_);
        if (!has_hole()) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return {};  // then the log itself has it, and whoever reads there says so
}

// Between the last block in a table and the first in memory: see catch_up_with_primary(). Another
// hole is no doing of a follower.
bool Chains::has_hole() const {
    std::vector<rocksdb::LiveFileMetaData> tables;
    database_->GetLiveFilesMetaData(&tables);
    for (Partition partition; partition.number < partitions_; ++partition.number) {
        rocksdb::ColumnFamilyHandle* const of = family(partition);
        std::uint64_t in_tables = 0;
        for (const auto& table : tables)
            if (table.column_family_name == of->GetName())
                in_tables = std::max(in_tables, block_number(table.largestkey));
        const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}, of));
        at->SeekToLast();
        if (!at->Valid() || block_number(at->key()) <= in_tables) continue;
        if (!get(partition, in_tables + 1)) return true;
    }
    return false;
}

}  // namespace leadline::connectors
