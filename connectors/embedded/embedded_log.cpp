// See embedded_log.hpp.
#include "connectors/embedded/embedded_log.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <utility>

#include "connectors/embedded/health.hpp"
#include "engine/log/block.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {

using engine::Bytes;
using engine::LogEnd;
using engine::LogId;
using engine::Partition;
using engine::Position;
using engine::Result;
using events::fail;
using events::Failure;

namespace {

LogId random_id() {
    LogId id;
    ENSURE(RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size())) ==
           1);
    return id;
}

// A missing database beside a file `acked` is no new log: somebody has lost one. It may have had
// more partitions than are asked for now, so every such file is looked at.
Result<void> make(const std::filesystem::path& folder, const EmbeddedOptions& options) {
    for (const Partition partition : acked_partitions(folder)) {
        const auto acked = read_acked(folder, partition);
        if (acked && acked->block != 0 && !options.accept_loss)
            return fail(
                Failure::loss,
                fmt::format("partition {}: the log in {} is gone: the first missing position is "
                            "1, the last acknowledged one {}",
                            partition.number, folder.string(), acked->last_position.number));
    }
    // What the new log would never write to, says nothing of it.
    for (const Partition partition : acked_partitions(folder)) {
        std::error_code ignored;
        if (partition.number >= options.partitions)
            std::filesystem::remove(acked_path(folder, partition), ignored);
    }
    return Chains::create(folder, options.id.value_or(random_id()), options.partitions,
                          options.env);
}

// Opening for writing replays, flushes and deletes the write-ahead log, and with it all evidence.
// Therefore what is there is looked at first, by an instance that touches nothing.
Result<void> look_before_opening(const std::filesystem::path& folder,
                                 const EmbeddedOptions& options) {
    const auto chains = Chains::open(folder, Access::at_rest, options.env);
    if (!chains && chains.error().failure == Failure::not_found) return make(folder, options);
    if (options.accept_loss) return {};
    if (!chains) return tl::unexpected(diagnose(folder, chains.error(), options.env));
    return compare_all(**chains, folder);
}

}  // namespace

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::open(const std::filesystem::path& folder,
                                                       const EmbeddedOptions& options) {
    ENSURE(options.partitions > 0);
    TRY(look_before_opening(folder, options));
    const Access access = options.accept_loss ? Access::write_what_is_left : Access::write;
    auto chains = Chains::open(folder, access, options.env, options.compression);
    if (!chains) return tl::unexpected(std::move(chains).error());
    std::unique_ptr<EmbeddedLog> log(new EmbeddedLog(*std::move(chains), options.is_copy));
    TRY(log->open_tails(options.is_copy));
    return log;
}

Result<void> EmbeddedLog::open_tails(bool is_copy) {
    tails_.reserve(partitions());
    for (Partition partition; partition.number < partitions(); ++partition.number) {
        const auto end = chains_->last(partition);
        if (!end) return tl::unexpected(end.error());
        if (is_copy) {
            tails_.push_back({{}, *end, false});
            continue;
        }
        auto acked = AckedFile::open(chains_->folder(), partition);
        if (!acked) return tl::unexpected(std::move(acked).error());
        // RocksDB has flushed what it replayed: all of it is durable now.
        TRY(acked->write({end->block, end->last_position, end->hash}));
        tails_.push_back({*std::move(acked), *end, false});
    }
    return {};
}

LogEnd EmbeddedLog::end_of(Partition partition) const {
    ENSURE(partition.number < tails_.size());
    const std::scoped_lock lock(mutex_);
    return tails_[partition.number].end;
}

Result<LogEnd> EmbeddedLog::end(Partition partition) const { return end_of(partition); }

Result<Bytes> EmbeddedLog::read(Partition partition, std::uint64_t block) const {
    return chains_->read(partition, block);
}

Result<void> EmbeddedLog::scan(Partition partition, std::uint64_t first, const Visit& visit) const {
    return chains_->scan(partition, {first, end_of(partition).block}, visit);
}

Result<std::uint64_t> EmbeddedLog::block_of(Partition partition, Position position) const {
    return chains_->block_of(partition, position, end_of(partition));
}

Result<void> EmbeddedLog::dead_letters(const VisitDeadLetter& visit) const {
    return chains_->dead_letters(visit);
}

Result<void> EmbeddedLog::append(const engine::EpochWrite& epoch) {
    ENSURE(epoch.partition.number < tails_.size());
    Tail& tail = tails_[epoch.partition.number];
    if (std::exchange(tail.has_failed, tail.has_failed || refuses_)) {
        return fail(Failure::io, "the log refuses appends after an error: open it anew");
    }
    // Who learns of another partition's error learns why.
    if (tail.has_failed) return first_error();
    ENSURE(engine::continues(tail.end, epoch));
    auto written = write(epoch, tail);
    const std::scoped_lock lock(mutex_);
    if (written) {
        tail.end = epoch.end;
        return {};
    }
    tail.has_failed = true;
    if (!error_) error_ = written.error();
    refuses_ = true;
    return written;
}

Result<void> EmbeddedLog::first_error() const {
    const std::scoped_lock lock(mutex_);
    return tl::unexpected(*error_);
}

Result<void> EmbeddedLog::write(const engine::EpochWrite& epoch, Tail& tail) {
    const auto status = commits_.write(epoch.partition, [&](rocksdb::WriteBatch& batch) {
        std::uint64_t block = tail.end.block;
        for (const Bytes& bytes : epoch.blocks) {
            const BlockKey key = block_key(++block);
            batch.Put(chains_->family(epoch.partition), as_slice(key), as_slice(bytes));
        }
        for (const engine::DeadLetter& letter : epoch.dead_letters)
            batch.Put(chains_->dead_letter_handle(), letter.key, letter.value);
    });
    if (!status.ok()) return tl::unexpected(to_error(status, chains_->folder()));
    if (!tail.acked) return {};
    return tail.acked->write({epoch.end.block, epoch.end.last_position, epoch.end.hash});
}

}  // namespace leadline::connectors
