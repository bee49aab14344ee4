// Dealer: deals one input to the deciders of several partitions, by program and in order. What it
// deals it copies into the partition's own memory. Bounded: it waits while a partition has enough
// at hand. Three parties: the dealing thread, a decider's thread per partition, and whoever gives
// up.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/runtime/ports.hpp"

namespace leadline::engine {

// About as much memory as an input takes.
[[nodiscard]] std::size_t input_bytes(const Input& input);

class Dealer {
public:
    // `hand_max`: most commands that a partition's decider is given at a time.
    Dealer(std::uint32_t partitions, std::size_t hand_max);
    ~Dealer();
    Dealer(const Dealer&) = delete;
    Dealer& operator=(const Dealer&) = delete;

    // What the partition's loop polls. `next_due` is asked on the thread that polls.
    [[nodiscard]] InputSource& source_of(Partition partition,
                                         std::function<std::optional<Time>()> next_due);

    // From now on; any thread.
    void set_hand_max(std::size_t commands) { hand_max_.store(commands); }

    // ---- The dealing thread.

    // Where an input belongs: commands and dead letters to their program's partition, a dead letter
    // without one to partition 0. Of a tick this is meaningless: see deal().
    [[nodiscard]] Partition place_of(const Input& input) const;
    // Hands out all of it; ticks to every partition, or to those that have a timer due. Waits while
    // a partition has enough at hand. False: given up.
    [[nodiscard]] bool deal(std::span<const Input> inputs);
    // When the next timer of any partition is due, once all that was dealt has been decided, which
    // it waits for.
    [[nodiscard]] std::optional<Time> next_due();
    // There will be no more.
    void end();

    // Nobody waits for anybody any more, and what was dealt and not taken is lost; any thread.
    void give_up();

private:
    class Lane;

    std::vector<std::unique_ptr<Lane>> lanes_;
    std::vector<std::vector<const Input*>> sorted_;  // by partition; deal() only
    std::atomic<std::size_t> hand_max_;
};

}  // namespace leadline::engine
