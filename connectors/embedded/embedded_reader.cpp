// See embedded_reader.hpp.
#include "connectors/embedded/embedded_reader.hpp"

#include <fmt/format.h>

#include "connectors/embedded/health.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {

using engine::Bytes;
using engine::LogEnd;
using engine::Partition;
using engine::Position;
using engine::Result;
using events::fail;
using events::Failure;

namespace {

// Files come and go while a follower opens beside a busy engine; another look finds the new ones.
constexpr int attempts_max = 5;

std::vector<std::optional<Acked>> read_all_acked(const Chains& chains) {
    std::vector<std::optional<Acked>> all;
    for (Partition partition; partition.number < chains.partitions(); ++partition.number) {
        all.push_back(read_acked(chains.folder(), partition));
    }
    return all;
}

}  // namespace

Result<std::unique_ptr<EmbeddedReader>> EmbeddedReader::open(const std::filesystem::path& folder,
                                                             Beside beside, rocksdb::Env* env) {
    const Access access = beside == Beside::engine ? Access::follow : Access::at_rest;
    auto chains = Chains::open(folder, access, env);
    for (int attempt = 1; !chains && attempt < attempts_max; ++attempt) {
        if (beside == Beside::nobody || chains.error().failure != Failure::io) break;
        chains = Chains::open(folder, access, env);
    }
    if (!chains && chains.error().failure == Failure::not_found) {
        return tl::unexpected(std::move(chains).error());
    }
    if (!chains) return tl::unexpected(diagnose(folder, chains.error(), env));
    std::unique_ptr<EmbeddedReader> reader(new EmbeddedReader(*std::move(chains), beside));
    if (beside == Beside::engine) {
        TRY(reader->catch_up());
    } else {
        TRY(reader->find_ends(read_all_acked(*reader->chains_)));
    }
    return reader;
}

Result<void> EmbeddedReader::catch_up() {
    if (beside_ == Beside::nobody) return {};
    // In this order: what was acknowledged by now is in the log by the time that it has caught up.
    const auto acked = read_all_acked(*chains_);
    auto caught_up = chains_->catch_up();
    for (int attempt = 1; !caught_up && attempt < attempts_max; ++attempt) {
        caught_up = chains_->catch_up();
    }
    TRY(caught_up);
    return find_ends(acked);
}

Result<void> EmbeddedReader::find_ends(const std::vector<std::optional<Acked>>& acked) {
    std::vector<LogEnd> ends;
    for (Partition partition; partition.number < partitions(); ++partition.number) {
        auto end = chains_->last(partition);
        if (!end) return tl::unexpected(std::move(end).error());
        const auto& known = acked[partition.number];
        TRY(compare(*chains_, partition, *end, known));
        // What is beyond may not be synced yet: nothing is said before it is durable.
        if (beside_ == Beside::engine && known) end = chains_->end_at(partition, known->block);
        if (!end) return tl::unexpected(std::move(end).error());
        ends.push_back(*end);
    }
    ends_ = std::move(ends);
    return {};
}

Result<void> EmbeddedReader::check_tables() const { return connectors::check_tables(*chains_); }

const LogEnd& EmbeddedReader::end_of(Partition partition) const {
    ENSURE(partition.number < ends_.size());
    return ends_[partition.number];
}

Result<LogEnd> EmbeddedReader::end(Partition partition) const { return end_of(partition); }

Result<Bytes> EmbeddedReader::read(Partition partition, std::uint64_t block) const {
    if (block > end_of(partition).block) {
        return fail(Failure::not_found,
                    fmt::format("partition {} has no block {}", partition.number, block));
    }
    return chains_->read(partition, block);
}

Result<void> EmbeddedReader::scan(Partition partition, std::uint64_t first,
                                  const Visit& visit) const {
    return chains_->scan(partition, {first, end_of(partition).block}, visit);
}

Result<std::uint64_t> EmbeddedReader::block_of(Partition partition, Position position) const {
    return chains_->block_of(partition, position, end_of(partition));
}

Result<void> EmbeddedReader::dead_letters(const VisitDeadLetter& visit) const {
    return chains_->dead_letters(visit);
}

}  // namespace leadline::connectors
