// Staging: how another process gets a consistent copy of a data folder that an engine has open.
// Whoever wants one leaves a request in DIR/staging and holds a lock on it; the engine puts a copy
// beside it, of hard links, in some milliseconds; the asker takes from it at leisure and removes
// it. What nobody holds a lock on any more, since its asker or its engine died, the next engine
// removes.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "connectors/embedded/data_folder.hpp"

namespace leadline::connectors {

// The asker's side. One thread.
class StagedCopy {
public:
    // Leaves a request. `io` when the data folder cannot be written.
    [[nodiscard]] static events::Result<StagedCopy> ask(const DataFolder& folder);
    StagedCopy(StagedCopy&& other) noexcept
        : path_(std::move(other.path_)), lock_(std::move(other.lock_)) {
        other.lock_.reset();
    }
    StagedCopy& operator=(StagedCopy&&) = delete;
    StagedCopy(const StagedCopy&) = delete;
    StagedCopy& operator=(const StagedCopy&) = delete;
    ~StagedCopy();  // removes copy and request

    // Whether the copy is there now. The error is what the engine says of why it cannot be.
    [[nodiscard]] events::Result<bool> is_ready() const;
    // A folder with log/, state/ and views/ in it.
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    StagedCopy(std::filesystem::path path, FolderLock lock)
        : path_(std::move(path)), lock_(std::move(lock)) {}

    std::filesystem::path path_;
    std::optional<FolderLock> lock_;
};

// The engine's side. One thread.
class Staging {
public:
    // Fills a folder that is there and empty.
    using Make = std::function<events::Result<void>(const std::filesystem::path& to)>;

    Staging(const std::filesystem::path& data, Make make);

    // Makes what is asked for and removes what nobody waits for. Cheap when there is nothing.
    void look();

private:
    void answer(const std::string& id) const;

    std::filesystem::path folder_;
    Make make_;
    std::set<std::string> unheld_;  // names whose request nobody held at the look before
};

}  // namespace leadline::connectors
