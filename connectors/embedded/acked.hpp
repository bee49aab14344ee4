// The file `acked.<partition>` beside the embedded log: how far appends have been answered. It is
// written after the log's sync and before append returns, and not synced itself: it can lag behind
// the log, and a log that ends before it has lost durable events. One writer; any reader.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::connectors {

struct Acked {
    std::uint64_t block = 0;
    engine::Position last_position;
    engine::Digest32 hash{};  // of that block; of an empty chain its first predecessor
    friend bool operator==(const Acked&, const Acked&) = default;
};

// 64 bytes, little-endian: magic "LLAK" u32, format version u32, block u64, last position u64,
// hash 32 bytes, partition u32, CRC32C of the 60 bytes before it u32.
inline constexpr std::size_t acked_bytes = 64;

[[nodiscard]] std::filesystem::path acked_path(const std::filesystem::path& log_folder,
                                               engine::Partition partition);

// None when the file is missing or unreadable, which is what a power cut may leave.
[[nodiscard]] std::optional<Acked> read_acked(const std::filesystem::path& log_folder,
                                              engine::Partition partition);

// Of which partitions a file is there, readable or not, ascending.
[[nodiscard]] std::vector<engine::Partition> acked_partitions(
    const std::filesystem::path& log_folder);

// Keeps one partition's file open and overwrites it in place.
class AckedFile {
public:
    [[nodiscard]] static engine::Result<AckedFile> open(const std::filesystem::path& log_folder,
                                                        engine::Partition partition);
    AckedFile(AckedFile&& other) noexcept;
    AckedFile& operator=(AckedFile&&) = delete;
    AckedFile(const AckedFile&) = delete;
    AckedFile& operator=(const AckedFile&) = delete;
    ~AckedFile();

    [[nodiscard]] engine::Result<void> write(const Acked& acked);

private:
    AckedFile(int descriptor, engine::Partition partition)
        : descriptor_(descriptor), partition_(partition) {}

    int descriptor_;
    engine::Partition partition_;
};

}  // namespace leadline::connectors
