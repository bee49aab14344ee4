// See rocks_reads.hpp.
#include "engine/runtime/rocks_reads.hpp"

#include <algorithm>

#include "events/base/bytes.hpp"

namespace leadline::engine {

using events::BytesView;
using rocksdb::Status;

RocksReads::~RocksReads() {
    if (!helper_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    helper_.join();
}

Status RocksReads::read(rocksdb::DB& db, std::span<const events::Text> keys,
                        const Stored::VisitValue& visit) {
    db_ = &db;
    divide(keys);
    if (keys.size() >= keys_for_two) {
        read_with_helper();
    } else {
        read_parts();
    }
    values_.resize(keys.size());
    for (const Part& part : std::span(parts_).first(parts_count_)) {
        if (!part.status.ok()) return part.status;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < part.keys.size(); begin = part.ends[i++])
            values_[part.keys[i].index] = {&part, begin, part.ends[i]};
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Value& at = values_[i];
        visit(i, BytesView(at.part->values).subspan(at.begin, at.end - at.begin));
    }
    return {};
}

// Neighbours lie in the same tables, and their indexes are searched in the same places.
void RocksReads::divide(std::span<const events::Text> keys) {
    keys_.clear();
    for (std::size_t i = 0; i < keys.size(); ++i) keys_.push_back({keys[i], i});
    std::sort(keys_.begin(), keys_.end(),
              [](const Key& a, const Key& b) { return a.bytes.compare(b.bytes) < 0; });
    parts_count_ = (keys_.size() + keys_at_once - 1) / keys_at_once;
    if (parts_.size() < parts_count_) parts_.resize(parts_count_);
    for (std::size_t i = 0; i < parts_count_; ++i) {
        const auto rest = std::span<const Key>(keys_).subspan(i * keys_at_once);
        parts_[i].keys = rest.first(std::min(rest.size(), keys_at_once));
    }
    next_part_ = 0;
}

std::size_t RocksReads::read_parts() {
    std::size_t sum = 0;
    for (std::size_t i = next_part_++; i < parts_count_; i = next_part_++) {
        read_part(parts_[i]);
        sum += parts_[i].keys.size();
    }
    return sum;
}

// Values are copied, which is little, so that the blocks they lie in make room for the next part's.
void RocksReads::read_part(Part& part) const {
    std::array<rocksdb::Slice, keys_at_once> keys;
    std::array<rocksdb::PinnableSlice, keys_at_once> values;
    std::array<Status, keys_at_once> statuses;
    const std::size_t count = part.keys.size();
    for (std::size_t i = 0; i < count; ++i) keys[i] = part.keys[i].bytes;
    constexpr bool are_sorted = true;
    db_->MultiGet({}, db_->DefaultColumnFamily(), count, keys.data(), values.data(),
                  statuses.data(), are_sorted);
    part.values.clear();
    part.status = Status::OK();
    for (std::size_t i = 0; i < count; ++i) {
        if (statuses[i].ok()) {
            const BytesView value = events::as_bytes({values[i].data(), values[i].size()});
            part.values.insert(part.values.end(), value.begin(), value.end());
        } else if (!statuses[i].IsNotFound()) {
            part.status = statuses[i];
        }
        part.ends[i] = part.values.size();
    }
}

void RocksReads::read_with_helper() {
    if (!helper_.joinable()) helper_ = std::thread([this] { help(); });
    {
        const std::lock_guard lock(mutex_);
        is_asked_ = true;
    }
    changed_.notify_all();
    read_parts();
    std::unique_lock lock(mutex_);
    is_asked_ = false;  // if it has not come yet, it need not
    changed_.wait(lock, [this] { return !is_helping_; });
}

void RocksReads::help() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_asked_ || is_over_; });
        if (is_over_) return;
        is_asked_ = false;
        is_helping_ = true;
        lock.unlock();
        const std::size_t read = read_parts();
        lock.lock();
        read_beside_ += read;
        is_helping_ = false;
        changed_.notify_all();
    }
}

}  // namespace leadline::engine
