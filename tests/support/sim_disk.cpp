// See sim_disk.hpp.
#include "tests/support/sim_disk.hpp"

#include <rocksdb/file_system.h>

#include <utility>

namespace leadline::tests {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// A file that is being written, and how far it was synced.
class SimDisk::File final : public rocksdb::FSWritableFileOwnerWrapper {
public:
    File(SimDisk& disk, std::string name, std::unique_ptr<FSWritableFile> file)
        : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), name_(std::move(name)) {}

    using FSWritableFileOwnerWrapper::Append;
    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
        if (disk_.full_) return IOStatus::NoSpace("simulated");
        written_ += data.size();
        return FSWritableFileOwnerWrapper::Append(data, options, debug);
    }
    IOStatus Append(const Slice& data, const IOOptions& options,
                    const rocksdb::DataVerificationInfo& info, IODebugContext* debug) override {
        if (disk_.full_) return IOStatus::NoSpace("simulated");
        written_ += data.size();
        return FSWritableFileOwnerWrapper::Append(data, options, info, debug);
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
        if (disk_.sync_fails_) return IOStatus::IOError("simulated: the sync failed");
        note_synced();
        return FSWritableFileOwnerWrapper::Sync(options, debug);
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
        if (disk_.sync_fails_) return IOStatus::IOError("simulated: the sync failed");
        note_synced();
        return FSWritableFileOwnerWrapper::Fsync(options, debug);
    }

private:
    void note_synced() {
        const std::scoped_lock lock(disk_.mutex_);
        disk_.synced_[name_] = written_;
    }

    SimDisk& disk_;
    std::string name_;
    std::uint64_t written_ = 0;
};

class SimDisk::Files final : public rocksdb::FileSystemWrapper {
public:
    explicit Files(SimDisk& disk)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}

    [[nodiscard]] const char* Name() const override { return "SimDisk"; }

    IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                             std::unique_ptr<FSWritableFile>* result,
                             IODebugContext* debug) override {
        auto status = FileSystemWrapper::NewWritableFile(name, options, result, debug);
        if (!status.ok()) return status;
        const std::scoped_lock lock(disk_.mutex_);
        disk_.synced_[name] = 0;
        *result = std::make_unique<File>(disk_, name, std::move(*result));
        return status;
    }
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                        IODebugContext* debug) override {
        const std::scoped_lock lock(disk_.mutex_);
        const auto moved = disk_.synced_.extract(from);
        disk_.synced_.erase(to);
        if (!moved.empty()) disk_.synced_[to] = moved.mapped();
        return FileSystemWrapper::RenameFile(from, to, options, debug);
    }

    IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                        IODebugContext* debug) override {
        const std::scoped_lock lock(disk_.mutex_);
        disk_.synced_.erase(name);
        return FileSystemWrapper::DeleteFile(name, options, debug);
    }

private:
    SimDisk& disk_;
};

SimDisk::SimDisk() : env_(rocksdb::NewCompositeEnv(std::make_shared<Files>(*this))) {}

SimDisk::~SimDisk() = default;

void copy_as_killed(const fs::path& from, const fs::path& to) {
    const auto picture = [&] {
        std::map<std::string, std::pair<std::uintmax_t, fs::file_time_type>> files;
        std::error_code gone;
        for (const auto& entry : fs::directory_iterator(from)) {
            files[entry.path().string()] = {entry.file_size(gone), entry.last_write_time(gone)};
        }
        return files;
    };
    for (bool moved = true; moved;) {
        const auto before = picture();
        std::error_code gone;
        fs::remove_all(to);
        fs::copy(from, to, gone);
        moved = gone || picture() != before;
    }
}

// Nothing is synced, made, renamed or deleted meanwhile: those wait for the lock.
void SimDisk::power_cut(const fs::path& from, const fs::path& to) {
    const std::scoped_lock lock(mutex_);
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
        const auto copy = to / entry.path().filename();
        fs::copy_file(entry.path(), copy);
        const auto known = synced_.find(entry.path().string());
        if (known == synced_.end()) continue;
        if (fs::file_size(copy) > known->second) {
            fs::resize_file(copy, known->second);
        }
    }
}

}  // namespace leadline::tests
