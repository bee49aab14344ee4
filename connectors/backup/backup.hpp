// Backups: a copy of a data folder's log, state and views that a new data folder can be made of,
// taken while an engine runs or while none does. Made beside its place under a temporary name and
// renamed when all of it is on the disk; a half one is recognised and refused. Restoring believes
// nothing: every file's SHA-256, the chain, and that state stands on the log. One thread.
#pragma once

#include <functional>

#include "connectors/backup/manifest.hpp"
#include "connectors/embedded/data_folder.hpp"

namespace leadline::connectors {

struct BackupWork {
    events::Time now;
    // Called now and then with bytes done and bytes in all; false: give up (`interrupted`).
    std::function<bool(std::uint64_t done, std::uint64_t all)> go_on;
    // Asked while somebody else has the folder: waits a moment; false: give up.
    std::function<bool()> wait;
};

// Copies the data folder `data` to `to`, which must not be there (`usage`). Beside a running engine
// its copy is asked for; `passing` when whoever has the folder does not answer. `corrupt` or `loss`
// when the log is not whole: then there is no backup.
[[nodiscard]] events::Result<BackupManifest> make_backup(const std::filesystem::path& data,
                                                         const std::filesystem::path& to,
                                                         const BackupWork& work);

// Makes the data folder `data`, which must not be there or be empty (`usage`), from a backup.
// `bad_input` when `from` is no finished backup; `corrupt` when it is damaged, naming what is.
[[nodiscard]] events::Result<BackupManifest> restore_backup(const std::filesystem::path& from,
                                                            const std::filesystem::path& data,
                                                            const BackupWork& work);

}  // namespace leadline::connectors
