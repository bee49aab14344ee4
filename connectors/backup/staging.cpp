// See staging.hpp. In the folder: ID.request, which its asker has locked; ID.making and then ID,
// the copy; ID.failed, why there is none.
#include "connectors/backup/staging.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "connectors/backup/copy_file.hpp"

namespace leadline::connectors {

namespace fs = std::filesystem;
using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr const char* folder_name = "staging";

fs::path beside(const fs::path& path, const char* ending) {
    return fs::path(path.string() + ending);
}

}  // namespace

Result<StagedCopy> StagedCopy::ask(const DataFolder& folder) {
    const fs::path staging = folder.root() / folder_name;
    TRY(make_folder(staging));
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const std::string id = fmt::format(
        "{}-{}", ::getpid(), std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
    auto lock = FolderLock::take(staging, id + ".request");
    if (!lock) return tl::unexpected(std::move(lock).error());
    return StagedCopy(staging / id, *std::move(lock));
}

StagedCopy::~StagedCopy() {
    if (!lock_) return;
    std::error_code ignored;
    for (const char* ending : {"", ".making", ".failed", ".request"})
        fs::remove_all(beside(path_, ending), ignored);
    fs::remove(path_.parent_path(), ignored);  // if it is empty now
}

Result<bool> StagedCopy::is_ready() const {
    std::error_code ignored;
    if (fs::exists(path_, ignored)) return true;
    if (!fs::exists(beside(path_, ".failed"), ignored)) return false;
    auto why = read_file(beside(path_, ".failed"));
    return fail(Failure::io, why ? *std::move(why) : std::move(why).error().message);
}

Staging::Staging(const fs::path& data, Make make)
    : folder_(data / folder_name), make_(std::move(make)) {}

void Staging::look() {
    std::error_code error;
    std::set<std::string> names;  // of everything there, without endings
    for (const auto& entry : fs::directory_iterator(folder_, error))
        names.insert(entry.path().stem().string());
    std::set<std::string> unheld;
    for (const std::string& id : names) {
        if (FolderLock::is_taken(folder_, id + ".request")) {
            answer(id);
        } else if (unheld_.contains(id)) {  // twice: its asker is not about to lock it
            for (const char* ending : {"", ".making", ".failed", ".request"})
                fs::remove_all(beside(folder_ / id, ending), error);
        } else {
            unheld.insert(id);
        }
    }
    unheld_ = std::move(unheld);
}

void Staging::answer(const std::string& id) const {
    const fs::path copy = folder_ / id;
    const fs::path making = beside(copy, ".making");
    std::error_code error;
    if (fs::exists(copy, error) || fs::exists(beside(copy, ".failed"), error)) return;
    fs::remove_all(making, error);  // of an engine that died
    auto made = make_folder(making);
    if (made) made = make_(making);
    if (made) {
        fs::rename(making, copy, error);
        if (!error) return;
        made = fail(Failure::io, fmt::format("{}: {}", copy.string(), error.message()));
    }
    fs::remove_all(making, error);
    // On a disk that is full this may fail too: the asker gives up by itself.
    static_cast<void>(write_file(beside(copy, ".failed"), made.error().message));
}

}  // namespace leadline::connectors
