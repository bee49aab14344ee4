// A data folder: DIR/FORMAT says what it is, DIR/LOCK belongs to the one engine that runs on it,
// DIR/STATUS is what that one tells of itself, and under it lie the log, the state, the views and
// the notifications that are owed. Guarantees one writer per folder as long as the object lives,
// across processes and within one. Any thread; leaves what is in those folders to who owns it.
#pragma once

#include <filesystem>
#include <optional>

#include "connectors/embedded/folder_lock.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors {

// Where a partition's state and views lie in a data folder, or in a copy of one.
[[nodiscard]] std::filesystem::path state_folder(const std::filesystem::path& root,
                                                 engine::Partition partition);
[[nodiscard]] std::filesystem::path views_folder(const std::filesystem::path& root,
                                                 engine::Partition partition);

inline constexpr std::uint32_t data_folder_version = 1;

class DataFolder {
public:
    // For the engine: makes the folder where there is none, and takes its lock. `unavailable` when
    // another has it ("DIR is in use by process N"), `configuration` when it is of a newer version
    // or no data folder but something else, `io` when it cannot be written.
    [[nodiscard]] static engine::Result<DataFolder> open(const std::filesystem::path& folder);

    // For readers beside an engine: no lock, nothing is written. `not_found` when there is none.
    [[nodiscard]] static engine::Result<DataFolder> look(const std::filesystem::path& folder);

    // Whether an engine holds the lock now, by a look that takes nothing and disturbs nobody.
    [[nodiscard]] bool in_use() const;
    // The number of the process that holds it, or held it last; 0: nobody ever did.
    [[nodiscard]] std::int64_t holder() const;

    // Whose log the folder's is a copy of, "Kafka's leadline.log"; empty: it is the folder's own.
    // An engine that took a copy for its own would go on where others do too.
    [[nodiscard]] std::string copy_of() const;
    // Before anything is copied. For whoever holds the lock.
    [[nodiscard]] engine::Result<void> mark_copy_of(const std::string& log) const;

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::filesystem::path log() const { return root_ / "log"; }
    [[nodiscard]] std::filesystem::path notifications() const { return root_ / "notifications"; }
    // On Kafka each partition has its own: they come and go by themselves.
    [[nodiscard]] std::filesystem::path notifications(engine::Partition partition) const {
        return notifications() / std::to_string(partition.number);
    }
    [[nodiscard]] std::filesystem::path state(engine::Partition partition) const {
        return state_folder(root_, partition);
    }
    [[nodiscard]] std::filesystem::path views(engine::Partition partition) const {
        return views_folder(root_, partition);
    }

private:
    DataFolder(std::filesystem::path root, std::optional<FolderLock> lock)
        : root_(std::move(root)), lock_(std::move(lock)) {}

    std::filesystem::path root_;
    std::optional<FolderLock> lock_;
};

}  // namespace leadline::connectors
