// See rows.hpp.
#include "connectors/notify/rows.hpp"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <set>

#include "engine/rocks/rocks.hpp"

namespace leadline::connectors::notify {

using events::Result;

namespace {

class StoredRows final : public Rows {
public:
    StoredRows(std::unique_ptr<rocksdb::DB> db, std::filesystem::path folder)
        : db_(std::move(db)), folder_(std::move(folder)) {}

    [[nodiscard]] Result<std::optional<std::string>> get(std::string_view key) const override {
        std::string value;
        const rocksdb::Status status =
            db_->Get(rocksdb::ReadOptions(), rocksdb::Slice(key.data(), key.size()), &value);
        if (status.IsNotFound()) return std::nullopt;
        if (!status.ok()) return tl::unexpected(engine::to_error(status, folder_));
        return value;
    }

    [[nodiscard]] Result<void> scan(std::string_view prefix, const Visit& visit) const override {
        const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(rocksdb::ReadOptions()));
        for (at->Seek({prefix.data(), prefix.size()}); at->Valid(); at->Next()) {
            const std::string_view key = at->key().ToStringView();
            if (!key.starts_with(prefix)) break;
            visit(key, at->value().ToStringView());
        }
        if (!at->status().ok()) return tl::unexpected(engine::to_error(at->status(), folder_));
        return {};
    }

    [[nodiscard]] Result<void> write(const Changes& changes) override {
        rocksdb::WriteBatch batch;
        for (const auto& [key, value] : changes) {
            const rocksdb::Status noted = value ? batch.Put(key, *value) : batch.Delete(key);
            if (!noted.ok()) return tl::unexpected(engine::to_error(noted, folder_));
        }
        const rocksdb::Status status = db_->Write(rocksdb::WriteOptions(), &batch);
        if (!status.ok()) return tl::unexpected(engine::to_error(status, folder_));
        return {};
    }

private:
    std::unique_ptr<rocksdb::DB> db_;
    std::filesystem::path folder_;
};

void append_length(std::string& to, std::size_t length) {
    for (int shift = 24; shift >= 0; shift -= 8)
        to += static_cast<char>((length >> static_cast<unsigned>(shift)) & 0xFFU);
}

}  // namespace

Result<std::unique_ptr<Rows>> open_rows(const std::filesystem::path& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = engine::no_info_log();
    options.listeners = {engine::no_recovery()};
    options.write_buffer_size = 8U << 20U;
    options.max_open_files = 64;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return events::fail(events::Failure::io,
                            fmt::format("{}: {}", folder.string(), error.message()));
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &opened);
    if (!status.ok()) return tl::unexpected(engine::to_error(status, folder));
    return std::make_unique<StoredRows>(std::unique_ptr<rocksdb::DB>(opened), folder);
}

// ---- In memory.

Result<std::optional<std::string>> MemoryRows::get(std::string_view key) const {
    const std::lock_guard lock(mutex_);
    const auto at = rows_.find(key);
    if (at == rows_.end()) return std::nullopt;
    return at->second;
}

Result<void> MemoryRows::scan(std::string_view prefix, const Visit& visit) const {
    const std::lock_guard lock(mutex_);
    for (auto at = rows_.lower_bound(prefix); at != rows_.end() && at->first.starts_with(prefix);
         ++at)
        visit(at->first, at->second);
    return {};
}

Result<void> MemoryRows::write(const Changes& changes) {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, value] : changes) {
        if (value) {
            rows_[key] = *value;
        } else {
            rows_.erase(key);
        }
    }
    return {};
}

// ---- Changes over them.

std::optional<std::string> Overlay::get(std::string_view key) const {
    if (const auto at = changes_.find(key); at != changes_.end()) return at->second;
    auto value = rows_.get(key);
    if (value) return *std::move(value);
    if (!failed_) failed_ = value.error();
    return std::nullopt;
}

std::vector<std::string> Overlay::keys(std::string_view prefix) const {
    std::set<std::string> found;
    const auto scanned = rows_.scan(prefix, [&](std::string_view key, std::string_view) {
        found.emplace(key.substr(prefix.size()));
    });
    if (!scanned && !failed_) failed_ = scanned.error();
    for (auto at = changes_.lower_bound(prefix);
         at != changes_.end() && at->first.starts_with(prefix); ++at) {
        if (at->second) {
            found.insert(at->first.substr(prefix.size()));
        } else {
            found.erase(at->first.substr(prefix.size()));
        }
    }
    return {found.begin(), found.end()};
}

Result<void> Overlay::write() {
    if (failed_) return tl::unexpected(*std::exchange(failed_, std::nullopt));
    if (changes_.empty()) return {};
    TRY(rows_.write(changes_));
    changes_.clear();
    return {};
}

// ---- Keys and values.

std::string packed(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) {
        append_length(out, text.size());
        out += text;
    }
    return out;
}

std::vector<std::string> unpacked(std::string_view value, std::size_t count) {
    std::vector<std::string> texts;
    while (value.size() >= 4 && texts.size() < count) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i)
            length = (length << 8U) | static_cast<unsigned char>(value[i]);
        value.remove_prefix(4);
        texts.emplace_back(value.substr(0, length));
        value.remove_prefix(std::min(length, value.size()));
    }
    texts.resize(count);
    return texts;
}

std::string row_key(char kind, std::initializer_list<std::string_view> ids) {
    std::string key(1, kind);
    for (const std::string_view id : ids) {
        key += '\0';
        key += id;
    }
    return key;
}

}  // namespace leadline::connectors::notify
