// See backup.hpp: making one.
#include "connectors/backup/backup.hpp"

#include <fmt/format.h>

#include "connectors/backup/copy_tree.hpp"
#include "connectors/backup/still_folder.hpp"

namespace leadline::connectors {

namespace fs = std::filesystem;
using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::string_view ending = ".unfinished";
constexpr const char* lock_name = "LOCK";

// The folder that becomes the backup: beside its place, locked, and gone unless finish() was.
class Draft {
public:
    [[nodiscard]] static Result<Draft> make(const fs::path& to) {
        // "backups/" is the folder "backups".
        const fs::path place = to.has_filename() ? to : to.parent_path();
        std::error_code error;
        if (fs::exists(fs::symlink_status(place, error)) && !error) {
            return fail(Failure::usage,
                        fmt::format("{} is there already: a backup becomes a folder "
                                    "of its own",
                                    place.string()));
        }
        const fs::path draft(place.string() + std::string(ending));
        TRY(make_folder(draft));
        auto lock = FolderLock::take(draft, lock_name);
        if (!lock) return tl::unexpected(std::move(lock).error());
        // Of one that was cut short.
        for (const auto& entry : fs::directory_iterator(draft, error))
            if (entry.path().filename() != lock_name) fs::remove_all(entry.path(), error);
        if (error) return fail(Failure::io, fmt::format("{}: {}", draft.string(), error.message()));
        return Draft(place, draft, *std::move(lock));
    }
    Draft(Draft&& other) noexcept
        : place_(std::move(other.place_)),
          path_(std::move(other.path_)),
          lock_(std::move(other.lock_)) {
        other.path_.clear();
    }
    Draft& operator=(Draft&&) = delete;
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }

    [[nodiscard]] const fs::path& path() const { return path_; }

    [[nodiscard]] Result<void> finish(const BackupManifest& manifest) {
        TRY(sync_tree(path_));
        TRY(write_file(path_ / manifest_name, to_text(manifest)));
        std::error_code error;
        fs::remove(path_ / lock_name, error);
        TRY(sync_folder(path_));
        fs::rename(path_, place_, error);
        if (error) {
            return fail(Failure::io,
                        fmt::format("{} cannot be made: {}", place_.string(), error.message()));
        }
        path_.clear();
        const fs::path parent = place_.parent_path();
        return sync_folder(parent.empty() ? "." : parent);
    }

private:
    Draft(fs::path place, fs::path path, FolderLock lock)
        : place_(std::move(place)), path_(std::move(path)), lock_(std::move(lock)) {}

    fs::path place_;
    fs::path path_;
    FolderLock lock_;
};

std::uint64_t bytes_of(const fs::path& root, const std::vector<std::string>& files) {
    std::uint64_t bytes = 0;
    std::error_code ignored;
    for (const std::string& file : files) bytes += fs::file_size(root / file, ignored);
    return bytes;
}

// What is restored from one would take itself for the log.
Result<void> refuse_copies(const fs::path& data) {
    const auto folder = DataFolder::look(data);
    if (!folder) return {};  // said in better words by who opens it
    const std::string copied = folder->copy_of();
    if (copied.empty()) return {};
    return fail(Failure::usage,
                fmt::format("{} holds a copy of {}, which is the log that is to be kept; `leadline "
                            "log copy --from kafka` makes another copy",
                            data.string(), copied));
}

}  // namespace

Result<BackupManifest> make_backup(const fs::path& data, const fs::path& to,
                                   const BackupWork& work) {
    TRY(refuse_copies(data));
    auto draft = Draft::make(to);
    if (!draft) return tl::unexpected(std::move(draft).error());
    BackupManifest manifest;
    manifest.made = work.now;
    {
        const auto source = open_still(data, work.wait);
        if (!source) return tl::unexpected(source.error());
        const auto files = files_of(source->path);
        if (!files) return tl::unexpected(files.error());
        CopyMeter meter(work, bytes_of(source->path, *files));
        for (const std::string& file : *files) {
            auto copied = copy_one(source->path, draft->path(), file, meter);
            if (!copied) return tl::unexpected(std::move(copied).error());
            manifest.files.push_back(*std::move(copied));
        }
        auto format = copy_one(data, draft->path(), "FORMAT", meter);
        if (!format) return tl::unexpected(std::move(format).error());
        manifest.files.push_back(*std::move(format));
    }
    TRY(prove_log(draft->path(), manifest));
    TRY(draft->finish(manifest));
    return manifest;
}

}  // namespace leadline::connectors
