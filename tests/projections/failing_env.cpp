// See failing_env.hpp.
#include "tests/projections/failing_env.hpp"

#include <rocksdb/file_system.h>

namespace leadline::tests {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {
IOStatus killed() { return IOStatus::IOError("the process was killed"); }
}  // namespace

class FailingEnv::File final : public rocksdb::FSWritableFileOwnerWrapper {
public:
    File(FailingEnv& env, std::unique_ptr<FSWritableFile> file)
        : FSWritableFileOwnerWrapper(std::move(file)), env_(env) {}

    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        return FSWritableFileOwnerWrapper::Append(data, options, debug);
    }
    IOStatus Append(const Slice& data, const IOOptions& options,
                    const rocksdb::DataVerificationInfo& info, IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        return FSWritableFileOwnerWrapper::Append(data, options, info, debug);
    }
    IOStatus Sync(const IOOptions&, IODebugContext*) override {
        return env_.is_killed() ? killed() : IOStatus::OK();
    }
    IOStatus Fsync(const IOOptions&, IODebugContext*) override {
        return env_.is_killed() ? killed() : IOStatus::OK();
    }

private:
    FailingEnv& env_;
};

class FailingEnv::Files final : public rocksdb::FileSystemWrapper {
public:
    explicit Files(FailingEnv& env)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), env_(env) {}

    [[nodiscard]] const char* Name() const override { return "FailingEnv"; }

    IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                             std::unique_ptr<FSWritableFile>* result,
                             IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        auto status = FileSystemWrapper::NewWritableFile(name, options, result, debug);
        if (status.ok()) *result = std::make_unique<File>(env_, std::move(*result));
        return status;
    }
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                        IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        return FileSystemWrapper::RenameFile(from, to, options, debug);
    }
    IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        return FileSystemWrapper::LinkFile(from, to, options, debug);
    }
    IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                        IODebugContext* debug) override {
        if (!env_.may_go_on()) return killed();
        return FileSystemWrapper::DeleteFile(name, options, debug);
    }

private:
    FailingEnv& env_;
};

FailingEnv::FailingEnv() : env_(rocksdb::NewCompositeEnv(std::make_shared<Files>(*this))) {}

}  // namespace leadline::tests
