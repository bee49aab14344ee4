// See unsynced_env.hpp.
#include "tests/projections/unsynced_env.hpp"

#include <memory>

namespace leadline::tests {

namespace {

using rocksdb::Status;

class UnsyncedFile final : public rocksdb::WritableFileWrapper {
public:
    explicit UnsyncedFile(std::unique_ptr<rocksdb::WritableFile> file)
        : WritableFileWrapper(file.get()), file_(std::move(file)) {}
    Status Sync() override { return file_->Flush(); }
    Status Fsync() override { return file_->Flush(); }
    Status RangeSync(std::uint64_t, std::uint64_t) override { return Status::OK(); }

private:
    std::unique_ptr<rocksdb::WritableFile> file_;
};

class UnsyncedFolder final : public rocksdb::Directory {
public:
    Status Fsync() override { return Status::OK(); }
    Status Close() override { return Status::OK(); }
};

class UnsyncedEnv final : public rocksdb::EnvWrapper {
public:
    UnsyncedEnv() : EnvWrapper(rocksdb::Env::Default()) {}
    const char* Name() const override { return "UnsyncedEnv"; }

    Status NewWritableFile(const std::string& name, std::unique_ptr<rocksdb::WritableFile>* file,
                           const rocksdb::EnvOptions& options) override {
        return wrapped(target()->NewWritableFile(name, file, options), file);
    }
    Status ReopenWritableFile(const std::string& name, std::unique_ptr<rocksdb::WritableFile>* file,
                              const rocksdb::EnvOptions& options) override {
        return wrapped(target()->ReopenWritableFile(name, file, options), file);
    }
    Status NewDirectory(const std::string&, std::unique_ptr<rocksdb::Directory>* folder) override {
        *folder = std::make_unique<UnsyncedFolder>();
        return Status::OK();
    }

private:
    static Status wrapped(Status status, std::unique_ptr<rocksdb::WritableFile>* file) {
        if (status.ok()) *file = std::make_unique<UnsyncedFile>(std::move(*file));
        return status;
    }
};

}  // namespace

rocksdb::Env* unsynced_env() {
    static UnsyncedEnv env;
    return &env;
}

}  // namespace leadline::tests
