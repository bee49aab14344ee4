// See inbox_outcomes.hpp.
#include "connectors/serve/inbox_outcomes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "events/codec/outcome_json.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace fs = std::filesystem;

namespace {

// With more files than that the whole file system is synced once, which costs about as much.
constexpr std::size_t synced_one_by_one = 4;

tl::unexpected<events::Error> cannot(const fs::path& path, const char* verb, int error) {
    return fail(Failure::io,
                fmt::format("{} cannot be {}: {}", path.string(), verb, std::strerror(error)));
}

Result<void> write_all(int file, const fs::path& path, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot(path, "written", errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return cannot(folder, "opened", errno);
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return error == 0 ? Result<void>{} : cannot(folder, "written", error);
}

}  // namespace

InboxOutcomes::~InboxOutcomes() {
    for (const File& file : files_)
        if (file.draft >= 0) ::close(file.draft);
}

void InboxOutcomes::begin(std::string name) {
    const std::lock_guard lock(mutex_);
    files_.emplace_back().name = std::move(name);
}

void InboxOutcomes::expect() {
    const std::lock_guard lock(mutex_);
    ++files_.back().expected;
}

Result<void> InboxOutcomes::end(std::string problem) {
    std::deque<File> complete;
    {
        const std::lock_guard lock(mutex_);
        files_.back().has_ended = true;
        files_.back().problem = std::move(problem);
        complete = take_complete();
    }
    return finish(std::move(complete));
}

// Under mutex_.
std::deque<InboxOutcomes::File> InboxOutcomes::take_complete() {
    std::deque<File> complete;
    while (!files_.empty() && files_.front().has_ended &&
           files_.front().told == files_.front().expected) {
        complete.push_back(std::move(files_.front()));
        files_.pop_front();
    }
    return complete;
}

Result<void> InboxOutcomes::tell(const engine::Epoch& epoch) {
    std::deque<File> complete;
    Result<void> written;
    {
        const std::lock_guard lock(mutex_);
        std::size_t at = 0;
        engine::for_each_outcome(epoch, arena_, [&](const events::Outcome& outcome, std::size_t) {
            while (files_[at].told == files_[at].expected) ++at;
            File& file = files_[at];
            append_outcome(file.outcomes, outcome);
            file.outcomes += '\n';
            ++file.told;
        });
        complete = take_complete();
        if (!files_.empty() && files_.front().told > 0) written = write(files_.front());
    }
    TRY(written);
    return finish(std::move(complete));
}

fs::path InboxOutcomes::room_of(const File& file) const {
    return file.problem.empty() ? inbox_.done() : inbox_.failed();
}

fs::path InboxOutcomes::draft_of(const File& file) const {
    return inbox_.taken() / ("." + file.name + std::string(outcomes_ending));
}

Result<void> InboxOutcomes::write(File& file) const {
    const fs::path path = draft_of(file);
    if (file.draft < 0) {
        file.draft = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (file.draft < 0) return cannot(path, "written", errno);
    }
    TRY(write_all(file.draft, path, file.outcomes));
    file.outcomes.clear();
    return {};
}

// Whatever was told is on the disk afterwards, under the names of drafts.
Result<void> InboxOutcomes::sync(std::deque<File>& files) const {
    const bool at_once = files.size() > synced_one_by_one;
    // Opened before anything is written, so that syncfs() tells every error since.
    const int folder =
        at_once ? ::open(inbox_.taken().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    Result<void> synced;
    if (at_once && folder < 0) synced = cannot(inbox_.taken(), "opened", errno);
    for (File& file : files) {
        if (!has_outcomes(file)) continue;
        if (synced) synced = write(file);
        if (synced && !at_once && file.told > 0 && ::fdatasync(file.draft) != 0)
            synced = cannot(draft_of(file), "written", errno);
        if (file.draft >= 0) ::close(std::exchange(file.draft, -1));
    }
    if (synced && at_once && ::syncfs(folder) != 0)
        synced = cannot(inbox_.taken(), "written", errno);
    if (folder >= 0) ::close(folder);
    return synced;
}

Result<void> InboxOutcomes::finish(std::deque<File> files) {
    TRY(sync(files));
    bool has_told = false;
    for (const File& file : files) {
        TRY(move_on(file));
        has_told |= file.told > 0;
        ++(file.problem.empty() ? done_ : failed_);
    }
    // A file without a single answer says as much if a power cut puts it back.
    if (!has_told) return {};
    TRY(sync_folder(inbox_.done()));
    return sync_folder(inbox_.taken());
}

// Its outcomes first: a crash between the two leaves a file that is taken again.
Result<void> InboxOutcomes::move_on(const File& file) const {
    const fs::path place = room_of(file) / file.name;
    if (has_outcomes(file)) {
        const fs::path beside = room_of(file) / (file.name + std::string(outcomes_ending));
        if (::rename(draft_of(file).c_str(), beside.c_str()) != 0)
            return cannot(draft_of(file), "moved", errno);
    }
    if (!file.problem.empty()) {
        const fs::path reason = room_of(file) / (file.name + std::string(reason_ending));
        const int to = ::open(reason.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (to < 0) return cannot(reason, "written", errno);
        const auto written = write_all(to, reason, file.problem + "\n");
        ::close(to);
        TRY(written);
    }
    // Somebody may have taken it away by hand; its commands are decided all the same.
    const fs::path from = inbox_.taken() / file.name;
    if (::rename(from.c_str(), place.c_str()) == 0 || errno == ENOENT) return {};
    return cannot(from, "moved", errno);
}

}  // namespace leadline::connectors
