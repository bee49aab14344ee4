// Inbox: a folder into which others put files of command lines. A file is taken by renaming it into
// taken/, and moved on to done/ with its outcomes beside it, or to failed/ with a reason; what a
// crash left in taken/ is taken again. Names that begin with a dot or end in .tmp, and folders, are
// not looked at: a publisher writes there and renames. One engine at a time; any of its threads.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "connectors/embedded/folder_lock.hpp"
#include "events/base/time.hpp"

namespace leadline::connectors {

inline constexpr std::string_view outcomes_ending = ".outcomes.jsonl";
inline constexpr std::string_view reason_ending = ".reason.txt";

class Inbox {
public:
    // Makes the folder and its rooms where they are missing. `usage` when it lies in `data` or is
    // another data folder, `unavailable` when another engine has it, `io` when it cannot be
    // written.
    [[nodiscard]] static events::Result<Inbox> open(const std::filesystem::path& folder,
                                                    const std::filesystem::path& data);

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::filesystem::path taken() const { return root_ / "taken"; }
    [[nodiscard]] std::filesystem::path done() const { return root_ / "done"; }
    [[nodiscard]] std::filesystem::path failed() const { return root_ / "failed"; }

    // The first `max` names behind `after`, in the order of their bytes: of files that wait, or of
    // files that were taken.
    [[nodiscard]] events::Result<std::vector<std::string>> waiting_names(const std::string& after,
                                                                         std::size_t max) const;
    [[nodiscard]] events::Result<std::vector<std::string>> taken_names(const std::string& after,
                                                                       std::size_t max) const;

    // Renames a file that waits into taken/. The result is its name from now on: its own, or with
    // "~" and the time behind it when that name has been there before. None: it has gone.
    [[nodiscard]] events::Result<std::optional<std::string>> take(const std::string& name,
                                                                  events::Time now) const;

    // A descriptor to read a taken file by. `io` when it cannot be, with the reason alone: not
    // there, not permitted, no regular file, a name that is no text.
    [[nodiscard]] events::Result<int> open_taken(const std::string& name) const;

private:
    Inbox(std::filesystem::path root, FolderLock lock)
        : root_(std::move(root)), lock_(std::move(lock)) {}
    [[nodiscard]] bool is_known(const std::string& name) const;

    std::filesystem::path root_;
    FolderLock lock_;
};

}  // namespace leadline::connectors
