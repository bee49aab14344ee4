// See free_space.hpp.
#include "connectors/cli/free_space.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

std::string mebibytes(std::uint64_t bytes) { return fmt::format("{} MiB", bytes >> 20U); }

}  // namespace

Result<std::uint64_t> free_bytes(const std::filesystem::path& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0)
        return fail(Failure::io, fmt::format("{}: {}", folder.string(), std::strerror(errno)));
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

bool FreeSpace::has_room(Clock::time_point now) {
    if (setup_.at_least == 0) return true;
    const std::lock_guard lock(mutex_);
    if (looked_ == Clock::time_point{} || now - looked_ >= look_every) {
        looked_ = now;
        look();
    }
    return !is_closed_.load();
}

// An eighth more lets commands in again than shut them out: what was written meanwhile and goes
// away with a merge of files should not open and close the door many times a second.
void FreeSpace::look() {
    const std::uint64_t enough =
        is_closed_ ? setup_.at_least + setup_.at_least / 8 : setup_.at_least;
    for (const auto& folder : setup_.folders) {
        const auto free = setup_.free(folder);
        if (!free || *free >= enough) continue;  // a disk that does not say is not watched
        if (is_closed_) return;
        is_closed_ = true;
        why_ = fmt::format(
            "the disk that holds {} has {} left, less than disk.free_min ({}): commands wait until "
            "there is more",
            folder.string(), mebibytes(*free), mebibytes(setup_.at_least));
        setup_.say(why_);
        return;
    }
    if (!is_closed_) return;
    is_closed_ = false;
    why_.clear();
    setup_.say("there is room on the disk again: commands go on");
}

std::string FreeSpace::why_closed() const {
    const std::lock_guard lock(mutex_);
    return why_;
}

}  // namespace leadline::connectors
