// See acked.hpp.
#include "connectors/embedded/acked.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

#include "engine/log/crc32c.hpp"

namespace leadline::connectors {
namespace {

using events::load;
using events::store;
using Image = std::array<std::byte, acked_bytes>;

constexpr std::uint32_t acked_magic = 0x4B414C4CU;  // "LLAK"
constexpr std::uint32_t acked_format = 1;
constexpr std::size_t at_checksum = acked_bytes - 4;

Image to_image(const Acked& acked, engine::Partition partition) {
    Image image;
    store(image.data(), acked_magic);
    store(image.data() + 4, acked_format);
    store(image.data() + 8, acked.block);
    store(image.data() + 16, acked.last_position.number);
    std::memcpy(image.data() + 24, acked.hash.data(), acked.hash.size());
    store(image.data() + 56, partition.number);
    store(image.data() + at_checksum, engine::crc32c(events::BytesView(image).first(at_checksum)));
    return image;
}

std::optional<Acked> from_image(const Image& image, engine::Partition partition) {
    const bool whole = load<std::uint32_t>(image.data()) == acked_magic &&
                       load<std::uint32_t>(image.data() + 4) == acked_format &&
                       load<std::uint32_t>(image.data() + 56) == partition.number &&
                       load<std::uint32_t>(image.data() + at_checksum) ==
                           engine::crc32c(events::BytesView(image).first(at_checksum));
    if (!whole) return std::nullopt;
    Acked acked;
    acked.block = load<std::uint64_t>(image.data() + 8);
    acked.last_position = {load<std::uint64_t>(image.data() + 16)};
    std::memcpy(acked.hash.data(), image.data() + 24, acked.hash.size());
    return acked;
}

}  // namespace

std::filesystem::path acked_path(const std::filesystem::path& log_folder,
                                 engine::Partition partition) {
    return log_folder / fmt::format("acked.{}", partition.number);
}

std::optional<Acked> read_acked(const std::filesystem::path& log_folder,
                                engine::Partition partition) {
    const int descriptor = ::open(acked_path(log_folder, partition).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    std::optional<Acked> acked;
    // A reader beside the writer may catch it in the middle of its 64 bytes: look again.
    for (int attempt = 0; attempt < 3 && !acked; ++attempt) {
        Image image;
        const ssize_t got = ::pread(descriptor, image.data(), image.size(), 0);
        if (got == static_cast<ssize_t>(image.size())) acked = from_image(image, partition);
    }
    ::close(descriptor);
    return acked;
}

std::vector<engine::Partition> acked_partitions(const std::filesystem::path& log_folder) {
    constexpr std::string_view beginning = "acked.";
    std::vector<engine::Partition> all;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(log_folder, ignored)) {
        const std::string name = entry.path().filename();
        if (!name.starts_with(beginning)) continue;
        engine::Partition partition;
        const char* const end = name.data() + name.size();
        const auto read = std::from_chars(name.data() + beginning.size(), end, partition.number);
        if (read.ec == std::errc() && read.ptr == end) all.push_back(partition);
    }
    std::sort(all.begin(), all.end(), [](auto a, auto b) { return a.number < b.number; });
    return all;
}

engine::Result<AckedFile> AckedFile::open(const std::filesystem::path& log_folder,
                                          engine::Partition partition) {
    const auto path = acked_path(log_folder, partition);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return events::fail(events::Failure::io, fmt::format("{} cannot be written: {}",
                                                             path.string(), std::strerror(errno)));
    }
    return AckedFile(descriptor, partition);
}

AckedFile::AckedFile(AckedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), partition_(other.partition_) {}

AckedFile::~AckedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

engine::Result<void> AckedFile::write(const Acked& acked) {
    const Image image = to_image(acked, partition_);
    const ssize_t written = ::pwrite(descriptor_, image.data(), image.size(), 0);
    if (written == static_cast<ssize_t>(image.size())) return {};
    const char* why = written < 0 ? std::strerror(errno) : "written only in part";
    return events::fail(events::Failure::io,
                        fmt::format("acked.{} cannot be written: {}", partition_.number, why));
}

}  // namespace leadline::connectors
