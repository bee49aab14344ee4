// See embedded_log.hpp: a copy of the log as it is now, beside appends that go on.
#include <rocksdb/utilities/checkpoint.h>

#include <limits>

#include "connectors/embedded/embedded_log.hpp"

namespace leadline::connectors {

using engine::Partition;
using engine::Result;

// What was acknowledged is read first: the copy has it all, and may go beyond.
Result<void> EmbeddedLog::copy_to(const std::filesystem::path& folder) const {
    std::vector<std::optional<Acked>> acked;
    for (Partition partition; partition.number < partitions(); ++partition.number)
        acked.push_back(read_acked(chains_->folder(), partition));
    rocksdb::Checkpoint* made = nullptr;
    auto status = rocksdb::Checkpoint::Create(&chains_->database(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    // No flush: the write-ahead log is copied as far as it is.
    constexpr auto never = std::numeric_limits<std::uint64_t>::max();
    if (status.ok()) status = checkpoint->CreateCheckpoint(folder.string(), never);
    if (!status.ok()) return tl::unexpected(to_error(status, folder));
    for (Partition partition; partition.number < partitions(); ++partition.number) {
        if (!acked[partition.number]) continue;
        auto file = AckedFile::open(folder, partition);
        if (!file) return tl::unexpected(std::move(file).error());
        TRY(file->write(*acked[partition.number]));
    }
    return {};
}

}  // namespace leadline::connectors
