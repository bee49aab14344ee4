// See checkpointer.hpp.
#include "engine/runtime/checkpointer.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

namespace leadline::engine {

namespace {

// What one checkpoint needs beyond its limit: the epoch that reaches it.
constexpr std::size_t slack_bytes = 4U << 20U;

// With ten million leads a replay takes 20 us for one that is read, and 1 us for an event. By this
// number it is over in less than a second, and checkpoints come three times a second at most.
constexpr std::uint64_t events_a_read = 6;

// Where memory is short, checkpoints come as often as is some use, not with every epoch.
constexpr std::uint64_t least_part = 16;

// Keys have long beginnings in common and lie all over the memory: to compare them there would be
// most of a checkpoint's time. So a piece of each is at hand, as numbers that sort as its bytes do.
struct Sortable {
    std::size_t change = 0;
    std::uint64_t length = 0;  // of the piece
    std::array<std::uint64_t, 3> piece{};

    friend auto operator<=>(const Sortable& a, const Sortable& b) {
        return std::tie(a.piece, a.length, a.change) <=> std::tie(b.piece, b.length, b.change);
    }
};
constexpr std::size_t piece_bytes = sizeof Sortable::piece;

void take_piece(Sortable& of, BytesView rest) {
    of.length = std::min(rest.size(), piece_bytes);
    std::array<std::byte, piece_bytes> bytes{};
    std::copy_n(rest.begin(), of.length, bytes.begin());
    for (std::size_t i = 0; i < of.piece.size(); ++i)
        of.piece[i] = __builtin_bswap64(events::load<std::uint64_t>(bytes.data() + 8 * i));
}

// By their keys, which are equal before `from`; equal ones in the order of change.
template <class KeyOf>
void sort_by_keys(std::span<Sortable> these, std::size_t from, const KeyOf& key_of) {
    for (Sortable& each : these) take_piece(each, key_of(each.change).subspan(from));
    std::sort(these.begin(), these.end());
    for (auto begin = these.begin(); begin != these.end();) {
        const auto end = std::find_if(begin, these.end(), [&](const Sortable& each) {
            return each.piece != begin->piece || each.length != begin->length;
        });
        if (end - begin > 1 && begin->length == piece_bytes)
            sort_by_keys(std::span(begin, end), from + piece_bytes, key_of);
        begin = end;
    }
}

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
    std::vector<Sortable> order;
    order.reserve(changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) order.push_back({.change = i});
    sort_by_keys(order, 0, [this](std::size_t i) { return key(changes[i]); });
    const auto text = [this](const Change& c) { return events::as_text(key(c)); };
    std::vector<Change> kept;
    kept.reserve(changes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Change& change = changes[order[i].change];
        const bool is_replaced =
            i + 1 < order.size() && text(change) == text(changes[order[i + 1].change]);
        if (!is_replaced) kept.push_back(change);
    }
    changes = std::move(kept);
}

}  // namespace leadline::engine
