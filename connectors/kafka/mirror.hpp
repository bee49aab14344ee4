// The copy of a Kafka log in the local folder (an EmbeddedLog that is a copy): brought to the end
// of the topic before anything is decided, and by an engine kept there epoch by epoch. Every reader
// of the folder reads this copy. Beside it lies, per partition, which offset the last block had
// that is known of, so that reading goes on there; without it the topic is read from its begin.
#pragma once

#include <filesystem>

#include "connectors/embedded/embedded_log.hpp"
#include "connectors/kafka/topic_reader.hpp"

namespace leadline::connectors::kafka {

// DESIGN D1: the first 16 bytes of SHA-256(cluster id, a zero byte, the log's topic).
[[nodiscard]] engine::LogId log_id(std::string_view cluster_id, std::string_view topic);

// Where a block of the log lies in Kafka.
struct BlockPlace {
    std::uint64_t block = 0;  // 0: none is known
    std::int64_t offset = -1;
};

// Whether the partition was ever brought into the copy, empty or not.
[[nodiscard]] bool has_place(const std::filesystem::path& log_folder, engine::Partition partition);

// In the log's folder. Unreadable is as good as not there.
[[nodiscard]] BlockPlace read_place(const std::filesystem::path& log_folder,
                                    engine::Partition partition);
// Replaces the file as a whole; not synced, since an older one does as well.
[[nodiscard]] events::Result<void> write_place(const std::filesystem::path& log_folder,
                                               engine::Partition partition, const BlockPlace& at);

struct CatchUp {
    BlockPlace last;           // of the log's last block
    std::uint64_t blocks = 0;  // that were new to the copy
};

// Copies what the topic has beyond the copy's end, checked block by block. `loss` when the copy is
// ahead of the topic or has another block at the same number, `corrupt` when the topic's chain is
// broken or ends within an epoch (the trace of a transaction that was committed in half), `refused`
// when a transaction that is not ours stays open on the log.
// tell(position, of): so far, now and then.
using TellCatchUp = std::function<void(std::int64_t offset, std::int64_t end)>;
[[nodiscard]] events::Result<CatchUp> catch_up(TopicReader& reader, EmbeddedLog& copy,
                                               const std::filesystem::path& log_folder,
                                               engine::Partition partition, const TellCatchUp& tell,
                                               const TopicReader::GoOn& go_on);

// The same up to what is committed now: for who only reads, beside engines that write. What was
// whole when it was cut short is kept, and need not be read again.
[[nodiscard]] events::Result<CatchUp> copy_committed(TopicReader& reader, EmbeddedLog& copy,
                                                     const std::filesystem::path& log_folder,
                                                     engine::Partition partition,
                                                     const TellCatchUp& tell,
                                                     const TopicReader::GoOn& go_on);

}  // namespace leadline::connectors::kafka
