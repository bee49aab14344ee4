// See answer_order.hpp. Whoever brings the answer that was waited for tells all that follow it; the
// others leave theirs and go on.
#include "engine/runtime/answer_order.hpp"

#include <cstring>

#include "events/base/ensure.hpp"

namespace leadline::engine {

// Copied out of the epoch, which goes on to be used again.
struct AnswerOrder::Piece {
    Bytes events;
    Bytes repeats;
    std::vector<Answer> answers;
    std::vector<Refused> refused;
    std::size_t next = 0;  // of answers

    void take(const Epoch& epoch) {
        events = epoch.events;
        repeats = epoch.repeats;
        answers = epoch.answers;
        refused = epoch.refused;
        next = 0;
    }
};

class AnswerOrder::Lane final : public OutcomeSink {
public:
    explicit Lane(AnswerOrder& order) : order_(order) {}
    [[nodiscard]] Result<void> tell(const Epoch& epoch) override {
        return order_.tell(*this, epoch);
    }

    std::deque<std::unique_ptr<Piece>> pieces;  // under the order's mutex, like all below
    std::vector<std::unique_ptr<Piece>> free;

private:
    AnswerOrder& order_;
};

namespace {

constexpr std::size_t pieces_kept = 8;  // with their memory, per partition

void append(BytesView from, Verdict& verdict, Bytes& to) {
    const std::size_t begin = to.size();
    const std::size_t size = verdict.end - verdict.begin;
    to.resize(begin + size);
    std::memcpy(to.data() + begin, from.data() + verdict.begin, size);
    verdict.begin = begin;
    verdict.end = begin + size;
}

}  // namespace

AnswerOrder::AnswerOrder(std::uint32_t partitions, OutcomeSink& sink, const Limits& limits)
    : sink_(sink), limits_(limits) {
    for (std::uint32_t i = 0; i < partitions; ++i) lanes_.push_back(std::make_unique<Lane>(*this));
}

AnswerOrder::~AnswerOrder() = default;

OutcomeSink& AnswerOrder::sink_of(Partition partition) { return *lanes_[partition.number]; }

bool AnswerOrder::expect(std::span<const Expected> answers) {
    std::unique_lock lock(mutex_);
    changed_.wait(
        lock, [this] { return gave_up_ || (inputs_ < limits_.inputs && bytes_ < limits_.bytes); });
    if (gave_up_) return false;
    for (const Expected& answer : answers) {
        expected_.push_back(answer);
        bytes_ += answer.bytes;
    }
    inputs_ += answers.size();
    return true;
}

Result<void> AnswerOrder::tell(Lane& lane, const Epoch& epoch) {
    if (epoch.answers.empty()) return {};
    std::unique_lock lock(mutex_);
    std::unique_ptr<Piece> piece;
    if (lane.free.empty()) {
        piece = std::make_unique<Piece>();
    } else {
        piece = std::move(lane.free.back());
        lane.free.pop_back();
    }
    lock.unlock();
    piece->take(epoch);
    lock.lock();
    lane.pieces.push_back(std::move(piece));
    while (!is_telling_ && !error_ && take_next()) {
        is_telling_ = true;
        lock.unlock();
        auto told = sink_.tell(in_order_);
        lock.lock();
        is_telling_ = false;
        if (!told) error_ = std::move(told).error();
        inputs_ -= in_order_.answers.size();
        bytes_ -= in_order_bytes_;
        changed_.notify_all();
    }
    if (error_) return tl::unexpected(*error_);
    return {};
}

// Under mutex_: moves all answers whose turn it is into in_order_. False: there is none.
bool AnswerOrder::take_next() {
    in_order_.clear();
    in_order_bytes_ = 0;
    while (!expected_.empty()) {
        Lane& lane = *lanes_[expected_.front().partition.number];
        if (lane.pieces.empty()) break;
        Piece& piece = *lane.pieces.front();
        Answer answer = piece.answers[piece.next++];
        if (answer.dead_letter != Answer::no_dead_letter) {
            in_order_.refused.push_back(std::move(piece.refused[answer.dead_letter]));
            answer.dead_letter = in_order_.refused.size() - 1;
        } else if (answer.verdict.kind == Verdict::Kind::decided) {
            append(piece.events, answer.verdict, in_order_.events);
        } else {
            append(piece.repeats, answer.verdict, in_order_.repeats);
        }
        in_order_.answers.push_back(answer);
        in_order_bytes_ += expected_.front().bytes;
        expected_.pop_front();
        if (piece.next < piece.answers.size()) continue;
        if (lane.free.size() < pieces_kept) lane.free.push_back(std::move(lane.pieces.front()));
        lane.pieces.pop_front();
    }
    return !in_order_.answers.empty();
}

void AnswerOrder::give_up() {
    const std::lock_guard lock(mutex_);
    gave_up_ = true;
    changed_.notify_all();
}

}  // namespace leadline::engine
