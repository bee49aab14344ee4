// See still_folder.hpp.
#include "connectors/backup/still_folder.hpp"

#include <fmt/format.h>

#include "connectors/backup/copy_file.hpp"
#include "connectors/backup/copy_tree.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

namespace fs = std::filesystem;

// RocksDB writes a table once. All else is small and may be written in place: it is copied.
Result<void> link_or_copy(const fs::path& from, const fs::path& to) {
    TRY(make_folder(to.parent_path()));
    std::error_code error;
    if (from.extension() == ".sst")
        fs::create_hard_link(from, to, error);
    else
        fs::copy_file(from, to, error);
    if (!error) return {};
    return fail(Failure::io, fmt::format("{}: {}", to.string(), error.message()));
}

Result<StagedCopy> link_all(const DataFolder& folder) {
    auto staged = StagedCopy::ask(folder);
    if (!staged) return staged;
    const auto files = files_of(folder.root());
    if (!files) return tl::unexpected(files.error());
    for (const std::string& file : *files)
        TRY(link_or_copy(folder.root() / file, staged->path() / file));
    return staged;
}

// To read all of a folder takes as long as it is large: no engine is kept out for that. Whoever has
// the lock makes such a copy as an engine would give, and lets go; where that cannot be done, since
// the disk is full or knows no second names for files, it keeps the lock instead.
StillFolder stand_still(DataFolder folder) {
    fs::path path = folder.root();
    auto staged = link_all(folder);
    if (!staged) return {std::move(folder), {}, std::move(path)};
    path = staged->path();
    return {{}, *std::move(staged), std::move(path)};
}

}  // namespace

Result<StillFolder> open_still(const std::filesystem::path& data,
                               const std::function<bool()>& wait) {
    const auto seen = DataFolder::look(data);
    if (!seen) return tl::unexpected(seen.error());
    std::optional<StagedCopy> staged;
    for (;;) {
        if (!seen->in_use()) {
            if (auto lock = DataFolder::open(data)) return stand_still(*std::move(lock));
            // What cannot be written, nobody writes.
            if (!seen->in_use()) return StillFolder{{}, {}, data};
        }
        if (!staged) {
            auto asked = StagedCopy::ask(*seen);
            if (!asked) return tl::unexpected(std::move(asked).error());
            staged.emplace(*std::move(asked));
        }
        const auto is_ready = staged->is_ready();
        if (!is_ready) return tl::unexpected(is_ready.error());
        if (*is_ready) {
            auto path = staged->path();
            return StillFolder{{}, std::move(staged), std::move(path)};
        }
        if (!wait()) {
            return fail(Failure::passing,
                        fmt::format("process {} has {} and gives no copy of it: try again when it "
                                    "is done, or has opened it",
                                    seen->holder(), data.string()));
        }
    }
}

}  // namespace leadline::connectors
