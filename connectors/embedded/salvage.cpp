// See salvage.hpp.
#include "connectors/embedded/salvage.hpp"

#include <rocksdb/sst_file_reader.h>

#include <algorithm>

#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"

namespace leadline::connectors {

using engine::BytesView;
using engine::LogEnd;
using engine::Partition;
using engine::Result;

namespace {

using Table = rocksdb::LiveFileMetaData;

class Salvage {
public:
    Salvage(const Chains& chains, Partition partition, const engine::LogReader::Visit& visit)
        : chains_(chains), partition_(partition), visit_(visit) {
        chains.database().GetLiveFilesMetaData(&tables_);
        const std::string& family = chains.family(partition)->GetName();
        std::erase_if(tables_, [&](const Table& t) { return t.column_family_name != family; });
    }

    Result<void> read(BlockRange range) {
        first_ = range.first;
        // One block earlier, for the position with which the first one begins.
        next_ = std::max<std::uint64_t>(first_, 2) - 1;
        before_.block = next_ - 1;
        while (next_ <= range.last) TRY(read_some(range.last));
        return {};
    }

private:
    // The next blocks as far as one table file has them, or the next one from memory.
    Result<void> read_some(std::uint64_t last) {
        const auto holds_next = [this](const Table& table) {
            return block_number(table.smallestkey) <= next_ &&
                   next_ <= block_number(table.largestkey);
        };
        const auto table = std::find_if(tables_.begin(), tables_.end(), holds_next);
        if (table != tables_.end()) return read_table(*table, last);
        rocksdb::PinnableSlice value;
        const auto status = chains_.database().Get({}, chains_.family(partition_),
                                                   as_slice(block_key(next_)), &value);
        if (!status.ok()) return unreadable(status);
        return hand_out(as_view(value));
    }

    Result<void> read_table(const Table& table, std::uint64_t last) {
        const rocksdb::Options options(log_db_options(Access::at_rest, nullptr),
                                       log_family_options());
        rocksdb::SstFileReader reader(options);
        const auto status = reader.Open(table.db_path + table.name);
        if (!status.ok()) return unreadable(status);
        const std::unique_ptr<rocksdb::Iterator> at(reader.NewIterator({}));
        last = std::min(last, block_number(table.largestkey));
        for (at->Seek(as_slice(block_key(next_))); next_ <= last; at->Next()) {
            if (!at->Valid() || block_number(at->key()) != next_) return unreadable(at->status());
            TRY(hand_out(as_view(at->value())));
        }
        return {};
    }

    Result<void> hand_out(BytesView block) {
        const std::uint64_t number = next_++;
        if (number >= first_) TRY(visit_(number, block));
        before_.block = number;
        const auto header = engine::peek_header(block);
        if (header) before_.last_position = header->last_position();
        return {};
    }

    [[nodiscard]] Result<void> unreadable(const rocksdb::Status& status) const {
        const bool is_missing = status.ok() || status.IsNotFound();
        return tl::unexpected(engine::unreadable(partition_, before_,
                                                 is_missing ? "it is missing" : status.ToString()));
    }

    const Chains& chains_;
    Partition partition_;
    const engine::LogReader::Visit& visit_;
    std::vector<Table> tables_;
    std::uint64_t first_ = 1;
    std::uint64_t next_ = 1;
    LogEnd before_;  // of the blocks that were read, as they say themselves
};

}  // namespace

Result<void> read_table_by_table(const Chains& chains, Partition partition, BlockRange range,
                                 const engine::LogReader::Visit& visit) {
    return Salvage(chains, partition, visit).read(range);
}

}  // namespace leadline::connectors
