// See folder_lock.hpp. The lock is one of an open file description: the system drops it with the
// process, and asking for it (F_OFD_GETLK) does not take it.
#include "connectors/embedded/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

struct flock whole_file(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

tl::unexpected<events::Error> cannot(const std::filesystem::path& path, const char* verb,
                                     int error) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", path.string(), verb, std::strerror(error)));
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder, const std::string& name) {
    const auto path = folder / name;
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return cannot(path, "written", errno);
    FolderLock held(file);
    struct flock lock = whole_file(F_WRLCK);
    if (::fcntl(file, F_OFD_SETLK, &lock) != 0) {
        if (errno != EAGAIN && errno != EACCES) return cannot(path, "locked", errno);
        const std::int64_t process = holder(folder, name);
        return fail(
            Failure::unavailable,
            fmt::format("{} is in use by {}", folder.string(),
                        process == 0 ? "another process" : fmt::format("process {}", process)));
    }
    const std::string process = fmt::format("{}\n", ::getpid());
    const bool written =
        ::ftruncate(file, 0) == 0 &&
        ::pwrite(file, process.data(), process.size(), 0) == static_cast<ssize_t>(process.size());
    if (!written) return cannot(path, "written", errno);
    return held;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

bool FolderLock::is_taken(const std::filesystem::path& folder, const std::string& name) {
    const int file = ::open((folder / name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    struct flock lock = whole_file(F_RDLCK);
    const bool asked = ::fcntl(file, F_OFD_GETLK, &lock) == 0;
    ::close(file);
    return asked && lock.l_type != F_UNLCK;
}

std::int64_t FolderLock::holder(const std::filesystem::path& folder, const std::string& name) {
    const int file = ::open((folder / name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::array<char, 32> text;
    const ssize_t got = ::read(file, text.data(), text.size());
    ::close(file);
    std::int64_t process = 0;
    if (got > 0) std::from_chars(text.data(), text.data() + got, process);
    return process;
}

}  // namespace leadline::connectors
