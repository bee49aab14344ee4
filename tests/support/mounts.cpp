// See mounts.hpp.
#include "tests/support/mounts.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace leadline::tests {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::filesystem::path& at) {
    throw std::runtime_error(what + " " + at.string() + ": " + std::strerror(errno));
}

}  // namespace

Mounts::Mounts() : working_folder_(std::filesystem::current_path()) {
    home_ = ::open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    root_ = ::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (home_ >= 0 && root_ >= 0 && enter()) return;
    why_not_ = std::string("no mounts of one's own are permitted here: ") + std::strerror(errno);
}

// Private, so that nothing mounted here is seen outside.
bool Mounts::enter() {
    return ::unshare(CLONE_NEWNS) == 0 &&
           ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

Mounts::~Mounts() {
    for (const std::filesystem::path& disk : disks_) ::umount2(disk.c_str(), MNT_DETACH);
    // Going home also goes to that namespace's root folder, which need not be this process's own.
    std::error_code ignored;
    if (home_ >= 0 && root_ >= 0 && ::setns(home_, CLONE_NEWNS) == 0 && ::fchdir(root_) == 0 &&
        ::chroot(".") == 0)
        std::filesystem::current_path(working_folder_, ignored);
    if (root_ >= 0) ::close(root_);
    if (home_ >= 0) ::close(home_);
}

void Mounts::add_disk(const std::filesystem::path& at, std::size_t bytes) {
    std::filesystem::create_directories(at);
    const std::string size = "mode=0700,size=" + std::to_string(bytes);
    if (::mount("tmpfs", at.c_str(), "tmpfs", 0, size.c_str()) != 0) refuse("cannot mount", at);
    disks_.push_back(at);
}

void Mounts::resize(const std::filesystem::path& at, std::size_t bytes) {
    const std::string size = "size=" + std::to_string(bytes);
    if (::mount("none", at.c_str(), nullptr, MS_REMOUNT, size.c_str()) != 0)
        refuse("cannot resize", at);
}

void Mounts::make_read_only(const std::filesystem::path& at) {
    if (::mount("none", at.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0)
        refuse("cannot make read-only", at);
}

}  // namespace leadline::tests
