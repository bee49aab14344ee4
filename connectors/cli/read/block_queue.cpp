// See block_queue.hpp.
#include "connectors/cli/read/block_queue.hpp"

#include <cstring>

namespace leadline::connectors {

bool BlockQueue::add(events::BytesView payload) {
    if (payload.empty()) return true;
    const std::size_t begin = filling_.bytes.size();
    filling_.bytes.resize(begin + payload.size());
    std::memcpy(filling_.bytes.data() + begin, payload.data(), payload.size());
    return filling_.bytes.size() < batch_bytes || hand_over();
}

void BlockQueue::decode(Batch& batch) {
    batch.events.clear();
    batch.memory.reset();
    batch.is_damaged = false;
    for (events::BytesView rest = batch.bytes; !rest.empty();) {
        const auto prefix = events::read_prefix(rest);
        engine::Decoded& event = batch.events.emplace_back();
        batch.is_damaged =
            !prefix || !engine::decode(rest.first(prefix->length), batch.memory, event);
        if (batch.is_damaged) return batch.events.pop_back();
        rest = rest.subspan(prefix->length);
    }
}

bool BlockQueue::hand_over() {
    decode(filling_);
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return full_.size() < batches_max || given_up_; });
        if (given_up_) return false;
        full_.push_back(std::move(filling_));
        filling_ = Batch{};
        if (!empty_.empty()) {
            filling_ = std::move(empty_.back());
            empty_.pop_back();
        }
    }
    changed_.notify_all();
    filling_.bytes.clear();
    return true;
}

void BlockQueue::close(events::Result<void> how) {
    if (!filling_.bytes.empty()) static_cast<void>(hand_over());
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        how_ = std::move(how);
    }
    changed_.notify_all();
}

BlockQueue::Batch* BlockQueue::next() {
    {
        std::unique_lock lock(mutex_);
        if (!taken_.bytes.empty()) empty_.push_back(std::move(taken_));
        taken_ = Batch{};
        changed_.wait(lock, [this] { return !full_.empty() || is_closed_; });
        if (full_.empty()) return nullptr;
        taken_ = std::move(full_.front());
        full_.pop_front();
    }
    changed_.notify_all();
    return &taken_;
}

void BlockQueue::give_up() {
    {
        const std::lock_guard lock(mutex_);
        given_up_ = true;
    }
    changed_.notify_all();
}

}  // namespace leadline::connectors
