// `log copy`: a log dealt anew into a data folder of its own, with another number of partitions.
// The folder appears under its name only when it is whole; state and views are made when it is
// opened first.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "connectors/cli/progress.hpp"
#include "connectors/cli/read/deal_anew.hpp"
#include "connectors/cli/read/things.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace fs = std::filesystem;

namespace {

// What may be in a folder that a copy is making.
constexpr std::string_view draft_names[] = {"LOCK", "FORMAT", "FORMAT.new",
                                            "log",  "state",  "views"};

template <std::size_t size>
std::string hex(const std::array<std::byte, size>& bytes) {
    std::string text;
    events::append_hex(text, bytes);
    return text;
}

bool is_within(const fs::path& path, const fs::path& folder) {
    std::error_code ignored;
    const fs::path inner = fs::weakly_canonical(path, ignored);
    const fs::path outer = fs::weakly_canonical(folder, ignored);
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first ==
           outer.end();
}

Result<void> check_target(const fs::path& target, const fs::path& source) {
    std::error_code error;
    if (is_within(target, source)) {
        return fail(Failure::usage,
                    fmt::format("{} lies in the folder that is to be copied", target.string()));
    }
    if (!fs::exists(target, error)) return {};
    if (fs::is_directory(target, error) && fs::is_empty(target, error)) return {};
    return fail(Failure::usage, fmt::format("{} is not an empty folder", target.string()));
}

// "DIR/", too, is DIR.
fs::path without_end(fs::path path) { return path.has_filename() ? path : path.parent_path(); }

// Nothing but what a copy makes: so that no folder of another's is emptied for its name.
Result<void> check_leftover(const fs::path& path) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path, error)) {
        const std::string name = entry.path().filename();
        if (std::find(std::begin(draft_names), std::end(draft_names), name) ==
            std::end(draft_names))
            return fail(Failure::usage, fmt::format("{} is in the way: it has {}, which no copy "
                                                    "that was cut short has left",
                                                    path.string(), name));
    }
    if (!error) return {};
    return fail(Failure::usage,
                fmt::format("{} is in the way: {}", path.string(), error.message()));
}

// What a copy that was killed has left, is begun again: its log has an id of its own, and where it
// stopped can only be told by dealing all that came before once more, which is most of the work.
// Nobody else may be at it.
Result<void> empty_leftover(const fs::path& path) {
    TRY(check_leftover(path));
    const auto lock = FolderLock::take(path, "LOCK");
    if (!lock) return tl::unexpected(lock.error());
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path, error))
        if (entry.path().filename() != "LOCK") fs::remove_all(entry.path(), error);
    if (!error) return {};
    return fail(Failure::io, fmt::format("{}: {}", path.string(), error.message()));
}

// The folder while it is made, beside its place, and locked. Goes away unless it is finished.
class Draft {
public:
    explicit Draft(const fs::path& target)
        : target_(target), path_(target.string() + ".unfinished") {}
    ~Draft() {
        std::error_code ignored;
        if (folder_ && !is_finished_) fs::remove_all(path_, ignored);
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    [[nodiscard]] const DataFolder& folder() const { return *folder_; }

    // `unavailable` when another is at the same place.
    [[nodiscard]] Result<void> begin() {
        std::error_code error;
        if (fs::exists(path_, error)) TRY(empty_leftover(path_));
        auto folder = DataFolder::open(path_);
        if (!folder) return tl::unexpected(std::move(folder).error());
        folder_.emplace(*std::move(folder));
        return {};
    }
    [[nodiscard]] Result<void> finish() {
        const auto cannot = [this] {
            return fail(Failure::io, fmt::format("{} cannot be made: {}", target_.string(),
                                                 std::strerror(errno)));
        };
        if (::rename(path_.c_str(), target_.c_str()) != 0) return cannot();
        is_finished_ = true;
        folder_.reset();
        const fs::path above = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
        const int folder = ::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) return cannot();
        const bool is_synced = ::fsync(folder) == 0;
        ::close(folder);
        return is_synced ? Result<void>() : cannot();
    }

private:
    fs::path target_;
    fs::path path_;
    std::optional<DataFolder> folder_;
    bool is_finished_ = false;
};

Result<Table> table_of(const engine::LogReader& log) {
    Table partitions("partitions",
                     {{"partition"}, {"events"}, {"blocks"}, {"last_time"}, {"chain_hash"}});
    for (engine::Partition p; p.number < log.partitions(); ++p.number) {
        const auto end = log.end(p);
        if (!end) return tl::unexpected(end.error());
        partitions.add(
            {p.number, end->last_position.number, end->block, end->last_time, hex(end->hash)});
    }
    return partitions;
}

struct Copying {
    Context& context;
    const StopSignals& signals;
};

// Fills the draft; what is to be said of it.
Result<Record> fill(const Draft& draft, const CopyArgs& args, const OpenLog& from,
                    Copying to_whom) {
    Context& context = to_whom.context;
    const StopSignals& signals = to_whom.signals;
    EmbeddedOptions options;
    options.partitions = args.partitions;
    const auto to = EmbeddedLog::open(draft.folder().log(), options);
    if (!to) return tl::unexpected(to.error());
    Progress progress(context.console.err, progress_style(context));
    DealAnew dealer(**to);
    TRY(dealer.run(*from.reader, [&](std::uint64_t count, std::uint64_t all) {
        progress.at({"copied", "events", count, share_of(count, all)});
        return go_on(signals);
    }));
    auto partitions = table_of(**to);
    if (!partitions) return tl::unexpected(partitions.error());
    Record record;
    record.add("folder", args.folder)
        .add("log", hex((*to)->id()))
        .add("copied_from", hex(from.reader->id()))
        .add("dead_letters", dealer.dead_letters())
        .add(*std::move(partitions));
    return record;
}

}  // namespace

Answered log_copy(Context& context, const CopyArgs& args) {
    const StopSignals signals;
    const auto from = open_log(context);
    if (!from) return tl::unexpected(from.error());
    const auto ends = from->ends();
    if (!ends) return tl::unexpected(ends.error());
    const fs::path target = without_end(args.folder);
    TRY(check_target(target, from->folder.root()));
    Draft draft(target);
    TRY(draft.begin());
    const auto record = fill(draft, args, *from, {context, signals});
    if (!record) return tl::unexpected(record.error());
    TRY(go_on(signals));
    TRY(draft.finish());
    TRY(show(answering(context), *record, *ends));
    return ExitCode::done;
}

}  // namespace leadline::connectors
