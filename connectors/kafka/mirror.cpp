// See mirror.hpp.
#include "connectors/kafka/mirror.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <charconv>
#include <fstream>
#include <thread>

#include "engine/log/chain.hpp"

namespace leadline::connectors::kafka {

using engine::Bytes;
using engine::BytesView;
using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

std::filesystem::path place_file(const std::filesystem::path& log_folder, Partition partition) {
    return log_folder / fmt::format("kafka.p{}", partition.number);
}

// A transaction of ours that a crash left open was aborted when our producer was made. What is open
// now is somebody else's: it ends within its timeout and the ten seconds in which brokers look.
constexpr auto strangers_patience = transaction_timeout + std::chrono::seconds(12);

Result<TopicReader::Ends> settled_ends(const TopicReader& reader, Partition partition,
                                       const TopicReader::GoOn& go_on) {
    const auto until = std::chrono::steady_clock::now() + strangers_patience;
    for (;;) {
        const auto ends = reader.ends();
        if (!ends || ends->stable == ends->high) return ends;
        if (std::chrono::steady_clock::now() > until)
            return fail(Failure::refused,
                        fmt::format("partition {}: a transaction that is not this engine's stays "
                                    "open on the log at offset {}: nothing but Leadline may write "
                                    "there",
                                    partition.number, ends->stable));
        TRY(go_on());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

// Takes blocks in order and appends whole epochs to the copy.
class Copier {
public:
    Copier(EmbeddedLog& copy, Partition partition, const engine::LogEnd& end)
        : copy_(copy), partition_(partition), begin_(end), verifier_(copy.id(), partition, end) {
        write_.partition = partition;
    }

    [[nodiscard]] Result<void> take(std::int64_t offset, BytesView bytes) {
        const auto header = engine::peek_header(bytes);
        if (header && header->block <= begin_.block) return compare(*header, bytes, offset);
        TRY(verifier_.feed(bytes));
        last_ = {header ? header->block : 0, offset};
        ++blocks_;
        write_.blocks.emplace_back(bytes.begin(), bytes.end());
        if (verifier_.within_epoch()) return {};
        write_.end = verifier_.whole_end();
        TRY(copy_.append(write_));
        write_.blocks.clear();
        whole_ = last_;
        ++epochs_;
        return {};
    }

    // The last block that is in the copy; none before the first that is compared or appended.
    [[nodiscard]] const BlockPlace& whole() const { return whole_; }
    [[nodiscard]] std::uint64_t epochs() const { return epochs_; }

    // Nothing more comes.
    [[nodiscard]] Result<CatchUp> finish() const {
        if (last_.block < begin_.block)
            return fail(Failure::loss,
                        fmt::format("partition {}: the log in Kafka ends with block {}, and the "
                                    "copy of it has {}: Kafka has lost what was acknowledged, or "
                                    "the topic is another one",
                                    partition_.number, last_.block, begin_.block));
        if (verifier_.within_epoch()) return tl::unexpected(verifier_.finish().error());
        return CatchUp{last_, blocks_};
    }

private:
    // What the copy has already; its last block is the one that the rest stands on.
    [[nodiscard]] Result<void> compare(const engine::BlockHeader& header, BytesView bytes,
                                       std::int64_t offset) {
        last_ = {header.block, offset};
        if (header.block == begin_.block) whole_ = last_;
        if (header.block != begin_.block || engine::block_hash(bytes) == begin_.hash) return {};
        return fail(Failure::loss, fmt::format("partition {}: block {} is another in Kafka than in "
                                               "the copy of its log",
                                               partition_.number, header.block));
    }

    EmbeddedLog& copy_;
    Partition partition_;
    engine::LogEnd begin_;
    engine::ChainVerifier verifier_;
    engine::EpochWrite write_;
    BlockPlace last_{};
    BlockPlace whole_{};
    std::uint64_t blocks_ = 0;
    std::uint64_t epochs_ = 0;
};

constexpr std::uint64_t epochs_between_notes = 1'000;

}  // namespace

engine::LogId log_id(std::string_view cluster_id, std::string_view topic) {
    std::string named(cluster_id);
    named += '\0';
    named += topic;
    engine::Digest32 digest;
    SHA256(reinterpret_cast<const unsigned char*>(named.data()), named.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    engine::LogId id;
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

bool has_place(const std::filesystem::path& log_folder, Partition partition) {
    std::error_code ignored;
    return std::filesystem::exists(place_file(log_folder, partition), ignored);
}

BlockPlace read_place(const std::filesystem::path& log_folder, Partition partition) {
    std::ifstream file(place_file(log_folder, partition));
    BlockPlace place;
    if (!(file >> place.block >> place.offset) || place.offset < 0) return {};
    return place;
}

Result<void> write_place(const std::filesystem::path& log_folder, Partition partition,
                         const BlockPlace& at) {
    const auto file = place_file(log_folder, partition);
    auto made = file;
    made += ".new";
    std::error_code error;
    if (std::ofstream to(made); !(to << at.block << ' ' << at.offset << '\n') || !to.flush())
        return fail(Failure::io, fmt::format("{} cannot be written", made.string()));
    std::filesystem::rename(made, file, error);
    if (!error) return {};
    return fail(Failure::io, fmt::format("{}: {}", file.string(), error.message()));
}

namespace {

Result<CatchUp> copy_up_to(const Result<TopicReader::Ends>& ends, TopicReader& reader,
                           EmbeddedLog& copy, const std::filesystem::path& log_folder,
                           Partition partition, const TellCatchUp& tell,
                           const TopicReader::GoOn& go_on) {
    if (!ends) return tl::unexpected(ends.error());
    const auto end = copy.end(partition);
    if (!end) return tl::unexpected(end.error());
    const BlockPlace known = read_place(log_folder, partition);
    const bool is_known = known.block != 0 && known.block <= end->block;
    if (!is_known && ends->first > 0)
        return fail(Failure::loss,
                    fmt::format("partition {}: the log in Kafka begins at offset {}: retention has "
                                "taken its begin (see `leadline kafka check`)",
                                partition.number, ends->first));
    Copier copier(copy, partition, *end);
    const auto read = reader.read(
        is_known ? known.offset : 0, ends->stable,
        [&](std::int64_t offset, BytesView bytes) -> Result<void> {
            if (tell) tell(offset, ends->stable);
            const std::uint64_t epochs = copier.epochs();
            TRY(copier.take(offset, bytes));
            if (copier.epochs() == epochs || copier.epochs() % epochs_between_notes != 0) return {};
            return write_place(log_folder, partition, copier.whole());
        },
        go_on);
    // Of a partition that is empty, too: it was looked at.
    if (copier.whole().block != 0 || (read && end->block == 0))
        TRY(write_place(log_folder, partition, copier.whole()));
    if (!read) return tl::unexpected(read.error());
    return copier.finish();
}

}  // namespace

Result<CatchUp> catch_up(TopicReader& reader, EmbeddedLog& copy,
                         const std::filesystem::path& log_folder, Partition partition,
                         const TellCatchUp& tell, const TopicReader::GoOn& go_on) {
    return copy_up_to(settled_ends(reader, partition, go_on), reader, copy, log_folder, partition,
                      tell, go_on);
}

Result<CatchUp> copy_committed(TopicReader& reader, EmbeddedLog& copy,
                               const std::filesystem::path& log_folder, Partition partition,
                               const TellCatchUp& tell, const TopicReader::GoOn& go_on) {
    return copy_up_to(reader.ends(), reader, copy, log_folder, partition, tell, go_on);
}

}  // namespace leadline::connectors::kafka
