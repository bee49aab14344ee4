// See health.hpp.
#include "connectors/embedded/health.hpp"

#include <fmt/format.h>
#include <rocksdb/file_checksum.h>

#include <fstream>
#include <limits>

#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"

namespace leadline::connectors {

using engine::LogEnd;
using engine::Partition;
using engine::Result;
using events::Error;
using events::fail;
using events::Failure;

namespace {

// The end of the blocks that can be read, from the first one on.
LogEnd read_through(const Chains& chains, Partition partition) {
    engine::ChainVerifier verifier(chains.id(), partition,
                                   engine::empty_end(chains.id(), partition));
    const BlockRange everything{1, std::numeric_limits<std::uint64_t>::max()};
    const auto feed = [&](std::uint64_t, engine::BytesView block) { return verifier.feed(block); };
    static_cast<void>(chains.scan(partition, everything, feed));  // it fails where the blocks end
    return verifier.end();
}

std::string first_unreadable(Partition partition, const LogEnd& end) {
    return fmt::format("partition {}: the first position that cannot be read is {}",
                       partition.number, end.last_position.number + 1);
}

// The checksum of a whole file, in the form in which RocksDB's manifest holds it.
std::string checksum_of(const std::filesystem::path& path) {
    const auto factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    const auto sum = factory->CreateFileChecksumGenerator({});
    std::ifstream file(path, std::ios::binary);
    std::vector<char> chunk(1U << 20U);
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        sum->Update(chunk.data(), static_cast<std::size_t>(file.gcount()));
    }
    sum->Finalize();
    return sum->GetChecksum();
}

}  // namespace

Result<void> compare(const Chains& chains, Partition partition, const LogEnd& last,
                     const std::optional<Acked>& acked) {
    if (!acked) return {};
    if (last.block < acked->block) {
        return fail(Failure::loss,
                    fmt::format("partition {}: the log has lost durable events: the first missing "
                                "position is {}, the last acknowledged one {}",
                                partition.number, last.last_position.number + 1,
                                acked->last_position.number));
    }
    const auto there =
        last.block == acked->block ? Result<LogEnd>(last) : chains.end_at(partition, acked->block);
    if (!there) return tl::unexpected(there.error());
    if (there->hash == acked->hash) return {};
    return fail(
        Failure::loss,
        fmt::format("partition {}: block {}, which ends at position {}, is not the one that "
                    "was acknowledged",
                    partition.number, acked->block, there->last_position.number));
}

Result<void> compare_all(const Chains& chains, const std::filesystem::path& folder) {
    for (Partition partition; partition.number < chains.partitions(); ++partition.number) {
        const auto last = chains.last(partition);
        if (!last) return tl::unexpected(last.error());
        TRY(compare(chains, partition, *last, read_acked(folder, partition)));
    }
    return {};
}

Error diagnose(const std::filesystem::path& folder, const Error& cause, rocksdb::Env* env) {
    auto chains = Chains::open(folder, Access::diagnose, env);
    if (!chains) chains = Chains::open(folder, Access::diagnose_tables, env);
    if (!chains) {
        return {cause.failure,
                fmt::format("{}; no position can be read, the first is 1", cause.message)};
    }
    std::string certain;  // these end before what was acknowledged
    std::string possible;
    for (Partition partition; partition.number < (*chains)->partitions(); ++partition.number) {
        const LogEnd end = read_through(**chains, partition);
        const auto acked = read_acked(folder, partition);
        std::string& to = acked && end.block < acked->block ? certain : possible;
        to += "\n" + first_unreadable(partition, end);
    }
    return {cause.failure, cause.message + (certain.empty() ? possible : certain)};
}

Result<void> check_tables(const Chains& chains) {
    std::vector<rocksdb::LiveFileMetaData> files;
    chains.database().GetLiveFilesMetaData(&files);
    for (const auto& file : files) {
        const std::filesystem::path path = file.db_path + file.name;
        if (checksum_of(path) == file.file_checksum) continue;
        const std::string why = fmt::format("{} is damaged", path.string());
        for (Partition partition; partition.number < chains.partitions(); ++partition.number) {
            if (chains.family(partition)->GetName() != file.column_family_name) continue;
            return tl::unexpected(
                chains.unreadable(partition, block_number(file.smallestkey), why));
        }
        return fail(Failure::corrupt, why);
    }
    return {};
}

}  // namespace leadline::connectors
