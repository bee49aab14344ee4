// See recorder.hpp.
#include "bench/recorder.hpp"

namespace leadline::bench {

namespace {

constexpr std::size_t epoch_commands = 384;

}  // namespace

Recorder::Recorder(engine::Log& log)
    : log_(log), writer_(log.id(), recorded_partition), end_(*log.end(recorded_partition)) {}

void Recorder::decide(const events::CommandHeader& command) {
    if (in_epoch_ == 0) decider_.begin_epoch();
    ENSURE(decider_.decide(command).has_value());
    if (++in_epoch_ == epoch_commands) end_epoch();
}

void Recorder::end_epoch() {
    if (in_epoch_ == 0) return;
    in_epoch_ = 0;
    const events::BytesView events(decider_.events().bytes);
    const auto count =
        static_cast<std::uint32_t>(decider_.events().next().number - 1 - end_.last_position.number);
    const engine::CommandSpan all{0, 0, events.size(), count};
    writer_.write({events, {&all, 1}, 1}, end_, epoch_);
    ENSURE(log_.append(epoch_).has_value());
    end_ = epoch_.end;
    state_.collect([](events::BytesView, events::BytesView) {});
}

}  // namespace leadline::bench
