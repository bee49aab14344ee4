// See inbox.hpp.
#include "connectors/serve/inbox.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "connectors/embedded/data_folder.hpp"
#include "events/base/utf8.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view lock_name = ".lock";
// Room for what is put behind it: 255 bytes are the most for a name on Linux's file systems.
constexpr std::size_t name_bytes_max = 200;

tl::unexpected<events::Error> cannot(const fs::path& path, const char* verb, int error) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", path.string(), verb, std::strerror(error)));
}

bool is_there(const fs::path& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) == 0;
}

bool is_folder(const fs::path& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

bool is_input(std::string_view name) { return !name.starts_with('.') && !name.ends_with(".tmp"); }

// The smallest names behind `after`, never more than `max` in memory.
Result<std::vector<std::string>> names_in(const fs::path& folder, const std::string& after,
                                          std::size_t max) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), &::closedir);
    if (entries == nullptr) return cannot(folder, "read", errno);
    std::vector<std::string> names;  // a heap, the largest on top
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(entries.get());
        if (entry == nullptr && errno != 0) return cannot(folder, "read", errno);
        if (entry == nullptr) break;
        const std::string_view name = entry->d_name;
        if (!is_input(name) || name <= after) continue;
        if (names.size() == max && name >= names.front()) continue;
        if (entry->d_type == DT_DIR) continue;
        if (entry->d_type == DT_UNKNOWN && is_folder(folder / name)) continue;
        if (names.size() == max) {
            std::pop_heap(names.begin(), names.end());
            names.pop_back();
        }
        names.emplace_back(name);
        std::push_heap(names.begin(), names.end());
    }
    std::sort_heap(names.begin(), names.end());
    return names;
}

// A path mistyped must not turn an engine's own files into commands.
Result<void> check_place(const fs::path& folder, const fs::path& data) {
    std::error_code error;
    const auto nearest = fs::weakly_canonical(folder, error);
    const auto own = fs::weakly_canonical(data, error);
    if (error) return cannot(folder, "read", error.value());
    const auto [end, rest] = std::mismatch(own.begin(), own.end(), nearest.begin(), nearest.end());
    if (end == own.end())
        return fail(Failure::usage, fmt::format("the inbox {} lies in the data folder {}: it needs "
                                                "a place of its own",
                                                folder.string(), data.string()));
    if (is_there(folder / "FORMAT") && DataFolder::look(folder))
        return fail(Failure::usage, fmt::format("the inbox {} is a data folder", folder.string()));
    return {};
}

}  // namespace

Result<Inbox> Inbox::open(const fs::path& folder, const fs::path& data) {
    TRY(check_place(folder, data));
    std::error_code error;
    for (const char* room : {"taken", "done", "failed"}) {
        fs::create_directories(folder / room, error);
        if (error) return cannot(folder / room, "made", error.value());
    }
    auto lock = FolderLock::take(folder, std::string(lock_name));
    if (!lock) return tl::unexpected(std::move(lock).error());
    return Inbox(folder, *std::move(lock));
}

Result<std::vector<std::string>> Inbox::waiting_names(const std::string& after,
                                                      std::size_t max) const {
    return names_in(root_, after, max);
}

Result<std::vector<std::string>> Inbox::taken_names(const std::string& after,
                                                    std::size_t max) const {
    return names_in(taken(), after, max);
}

// What is put beside a file must not be taken for another file, nor the other way round.
bool Inbox::is_known(const std::string& name) const {
    if (name.ends_with(outcomes_ending) || name.ends_with(reason_ending)) return true;
    for (const fs::path& room : {taken(), done(), failed()})
        for (const std::string_view ending : {std::string_view(), outcomes_ending, reason_ending})
            if (is_there(room / (name + std::string(ending)))) return true;
    return false;
}

Result<std::optional<std::string>> Inbox::take(const std::string& name, events::Time now) const {
    std::string kept(events::utf8_prefix(name, name_bytes_max));
    for (int number = 1; kept.size() < name.size() || is_known(kept); ++number) {
        kept =
            fmt::format("{}~{}", events::utf8_prefix(name, name_bytes_max), events::to_text(now));
        if (number > 1) kept += fmt::format("-{}", number);
        if (!is_known(kept)) break;
    }
    if (::rename((root_ / name).c_str(), (taken() / kept).c_str()) == 0) return kept;
    if (errno == ENOENT) return std::nullopt;
    return cannot(root_ / name, "taken", errno);
}

Result<int> Inbox::open_taken(const std::string& name) const {
    if (!simdjson::validate_utf8(name) || events::has_control_character(name))
        return fail(Failure::io, "its name is no plain text in UTF-8");
    const fs::path path = taken() / name;
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0) return fail(Failure::io, std::strerror(errno));
    // A device or a pipe may do things merely by being opened.
    if (!S_ISREG(about.st_mode)) return fail(Failure::io, "it is no regular file");
    const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return fail(Failure::io, std::strerror(errno));
    return file;
}

}  // namespace leadline::connectors
