// See epoch_loop.hpp.
#include "engine/runtime/epoch_loop.hpp"

#include <unistd.h>

namespace leadline::engine {

namespace {

Result<void> write_last(const LoopParts& parts) {
    const std::unique_ptr<Checkpoint> last = parts.engine.last_checkpoint();
    if (last == nullptr) return {};
    TRY(parts.store.write(*last));
    parts.engine.written(*last);
    return {};
}

}  // namespace

Result<bool> EpochLoop::step() {
    if (parts_.before_poll) parts_.before_poll(parts_.engine.state().position);
    const auto inputs = parts_.source.poll(parts_.commands_max);
    if (!inputs) return tl::unexpected(inputs.error());
    if (inputs->empty()) return !parts_.source.ended();
    parts_.engine.begin(epoch_);
    TRY(parts_.engine.decide(*inputs, epoch_));
    parts_.engine.seal(epoch_);
    TRY(complete());
    return true;
}

Result<void> EpochLoop::complete() {
    if (parts_.before_commit) TRY(parts_.before_commit(epoch_));
    TRY(parts_.engine.commit(epoch_));
    TRY(parts_.sink.tell(epoch_));
    parts_.engine.release(epoch_);
    if (epoch_.checkpoint == nullptr) return {};
    TRY(parts_.store.write(*epoch_.checkpoint));
    parts_.engine.written(*epoch_.checkpoint);
    return {};
}

Result<void> EpochLoop::finish() { return write_last(parts_); }

PipelinedLoop::PipelinedLoop(LoopParts parts) : parts_(std::move(parts)) {
    for (std::size_t i = 0; i < epochs_in_flight; ++i) {
        epochs_.push_back(std::make_unique<Epoch>());
        free_.push_back(epochs_.back().get());
    }
}

PipelinedLoop::~PipelinedLoop() = default;

Result<void> PipelinedLoop::run() {
    std::thread committer([this] { commit_all(); });
    std::thread checkpointer([this] { checkpoint_all(); });
    auto decided = decide_all();
    {
        const std::lock_guard lock(mutex_);
        all_sealed_ = true;
    }
    changed_.notify_all();
    committer.join();
    checkpointer.join();
    for (const Epoch* durable : returned_) parts_.engine.release(*durable);
    returned_.clear();
    if (error_) return tl::unexpected(*error_);
    TRY(std::move(decided));
    return write_last(parts_);
}

Result<void> PipelinedLoop::decide_all() {
    PartitionEngine& engine = parts_.engine;
    while (!stop_.load(std::memory_order_relaxed)) {
        if (parts_.before_poll) parts_.before_poll(engine.state().position);
        const auto inputs = parts_.source.poll(parts_.commands_max);
        if (!inputs) return tl::unexpected(inputs.error());
        if (inputs->empty()) {
            if (parts_.source.ended() || has_failed()) break;
            continue;
        }
        Epoch* epoch = free_epoch();
        if (epoch == nullptr) return {};
        engine.begin(*epoch);
        epoch->begun = parts_.source.came();
        TRY(engine.decide(*inputs, *epoch));
        engine.seal(*epoch);
        hand_over(*epoch);
        let_inputs_gather(inputs->size());
    }
    return {};
}

void PipelinedLoop::let_inputs_gather(std::size_t polled) {
    if (!parts_.leaves_more || parts_.leaves_more(polled)) return;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return free_.size() == epochs_in_flight || error_; });
}

// Waits for an epoch that nobody uses; none after an error.
Epoch* PipelinedLoop::free_epoch() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !free_.empty() || error_; });
    if (error_) return nullptr;
    for (const Epoch* durable : returned_) parts_.engine.release(*durable);
    returned_.clear();
    Epoch* epoch = free_.back();
    free_.pop_back();
    return epoch;
}

void PipelinedLoop::hand_over(Epoch& epoch) {
    {
        const std::lock_guard lock(mutex_);
        sealed_.push_back(&epoch);
    }
    changed_.notify_all();
}

void PipelinedLoop::commit_all() {
    for (;;) {
        Epoch* epoch = nullptr;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !sealed_.empty() || all_sealed_ || error_; });
            if (error_ || sealed_.empty()) break;
            epoch = sealed_.front();
            sealed_.pop_front();
        }
        Result<void> done;
        if (parts_.before_commit) done = parts_.before_commit(*epoch);
        if (done) done = parts_.engine.commit(*epoch);
        if (done) done = parts_.sink.tell(*epoch);
        if (!done) {
            fail(std::move(done).error());
            break;
        }
        std::unique_lock lock(mutex_);
        if (epoch->checkpoint != nullptr) {
            changed_.wait(lock, [this] { return checkpoint_ == nullptr || error_; });
            // After an error another thread may still be writing the one before.
            if (checkpoint_ == nullptr) checkpoint_ = std::move(epoch->checkpoint);
        }
        returned_.push_back(epoch);
        free_.push_back(epoch);
        lock.unlock();
        changed_.notify_all();
    }
    {
        const std::lock_guard lock(mutex_);
        all_committed_ = true;
    }
    changed_.notify_all();
}

// Whoever waits for an answer goes first: on Linux this is the thread's own niceness. Intake waits
// for this thread only when a checkpoint is due before the last one is written.
void PipelinedLoop::checkpoint_all() {
    [[maybe_unused]] const int niceness = ::nice(19);
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return checkpoint_ != nullptr || all_committed_; });
        if (checkpoint_ == nullptr) return;
        Checkpoint* checkpoint = checkpoint_.get();  // stays there until it is written
        lock.unlock();
        auto written = parts_.store.write(*checkpoint);
        if (written) parts_.engine.written(*checkpoint);
        lock.lock();
        checkpoint_.reset();
        lock.unlock();
        changed_.notify_all();
        if (!written) return fail(std::move(written).error());
    }
}

// A source that is polled for ever would otherwise never learn that its last epoch is in doubt.
bool PipelinedLoop::has_failed() {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
}

void PipelinedLoop::fail(events::Error error) {
    {
        const std::lock_guard lock(mutex_);
        if (error_) return;
        error_ = std::move(error);
    }
    changed_.notify_all();
    if (parts_.when_failed) parts_.when_failed();
}

}  // namespace leadline::engine
