// Prefetch: asks the memory for what coming commands and events will need, some of them ahead of
// their turn. A program's leads are far larger than the processor's cache, and without this a
// decision is mostly waiting, for one thing after the other. Changes nothing, decides nothing, need
// not be called. One thread: that of the state.
#pragma once

#include <algorithm>
#include <array>

#include "engine/core/state/state.hpp"
#include "events/header.hpp"

namespace leadline::engine {

class Prefetch {
public:
    // `state` must outlive it.
    explicit Prefetch(const State& state) : state_(&state) {}

    // Before item `i` of `count` is decided or folded: asks for what the ones behind it need. At
    // the first, for all that lie within a distance. item(i) points to a command or an event
    // header; null: it needs nothing.
    template <class Item>
    void before(std::size_t i, std::size_t count, Item&& item) {
        for (std::size_t step = 0; step < distances.size(); ++step) {
            const std::size_t last = std::min(i + distances[step] + 1, count);
            for (std::size_t at = i == 0 ? 0 : i + distances[step]; at < last; ++at) {
                Ahead& ahead = ahead_[at % ahead_.size()];
                if (step == 0) {
                    const auto* header = item(at);
                    ahead = header == nullptr ? Ahead{} : look(*header);
                }
                if (ahead.program != nullptr) ask(ahead, step);
            }
        }
    }

private:
    // In steps, since each finds what to ask for in what the step before it brought: where the
    // indexes look; the records; where the index of claims looks; the counters of claims. So many
    // items ahead.
    static constexpr std::array<std::size_t, 4> distances{24, 18, 12, 6};

    // What an item will need, as far as it is known. Records that were asked for may be others, and
    // none is read before its turn.
    struct Ahead {
        const Program* program = nullptr;
        const Queue* queue = nullptr;  // whose first lead it is about
        std::uint64_t lead_hash = 0;   // of ids; zero: nothing of that kind
        std::uint64_t user_hash = 0;
        const Lead* lead = nullptr;
        const User* user = nullptr;
    };

    [[nodiscard]] Ahead look(const events::CommandHeader& command) const;
    [[nodiscard]] Ahead look(const events::EventHeader& event) const;
    static void ask(Ahead& ahead, std::size_t step);

    const State* state_;
    std::array<Ahead, 32> ahead_{};  // of the item by its number, modulo its size
    static_assert(distances[0] < std::tuple_size_v<decltype(ahead_)>);
};

}  // namespace leadline::engine
