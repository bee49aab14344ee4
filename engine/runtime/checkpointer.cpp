// See checkpointer.hpp.
#include "engine/runtime/checkpointer.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

// What one checkpoint needs beyond its limit: the epoch that reaches it.
constexpr std::size_t slack_bytes = 4U << 20U;

// With ten million leads a replay takes 20 us for one that is read, and 1 us for an event. By this
// number it is over in less than a second, and checkpoints come three times a second at most.
constexpr std::uint64_t events_a_read = 6;

// Where memory is short, checkpoints come as often as is some use, not with every epoch.
constexpr std::uint64_t least_part = 16;

}  // namespace

void place(Checkpoint& checkpoint, const LogId& log, Partition partition, const LogEnd& end) {
    checkpoint.at.log = log;
    checkpoint.at.partition = partition;
    checkpoint.at.block = end.block;
    checkpoint.at.block_hash = end.hash;
}

Checkpointer::Checkpointer(State& state, const CheckpointLimits& limits)
    : state_(&state), limits_(limits) {
    bytes_.reserve(limits.bytes + slack_bytes);
}

void Checkpointer::gather() {
    state_->dedup.take_noted(noted_);
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
    const std::uint64_t read = reads_of(*state_) - last_reads_;
    return state_->position.number - last_.number + read * events_a_read >= limits_.events ||
           bytes_.size() >= limits_.bytes ||
           (state_->is_short_of_memory() &&
            state_->position.number - last_.number >= limits_.events / least_part);
}

std::unique_ptr<Checkpoint> Checkpointer::take() {
    auto made = std::make_unique<Checkpoint>();
    made->at.position = state_->position;
    made->at.time = state_->time;
    made->at.state_hash = state_->hash();
    made->generation = state_->memory.changing++;
    made->noted = std::move(noted_);
    made->bytes = std::move(bytes_);
    made->changes = std::move(changes_);
    // All at once, and untouched: growing would copy it on some epoch's time.
    bytes_ = {};
    bytes_.reserve(limits_.bytes + slack_bytes);
    changes_ = {};
    changes_.reserve(made->changes.size() + made->changes.size() / 4);
    noted_ = {};
    noted_.reserve(made->noted.size() + made->noted.size() / 4);
    begin_at(state_->position);
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
