// An engine that is served through a door, on simulated ground and with clocks in the test's hand:
// whoever waits lets time pass, nobody sleeps. One step is one poll. One thread.
#pragma once

#include <deque>

#include "connectors/serve/serve_source.hpp"
#include "engine/log/block.hpp"
#include "engine/log/sim_log.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/support/memory_state_store.hpp"
#include "tests/support/virtual_clock.hpp"

namespace leadline::tests {

// To wait is to let time pass.
class VirtualWaiting final : public connectors::Waiting {
public:
    explicit VirtualWaiting(VirtualClock& clock) : clock_(clock) {}
    void wait(int, events::Duration at_most) override {
        clock_.pass(at_most);
        ++waits;
    }
    int waits = 0;

private:
    VirtualClock& clock_;
};

// Gives the lines that the test has put there.
class ScriptedDoor final : public connectors::Door {
public:
    void put(std::string_view lines) {
        while (!lines.empty()) {
            const std::size_t end = lines.find('\n');
            lines_.emplace_back(lines.substr(0, end));
            lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        }
    }
    [[nodiscard]] std::size_t left() const { return lines_.size(); }

    [[nodiscard]] events::Result<Got> next(connectors::Line& line) override {
        if (lines_.empty()) return Got::nothing_yet;
        now_ = std::move(lines_.front());
        lines_.pop_front();
        line = {++number_, events::as_bytes(now_), now_.size(), {}};
        return Got::line;
    }
    [[nodiscard]] std::string_view origin() const override { return "script/"; }
    void will_be_answered() override {}
    [[nodiscard]] int descriptor() const override { return -1; }

private:
    std::deque<std::string> lines_;
    std::string now_;
    std::uint64_t number_ = 0;
};

class SilentSink final : public engine::OutcomeSink {
public:
    [[nodiscard]] events::Result<void> tell(const engine::Epoch&) override { return {}; }
};

// What outlives an engine.
struct ServedGround {
    explicit ServedGround(events::Time wall) : clock(wall) {}

    engine::SimStorage storage{1, 1};
    MemoryStateStore store;
    VirtualClock clock;
    std::vector<std::string> said;
};

// An engine that has just been started on the ground.
class Served {
public:
    Served(ServedGround& ground, connectors::Door& door, engine::OutcomeSink& sink,
           std::size_t commands_max = 64, connectors::Door* own = nullptr)
        : log_(*engine::SimLog::open(ground.storage, true)),
          engine_(*engine::PartitionEngine::open(*log_, {*log_, ground.store, {}})),
          waiting(ground.clock),
          source({door, ground.clock, waiting, [this] { return engine_->next_due(); },
                  [&ground](std::string_view line) { ground.said.emplace_back(line); }, own}),
          loop_({*engine_, ground.store, source, sink, commands_max, {}}) {}

    // So many polls, and what they bring.
    void step(int times = 1) {
        for (int i = 0; i < times; ++i) {
            const auto stepped = loop_.step();
            ENSURE(stepped && *stepped);
        }
    }
    [[nodiscard]] events::Result<bool> try_step() { return loop_.step(); }
    [[nodiscard]] events::Position position() const { return engine_->state().position; }
    [[nodiscard]] events::Time time() const { return engine_->state().time; }
    [[nodiscard]] const engine::LogReader& log() const { return *log_; }

    struct Told {
        std::string name;
        events::Time time;
        friend bool operator==(const Told&, const Told&) = default;
    };
    // Every event of the log from `first` on.
    [[nodiscard]] std::vector<Told> events_from(std::uint64_t first) const {
        std::vector<Told> told;
        const auto scanned = log_->scan({}, 1, [&](std::uint64_t, events::BytesView block) {
            events::BytesView rest = engine::payload_of(block);
            while (!rest.empty()) {
                const auto prefix = events::read_prefix(rest);
                events::EventHeader header;
                events::BytesView body;
                ENSURE(prefix && events::read_header(rest, header, body));
                if (header.position.number >= first)
                    told.push_back({std::string(name_of(header.kind)), header.time});
                rest = rest.subspan(prefix->length);
            }
            return events::Result<void>{};
        });
        ENSURE(scanned.has_value());
        return told;
    }
    [[nodiscard]] std::vector<std::string> dead_letters() const {
        std::vector<std::string> keys;
        const auto read = log_->dead_letters([&keys](const engine::DeadLetter& letter) {
            keys.push_back(letter.key);
            return true;
        });
        ENSURE(read.has_value());
        return keys;
    }

private:
    std::unique_ptr<engine::SimLog> log_;
    std::unique_ptr<engine::PartitionEngine> engine_;

public:
    VirtualWaiting waiting;
    connectors::ServeSource source;

private:
    engine::EpochLoop loop_;
};

}  // namespace leadline::tests
