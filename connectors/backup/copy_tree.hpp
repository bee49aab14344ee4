// What both directions of a backup share: which files of a data folder go into it, the copying, and
// whether what lies there is a whole log with a state that stands on it. One thread.
#pragma once

#include "connectors/backup/backup.hpp"
#include "connectors/backup/copy_file.hpp"

namespace leadline::connectors {

// The files below log/, state/ and views/, as paths from `root` on, in order; not what belongs to a
// process (locks) or was cut short.
[[nodiscard]] events::Result<std::vector<std::string>> files_of(const std::filesystem::path& root);

// Counts what is copied of `all` bytes and asks `work` now and then.
class CopyMeter {
public:
    CopyMeter(const BackupWork& work, std::uint64_t all) : work_(work), all_(all) {}
    [[nodiscard]] events::Result<void> add(std::uint64_t bytes);

private:
    const BackupWork& work_;
    std::uint64_t done_ = 0;
    std::uint64_t all_;
};

// Makes the folders that it needs below `to`.
[[nodiscard]] events::Result<BackupFile> copy_one(const std::filesystem::path& from,
                                                  const std::filesystem::path& to,
                                                  const std::string& path, CopyMeter& meter);

// Proves the chains of the log in `root`, of a folder that nobody has open, and says where they
// end; id of the log and places of the manifest.
[[nodiscard]] events::Result<void> prove_log(const std::filesystem::path& root, BackupManifest& to);

}  // namespace leadline::connectors
