// See pending.hpp.
#include "projections/pending.hpp"

#include <algorithm>

#include "events/base/ensure.hpp"

namespace leadline::projections {

void Rows::put_text(const std::string& key, Text value) {
    bytes_ += key.size() + value.size();
    pending_[key] = std::string(value);
}

void Rows::erase(const std::string& key) {
    bytes_ += key.size();
    pending_[key] = std::nullopt;
}

std::optional<std::string> Rows::find(const std::string& key) const {
    if (const auto known = pending_.find(key); known != pending_.end()) return known->second;
    std::string value;
    if (!Moment(*stored_.store).get(stored_.number, key, value)) return std::nullopt;
    return value;
}

void Rows::write(KeyWriter& to) const {
    for (const auto& [key, value] : pending_) {
        if (value) {
            to.put(key, *value);
        } else {
            to.erase(key);
        }
    }
}

void Rows::written() {
    pending_.clear();
    bytes_ = 0;
}

void Rows::damaged() {
    throw ViewFailure({events::Failure::corrupt, "a stored row of a view cannot be decoded"});
}

void Tallies::add(Text key, std::int64_t change) {
    auto known = tallies_.find(key);
    if (known == tallies_.end()) {
        const std::uint64_t value = stored_tally(Moment(*stored_.store), stored_.number, key);
        known = tallies_.emplace(std::string(key), Tally{value, false}).first;
    }
    Tally& tally = known->second;
    tally.value += static_cast<std::uint64_t>(change);
    if (tally.is_changed) return;
    tally.is_changed = true;
    changed_.emplace_back(key);
}

void Tallies::write(KeyWriter& to) {
    std::sort(changed_.begin(), changed_.end());
    for (const std::string& key : changed_) {
        const std::uint64_t value = tallies_.find(key)->second.value;
        to.put(key, {reinterpret_cast<const char*>(&value), sizeof value});
    }
}

void Tallies::written() {
    for (const std::string& key : changed_) tallies_.find(key)->second.is_changed = false;
    changed_.clear();
}

std::uint64_t stored_tally(const Moment& moment, ViewNumber view, Text key) {
    std::string value;
    if (!moment.get(view, key, value) || value.size() != sizeof(std::uint64_t)) return 0;
    return events::load<std::uint64_t>(events::as_bytes(value).data());
}

}  // namespace leadline::projections
