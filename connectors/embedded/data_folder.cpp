// See data_folder.hpp.
#include "connectors/embedded/data_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>

namespace leadline::connectors {

using engine::Partition;
using engine::Result;
using events::fail;
using events::Failure;

namespace {

const std::string lock_name = "LOCK";
const std::string copy_name = "COPY";
constexpr std::string_view format_words = "leadline data folder, version ";

tl::unexpected<events::Error> cannot(const std::filesystem::path& path, const char* verb,
                                     int error) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", path.string(), verb, std::strerror(error)));
}

std::optional<std::string> read_text(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    std::array<char, 256> text;
    const ssize_t got = ::read(file, text.data(), text.size());
    ::close(file);
    if (got < 0) return std::nullopt;
    return std::string(text.data(), static_cast<std::size_t>(got));
}

// Whole or not at all, and on the disk before this returns.
Result<void> write_whole(const std::filesystem::path& root, const std::string& name,
                         const std::string& text) {
    const auto path = root / name;
    const auto draft = root / (name + ".new");
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return cannot(draft, "written", errno);
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    const int error = errno;
    ::close(file);
    if (!written) return cannot(draft, "written", error);
    if (::rename(draft.c_str(), path.c_str()) != 0) return cannot(path, "written", errno);
    const int folder = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return cannot(root, "opened", errno);
    const int synced = ::fsync(folder);
    ::close(folder);
    if (synced != 0) return cannot(root, "written", errno);
    return {};
}

Result<void> check_format(const std::filesystem::path& root, const std::string& text) {
    const std::string_view rest = std::string_view(text).substr(
        text.starts_with(format_words) ? format_words.size() : text.size());
    std::uint32_t version = 0;
    const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), version);
    if (parsed.ec != std::errc() || std::string_view(parsed.ptr, 1) != "\n" || version == 0) {
        return fail(Failure::configuration,
                    fmt::format("{} does not say that this is a leadline data folder",
                                (root / "FORMAT").string()));
    }
    if (version <= data_folder_version) return {};
    return fail(Failure::configuration,
                fmt::format("{} is a data folder of version {}, and this program knows versions up "
                            "to {}: use a newer leadline",
                            root.string(), version, data_folder_version));
}

// A folder that holds other things is not made into a data folder by a mistyped path.
Result<void> check_or_make_format(const std::filesystem::path& root) {
    if (const auto text = read_text(root / "FORMAT")) return check_format(root, *text);
    for (std::error_code error;
         const auto& entry : std::filesystem::directory_iterator(root, error)) {
        const auto name = entry.path().filename();
        if (name == "LOCK" || name == "FORMAT.new") continue;
        return fail(Failure::configuration,
                    fmt::format("{} is not empty and not a leadline data folder (it has no FORMAT)",
                                root.string()));
    }
    return write_whole(root, "FORMAT", fmt::format("{}{}\n", format_words, data_folder_version));
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return cannot(folder, "made", error.value());
    // The version first: nothing is written into a folder of a newer one, not even the lock.
    if (const auto text = read_text(folder / "FORMAT")) TRY(check_format(folder, *text));
    auto lock = FolderLock::take(folder, lock_name);
    if (!lock) return tl::unexpected(std::move(lock).error());
    DataFolder opened(folder, *std::move(lock));
    TRY(check_or_make_format(folder));
    for (const auto& room : {opened.log(), folder / "state", folder / "views"}) {
        std::filesystem::create_directories(room, error);
        if (error) return cannot(room, "made", error.value());
    }
    return opened;
}

Result<DataFolder> DataFolder::look(const std::filesystem::path& folder) {
    const auto text = read_text(folder / "FORMAT");
    if (!text) {
        return fail(Failure::not_found,
                    fmt::format("{} is not a leadline data folder", folder.string()));
    }
    TRY(check_format(folder, *text));
    return DataFolder(folder, std::nullopt);
}

std::string DataFolder::copy_of() const {
    std::string text = read_text(root_ / copy_name).value_or("");
    return text.substr(0, text.find('\n'));
}

Result<void> DataFolder::mark_copy_of(const std::string& log) const {
    if (copy_of() == log) return {};
    return write_whole(root_, copy_name, log + '\n');
}

bool DataFolder::in_use() const { return FolderLock::is_taken(root_, lock_name); }

std::int64_t DataFolder::holder() const { return FolderLock::holder(root_, lock_name); }

std::filesystem::path state_folder(const std::filesystem::path& root, Partition partition) {
    return root / "state" / fmt::format("p{}", partition.number);
}

std::filesystem::path views_folder(const std::filesystem::path& root, Partition partition) {
    return root / "views" / fmt::format("p{}", partition.number);
}

}  // namespace leadline::connectors
