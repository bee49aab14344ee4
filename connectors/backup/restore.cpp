// See backup.hpp: a data folder from one. FORMAT is written last: a folder without it is no data
// folder, and no engine opens it.
#include <fmt/format.h>

#include <algorithm>

#include "connectors/backup/backup.hpp"
#include "connectors/backup/copy_tree.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/block.hpp"
#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::connectors {

namespace fs = std::filesystem;
using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr std::string_view lock_name = "LOCK";
constexpr std::string_view begun_name = "RESTORING";  // in a folder that is not whole yet
constexpr std::string_view format_name = "FORMAT";

Result<BackupManifest> open_backup(const fs::path& from) {
    std::error_code error;
    if (!fs::exists(from / manifest_name, error)) {
        if (!fs::exists(from, error))
            return fail(Failure::io,
                        fmt::format("{} cannot be read: there is no such folder", from.string()));
        return fail(Failure::bad_input, fmt::format("{} is no finished backup: it has no file {}",
                                                    from.string(), manifest_name));
    }
    auto text = read_file(from / manifest_name);
    if (!text) return tl::unexpected(std::move(text).error());
    auto manifest = parse_manifest(*text);
    if (manifest) return manifest;
    return fail(manifest.error().failure,
                fmt::format("the backup {}: {}", from.string(), manifest.error().message));
}

// The folder that becomes a data folder; emptied again unless finish() was.
class Target {
public:
    [[nodiscard]] static Result<Target> make(const fs::path& path) {
        std::error_code error;
        const bool is_new = !fs::exists(path, error);
        TRY(make_folder(path));
        if (!is_new && !is_free(path)) {
            return fail(Failure::usage,
                        fmt::format("{} is not empty: a backup is restored into a folder of its "
                                    "own",
                                    path.string()));
        }
        auto lock = FolderLock::take(path, std::string(lock_name));
        if (!lock) return tl::unexpected(std::move(lock).error());
        Target target(path, is_new, *std::move(lock));
        target.clear();
        TRY(write_file(path / begun_name, "a backup is being restored into this folder\n"));
        return target;
    }
    Target(Target&& other) noexcept
        : path_(std::move(other.path_)), is_new_(other.is_new_), lock_(std::move(other.lock_)) {
        other.path_.clear();
    }
    Target& operator=(Target&&) = delete;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    ~Target() {
        if (path_.empty()) return;
        clear();
        std::error_code ignored;
        fs::remove(path_ / lock_name, ignored);
        if (is_new_) fs::remove(path_, ignored);
    }

    [[nodiscard]] const fs::path& path() const { return path_; }

    // Everything but FORMAT is there.
    [[nodiscard]] Result<void> finish(const fs::path& from, const BackupFile& format,
                                      CopyMeter& meter) {
        TRY(sync_tree(path_));
        const fs::path draft = "FORMAT.new";
        const auto copied = copy_file(from / format.path, path_ / draft,
                                      [&meter](std::uint64_t bytes) { return meter.add(bytes); });
        if (!copied) return tl::unexpected(copied.error());
        // In this order, so that whatever comes between leaves a folder that is either free or
        // whole.
        std::error_code error;
        fs::rename(path_ / draft, path_ / format_name, error);
        if (!error) fs::remove(path_ / begun_name, error);
        if (error) return fail(Failure::io, fmt::format("{}: {}", path_.string(), error.message()));
        TRY(sync_folder(path_));
        path_.clear();
        return {};
    }

private:
    Target(fs::path path, bool is_new, FolderLock lock)
        : path_(std::move(path)), is_new_(is_new), lock_(std::move(lock)) {}

    // Empty, or what a restore that was cut short has left.
    [[nodiscard]] static bool is_free(const fs::path& path) {
        std::error_code error;
        if (fs::exists(path / format_name, error)) return false;
        if (fs::exists(path / begun_name, error)) return true;
        for (const auto& entry : fs::directory_iterator(path, error))
            if (entry.path().filename() != lock_name) return false;
        return true;
    }
    void clear() const {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(path_, ignored))
            if (entry.path().filename() != lock_name && entry.path().filename() != begun_name)
                fs::remove_all(entry.path(), ignored);
        fs::remove(path_ / begun_name, ignored);
    }

    fs::path path_;
    bool is_new_;
    FolderLock lock_;
};

tl::unexpected<events::Error> damaged(const fs::path& from, const std::string& what) {
    return fail(Failure::corrupt, fmt::format("the backup {} is damaged: {}", from.string(), what));
}

Result<void> copy_all(const fs::path& from, const BackupManifest& manifest, const fs::path& to,
                      CopyMeter& meter) {
    for (const BackupFile& file : manifest.files) {
        if (file.path == format_name) continue;
        std::error_code error;
        if (!fs::exists(from / file.path, error)) return damaged(from, file.path + " is missing");
        const auto copied = copy_one(from, to, file.path, meter);
        if (!copied) return tl::unexpected(copied.error());
        if (*copied != file)
            return damaged(from, file.path + " is not what it was when the backup was made");
    }
    return {};
}

// A state that cannot be read is made again from the log; one that the log does not bear out means
// that the log lacks something.
Result<void> check_state(const fs::path& data) {
    const auto log = EmbeddedReader::open(data / "log", Beside::nobody);
    if (!log) return tl::unexpected(log.error());
    for (engine::Partition p; p.number < (*log)->partitions(); ++p.number) {
        const auto store = engine::RocksStateStore::open(state_folder(data, p));
        const auto at = store->position();
        if (!at || !*at || (*at)->block == 0) continue;
        const auto block = (*log)->read(p, (*at)->block);
        if (block && engine::block_hash(*block) == (*at)->block_hash) continue;
        return fail(Failure::loss,
                    fmt::format("partition {}: state stands at position {}, on a block {} that is "
                                "not the log's",
                                p.number, (*at)->position.number, (*at)->block));
    }
    return {};
}

}  // namespace

Result<BackupManifest> restore_backup(const fs::path& from, const fs::path& data,
                                      const BackupWork& work) {
    auto manifest = open_backup(from);
    if (!manifest) return manifest;
    const auto format = std::find_if(manifest->files.begin(), manifest->files.end(),
                                     [](const auto& file) { return file.path == format_name; });
    if (format == manifest->files.end()) return damaged(from, "it has no FORMAT");
    TRY(DataFolder::look(from));  // of a version that this program knows
    auto target = Target::make(data);
    if (!target) return tl::unexpected(std::move(target).error());
    std::uint64_t bytes = 0;
    for (const BackupFile& file : manifest->files) bytes += file.bytes;
    CopyMeter meter(work, bytes);
    TRY(copy_all(from, *manifest, target->path(), meter));
    BackupManifest found;
    TRY(prove_log(target->path(), found));
    if (found.log != manifest->log || found.places != manifest->places)
        return damaged(from, "its log does not end where it did when the backup was made");
    TRY(check_state(target->path()));
    TRY(target->finish(from, *format, meter));
    return manifest;
}

}  // namespace leadline::connectors
