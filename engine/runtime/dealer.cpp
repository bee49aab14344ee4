// See dealer.hpp. Each partition has a lane with a mutex of its own, which the dealing thread takes
// once per partition and poll.
#include "engine/runtime/dealer.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "engine/log/placement.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

namespace {

constexpr std::size_t full_hands_max = 2;              // beside the one that fills
constexpr std::size_t hand_bytes_max = 4U << 20U;      // but for the last command of a hand
constexpr std::chrono::milliseconds look_around{250};  // whether the loop has failed meanwhile
constexpr std::size_t letter_bytes_kept = std::size_t{4096};  // of memory, from hand to hand

using Clock = std::chrono::steady_clock;

// Inputs with all that they refer to.
class Hand {
public:
    void clear() {
        used_ = 0;
        bytes_ = 0;
        arena_.reset();
    }
    [[nodiscard]] Clock::time_point came() const { return came_; }
    [[nodiscard]] bool is_full(std::size_t max) const {
        return used_ >= max || bytes_ >= hand_bytes_max;
    }
    [[nodiscard]] std::span<const Input> all() const { return {inputs_.data(), used_}; }

    void add(const Input& input) {
        if (used_ == 0) came_ = Clock::now();
        if (used_ == inputs_.size()) inputs_.emplace_back();
        Input& to = inputs_[used_++];
        to.kind = input.kind;
        to.tick = input.tick;
        to.only_where_due = input.only_where_due;
        to.is_unanswered = input.is_unanswered;
        to.reason = input.reason;
        to.errors = input.errors;
        if (to.letter.value.capacity() > letter_bytes_kept) to.letter.value = {};
        to.letter = input.letter;
        copy(input.command, to.command);
        bytes_ += input_bytes(input);
    }

private:
    void copy(const events::CommandHeader& from, events::CommandHeader& to) {
        to = from;
        to.program = {arena_.copy(from.program.text)};
        to.source = arena_.copy(from.source);
        to.id = arena_.copy(from.id);
        to.actor.id = arena_.copy(from.actor.id);
        to.on_behalf_of = arena_.copy(from.on_behalf_of);
        to.principal = arena_.copy(from.principal);
        to.correlation = arena_.copy(from.correlation);
        to.traceparent = arena_.copy(from.traceparent);
        to.body = events::as_bytes(arena_.copy(events::as_text(from.body)));
    }

    std::vector<Input> inputs_;
    std::size_t used_ = 0;
    std::size_t bytes_ = 0;
    Clock::time_point came_;  // the first of them
    events::Arena arena_;
};

}  // namespace

std::size_t input_bytes(const Input& input) {
    return sizeof(Input) + input.command.body.size() + input.letter.value.size();
}

class Dealer::Lane final : public InputSource {
public:
    [[nodiscard]] Result<std::span<const Input>> poll(std::size_t max) override {
        std::optional<Time> due = next_due_ ? next_due_() : std::nullopt;
        std::unique_lock lock(mutex_);
        if (taken_ != nullptr) {
            decided_ += taken_->all().size();
            free_.push_back(std::move(taken_));
        }
        due_ = due;
        is_known_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, look_around, [this] { return has_any() || ends_ || gave_up_; });
        if (gave_up_ || !has_any()) return std::span<const Input>();
        if (!full_.empty()) {
            taken_ = std::move(full_.front());
            full_.pop_front();
        } else {
            taken_ = std::move(filling_);
        }
        ENSURE(taken_->all().size() <= max);
        lock.unlock();
        changed_.notify_all();
        return taken_->all();
    }
    [[nodiscard]] Clock::time_point came() const override { return taken_->came(); }
    [[nodiscard]] bool ended() const override {
        const std::lock_guard lock(mutex_);
        return gave_up_ || (ends_ && !has_any());
    }

    // ---- The dealing thread.

    bool add(std::span<const Input* const> inputs, std::size_t hand_max) {
        std::unique_lock lock(mutex_);
        for (const Input* input : inputs) {
            if (filling_ != nullptr && filling_->is_full(hand_max)) {
                changed_.notify_all();
                changed_.wait(lock, [this] {
                    return filling_ == nullptr || full_.size() < full_hands_max || gave_up_;
                });
                if (filling_ != nullptr) full_.push_back(std::move(filling_));
            }
            if (gave_up_) return false;
            if (filling_ == nullptr) filling_ = free_hand();
            filling_->add(*input);
            ++dealt_;
        }
        lock.unlock();
        changed_.notify_all();
        return true;
    }
    // Waits until all that was dealt has been decided.
    [[nodiscard]] std::optional<Time> due() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return (is_known_ && decided_ == dealt_) || gave_up_; });
        return due_;
    }
    // As it was when it last polled.
    [[nodiscard]] bool is_due(Time now) const {
        const std::lock_guard lock(mutex_);
        return due_ && *due_ <= now;
    }

    void end() {
        const std::lock_guard lock(mutex_);
        ends_ = true;
        changed_.notify_all();
    }
    void give_up() {
        const std::lock_guard lock(mutex_);
        gave_up_ = true;
        changed_.notify_all();
    }
    void set_next_due(std::function<std::optional<Time>()> next_due) {
        next_due_ = std::move(next_due);
    }

private:
    [[nodiscard]] bool has_any() const { return filling_ != nullptr || !full_.empty(); }
    [[nodiscard]] std::unique_ptr<Hand> free_hand() {
        if (free_.empty()) return std::make_unique<Hand>();
        auto hand = std::move(free_.back());
        free_.pop_back();
        hand->clear();
        return hand;
    }

    std::function<std::optional<Time>()> next_due_;  // the polling thread's
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::unique_ptr<Hand> filling_;  // under mutex_, like all below; null or not empty
    std::deque<std::unique_ptr<Hand>> full_;
    std::unique_ptr<Hand> taken_;  // what it refers to is the polling thread's until it polls again
    std::vector<std::unique_ptr<Hand>> free_;
    std::uint64_t dealt_ = 0;
    std::uint64_t decided_ = 0;
    std::optional<Time> due_;
    bool is_known_ = false;
    bool ends_ = false;
    bool gave_up_ = false;
};

Dealer::Dealer(std::uint32_t partitions, std::size_t hand_max)
    : sorted_(partitions), hand_max_(hand_max) {
    for (std::uint32_t i = 0; i < partitions; ++i) lanes_.push_back(std::make_unique<Lane>());
}

Dealer::~Dealer() = default;

InputSource& Dealer::source_of(Partition partition, std::function<std::optional<Time>()> next_due) {
    lanes_[partition.number]->set_next_due(std::move(next_due));
    return *lanes_[partition.number];
}

Partition Dealer::place_of(const Input& input) const {
    return partition_of(input.command.program, static_cast<std::uint32_t>(lanes_.size()));
}

bool Dealer::deal(std::span<const Input> inputs) {
    for (auto& some : sorted_) some.clear();
    for (const Input& input : inputs) {
        if (input.kind != Input::Kind::tick) {
            sorted_[place_of(input).number].push_back(&input);
            continue;
        }
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            if (!input.only_where_due || lanes_[i]->is_due(input.tick))
                sorted_[i].push_back(&input);
    }
    const std::size_t hand_max = hand_max_.load();
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        if (!sorted_[i].empty() && !lanes_[i]->add(sorted_[i], hand_max)) return false;
    return true;
}

std::optional<Time> Dealer::next_due() {
    std::optional<Time> first;
    for (const auto& lane : lanes_) {
        const std::optional<Time> due = lane->due();
        if (due && (!first || *due < *first)) first = due;
    }
    return first;
}

void Dealer::end() {
    for (const auto& lane : lanes_) lane->end();
}

void Dealer::give_up() {
    for (const auto& lane : lanes_) lane->give_up();
}

}  // namespace leadline::engine
