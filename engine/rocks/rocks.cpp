// See rocks.hpp.
#include "engine/rocks/rocks.hpp"

#include <fmt/format.h>
#include <rocksdb/db.h>

namespace leadline::engine {

using events::Failure;

namespace {

class SilentLogger final : public rocksdb::Logger {
public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

class NoRecovery final : public rocksdb::EventListener {
public:
    void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                              bool* begins) override {
        *begins = false;
    }
};

// RocksDB has no code of its own for it, and its words hold the path, which may hold any other.
bool is_of_lock(std::string_view text) {
    return text.find("While lock file") != std::string_view::npos ||
           text.find("lock hold by current process") != std::string_view::npos;
}

}  // namespace

std::shared_ptr<rocksdb::Logger> no_info_log() { return std::make_shared<SilentLogger>(); }

std::shared_ptr<rocksdb::EventListener> no_recovery() { return std::make_shared<NoRecovery>(); }

rocksdb::Status catch_up_with_primary(rocksdb::DB& follower) {
    const auto first = follower.TryCatchUpWithPrimary();
    return first.ok() ? follower.TryCatchUpWithPrimary() : first;
}

events::Error to_error(const rocksdb::Status& status, const std::filesystem::path& folder) {
    const std::string where = folder.string();
    if (status.IsNoSpace())
        return {Failure::io, fmt::format("the disk that holds {} is full", where)};
    if (status.IsCorruption())
        return {Failure::corrupt, fmt::format("{} is damaged: {}", where, status.ToString())};
    if (status.IsIOError() && is_of_lock(status.ToString()))
        return {Failure::unavailable, fmt::format("{} is in use by another process", where)};
    return {Failure::io, fmt::format("{} cannot be read or written: {}", where, status.ToString())};
}

}  // namespace leadline::engine
