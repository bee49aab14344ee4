// See checkpointer.hpp.
#include "engine/runtime/checkpointer.hpp"

#include <algorithm>

namespace leadline::engine {

void Checkpointer::gather() {
    state_->collect([this](BytesView key, BytesView value) {
        const std::size_t begin = bytes_.size();
        bytes_.resize(begin + key.size() + value.size());
        std::memcpy(bytes_.data() + begin, key.data(), key.size());
        if (!value.empty())
            std::memcpy(bytes_.data() + begin + key.size(), value.data(), value.size());
        changes_.push_back({begin, begin + key.size(), bytes_.size()});
    });
}

bool Checkpointer::is_due() const {
    return state_->position.number - last_.number >= limits_.events ||
           bytes_.size() >= limits_.bytes;
}

std::unique_ptr<Checkpoint> Checkpointer::take() {
    auto made = std::make_unique<Checkpoint>();
    made->at.position = state_->position;
    made->at.time = state_->time;
    made->at.state_hash = state_->hash();
    made->dedup_segment = state_->dedup.take_segment();
    made->bytes = std::move(bytes_);
    made->changes = std::move(changes_);
    bytes_.clear();
    changes_.clear();
    last_ = state_->position;
    return made;
}

void Checkpoint::sort() {
    const auto text = [this](const Change& c) { return events::as_text(key(c)); };
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const Change& a, const Change& b) { return text(a) < text(b); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const bool is_replaced = i + 1 < changes.size() && text(changes[i]) == text(changes[i + 1]);
        if (!is_replaced) changes[kept++] = changes[i];
    }
    changes.resize(kept);
}

}  // namespace leadline::engine
