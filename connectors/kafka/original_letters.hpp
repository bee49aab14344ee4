// OriginalLetters: the records that could not be understood, as they came, from when they are read
// until their epoch is committed: the topic of dead letters gets them with every byte. Bounded by
// what is read ahead. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leadline::connectors::kafka {

struct OriginalLetter {
    std::string key;
    std::optional<std::string> value;  // none: a tombstone
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint64_t offset = 0;
    std::string reason;
};

class OriginalLetters {
public:
    // `name`: the dead letter's key in the log.
    void put(const std::string& name, OriginalLetter letter) {
        const std::lock_guard lock(mutex_);
        letters_.insert_or_assign(name, std::move(letter));
    }
    // None: nobody put it there.
    [[nodiscard]] std::optional<OriginalLetter> take(const std::string& name) {
        const std::lock_guard lock(mutex_);
        auto at = letters_.extract(name);
        if (at.empty()) return std::nullopt;
        return std::move(at.mapped());
    }

private:
    std::mutex mutex_;
    std::map<std::string, OriginalLetter> letters_;  // under mutex_
};

}  // namespace leadline::connectors::kafka
