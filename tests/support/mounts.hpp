// Mounts: disks of a test's own: small ones that fill up, read-only ones. They lie in a mount
// namespace that only this thread and the children it starts are in, and pass with their object.
// It takes the right to mount (CAP_SYS_ADMIN), which a container may not have: ask permitted()
// first, and say why_not() when a test is skipped. For programs of one thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leadline::tests {

class Mounts {
public:
    Mounts();
    ~Mounts();
    Mounts(const Mounts&) = delete;
    Mounts& operator=(const Mounts&) = delete;

    [[nodiscard]] bool permitted() const { return why_not_.empty(); }
    [[nodiscard]] const std::string& why_not() const { return why_not_; }

    // A disk in memory in the folder `at`, which is made; throws when that fails.
    void add_disk(const std::filesystem::path& at, std::size_t bytes);
    void make_read_only(const std::filesystem::path& at);
    void resize(const std::filesystem::path& at, std::size_t bytes);

private:
    [[nodiscard]] bool enter();

    int home_ = -1;  // the namespace to go back to
    int root_ = -1;  // and the root folder in it
    std::filesystem::path working_folder_;
    std::vector<std::filesystem::path> disks_;
    std::string why_not_;
};

}  // namespace leadline::tests
