// Chains: the embedded log's open RocksDB database and all reading from it. Guarantees that what it
// hands out was checked by RocksDB's checksums; a block's own checks are the caller's, except where
// said. Every const function may be called from any thread, beside one writer. How far a reader may
// look (durable, acknowledged) is decided by EmbeddedLog and EmbeddedReader.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "connectors/embedded/rocks.hpp"

namespace leadline::connectors {

struct BlockRange {
    std::uint64_t first = 1;
    std::uint64_t last = 0;
};

class Chains {
public:
    // `follow` keeps a scratch folder of its own under the system's temporary folder while open.
    // Failure not_found: there is no log here, or its creation was cut short before its first
    // block.
    [[nodiscard]] static engine::Result<std::unique_ptr<Chains>> open(
        const std::filesystem::path& folder, Access access, rocksdb::Env* env,
        LogCompression compression = LogCompression::none);

    // Makes the database with its families and says which log it is; again after a cut is fine.
    [[nodiscard]] static engine::Result<void> create(const std::filesystem::path& folder,
                                                     const engine::LogId& id,
                                                     std::uint32_t partitions, rocksdb::Env* env);
    Chains(const Chains&) = delete;
    Chains& operator=(const Chains&) = delete;
    ~Chains();

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] const engine::LogId& id() const { return id_; }
    [[nodiscard]] std::uint32_t partitions() const { return partitions_; }
    [[nodiscard]] rocksdb::DB& database() const { return *database_; }
    [[nodiscard]] rocksdb::ColumnFamilyHandle* family(engine::Partition partition) const;
    [[nodiscard]] rocksdb::ColumnFamilyHandle* dead_letter_handle() const {
        return families_[dead_letter_family];
    }

    // The end of the chain as it lies there. Checks the last block by itself.
    [[nodiscard]] engine::Result<engine::LogEnd> last(engine::Partition partition) const;
    // The end of the chain if it ended with `block`, which is checked by itself; 0: empty.
    [[nodiscard]] engine::Result<engine::LogEnd> end_at(engine::Partition partition,
                                                        std::uint64_t block) const;

    // As in LogReader, within the blocks that the caller allows.
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const;
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, BlockRange range,
                                            const engine::LogReader::Visit& visit) const;
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position,
                                                         const engine::LogEnd& end) const;
    [[nodiscard]] engine::Result<void> dead_letters(
        const engine::LogReader::VisitDeadLetter& visit) const;

    // The `corrupt` error that names this block and the position that it should begin with.
    [[nodiscard]] events::Error unreadable(engine::Partition partition, std::uint64_t block,
                                           std::string_view why) const;

    [[nodiscard]] engine::Result<void> catch_up();  // `follow` only; not beside other calls

private:
    explicit Chains(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] engine::Result<void> open_database(Access access, rocksdb::Env* env,
                                                     LogCompression compression);
    [[nodiscard]] engine::Result<void> read_identity();
    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] bool has_hole() const;
    [[nodiscard]] engine::Result<rocksdb::PinnableSlice> get(engine::Partition partition,
                                                             std::uint64_t block) const;

    std::filesystem::path folder_;
    std::filesystem::path scratch_;  // of `follow`
    std::unique_ptr<rocksdb::DB> database_;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;
    engine::LogId id_{};
    std::uint32_t partitions_ = 0;
};

}  // namespace leadline::connectors
