// Rows: where the follower keeps what it knows (keys and values, sorted), and the changes of one
// step, which are written all at once. Rows: any thread; an Overlay: one. The memory twin is for
// tests.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"

namespace leadline::connectors::notify {

// None as a value: the row goes.
using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

class Rows {
public:
    virtual ~Rows() = default;
    [[nodiscard]] virtual events::Result<std::optional<std::string>> get(
        std::string_view key) const = 0;
    // In the order of their keys.
    using Visit = std::function<void(std::string_view key, std::string_view value)>;
    [[nodiscard]] virtual events::Result<void> scan(std::string_view prefix,
                                                    const Visit& visit) const = 0;
    // All or nothing; a crash of the process loses nothing of it.
    [[nodiscard]] virtual events::Result<void> write(const Changes& changes) = 0;
};

class MemoryRows final : public Rows {
public:
    [[nodiscard]] events::Result<std::optional<std::string>> get(
        std::string_view key) const override;
    [[nodiscard]] events::Result<void> scan(std::string_view prefix,
                                            const Visit& visit) const override;
    [[nodiscard]] events::Result<void> write(const Changes& changes) override;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> rows_;  // under mutex_
};

// In a RocksDB of its own, which is made where there is none.
[[nodiscard]] events::Result<std::unique_ptr<Rows>> open_rows(const std::filesystem::path& folder);

// Rows as they will be once the changes are written.
class Overlay {
public:
    explicit Overlay(Rows& rows) : rows_(rows) {}

    [[nodiscard]] std::optional<std::string> get(std::string_view key) const;
    // The keys that begin with `prefix`, without it.
    [[nodiscard]] std::vector<std::string> keys(std::string_view prefix) const;
    void put(std::string key, std::string value) { changes_[std::move(key)] = std::move(value); }
    void erase(std::string key) { changes_[std::move(key)] = std::nullopt; }

    // Writes what has changed. Also the first failure of a get() or keys() since the last time:
    // nothing is written then.
    [[nodiscard]] events::Result<void> write();

private:
    Rows& rows_;
    Changes changes_;
    mutable std::optional<events::Error> failed_;
};

// Several texts as one value, and back; whatever is missing is empty.
[[nodiscard]] std::string packed(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> unpacked(std::string_view value, std::size_t count);

// A key: a letter for the kind of row, then ids with a byte between them that none of them has.
[[nodiscard]] std::string row_key(char kind, std::initializer_list<std::string_view> ids);

}  // namespace leadline::connectors::notify
