// FolderLock: one process at a time works on a folder. A file in it is locked and holds the number
// of the process; the system lets go with the process, however that ends. Two locks of one process
// exclude each other, too. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "events/base/result.hpp"

namespace leadline::connectors {

class FolderLock {
public:
    // Makes the file where there is none. `unavailable` when another has it ("FOLDER is in use by
    // process N"), `io` when it cannot be written.
    [[nodiscard]] static events::Result<FolderLock> take(const std::filesystem::path& folder,
                                                         const std::string& name);

    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock();  // lets go

    // Whether somebody has it now, by a look that takes nothing and disturbs nobody.
    [[nodiscard]] static bool is_taken(const std::filesystem::path& folder,
                                       const std::string& name);
    // The process that took it last; 0 when nobody ever did. Meaningful while is_taken().
    [[nodiscard]] static std::int64_t holder(const std::filesystem::path& folder,
                                             const std::string& name);

private:
    explicit FolderLock(int file) : file_(file) {}

    int file_;
};

}  // namespace leadline::connectors
