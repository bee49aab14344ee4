// Timers: what will happen by itself when the log's time reaches it (SPEC 2.6). A timer is there
// exactly as long as its thing says so: `evolve` arms and disarms. The next ones are in memory, the
// others in the store. One thread.
#pragma once

#include "engine/core/state/program.hpp"

namespace leadline::engine {

// Numbers order timers that are due together, and are for ever.
enum class TimerKind : std::uint8_t { claim_touch = 1, deal_protection = 2 };

// In the order in which they fire: due time, kind, program, id of the thing, as bytes (SPEC 2.6).
struct Timer {
    Time due;
    TimerKind kind = TimerKind::claim_touch;
    Text program;    // its own copy of the id
    std::string id;  // of a lead, or of a deal

    friend auto operator<=>(const Timer&, const Timer&) = default;
    [[nodiscard]] static Timer lowest();
    void step() { id.push_back('\0'); }
    void append_to(std::string& key) const;
    [[nodiscard]] bool read_from(Text key, StateMemory& memory);
};

class Timers {
public:
    explicit Timers(StateMemory& memory) { open(memory, true); }

    // The store may have some already, unless it `is_new`.
    void open(StateMemory& memory, bool is_new);

    void arm(const Timer& timer) { order_.insert(timer, {}, "!"); }
    void disarm(const Timer& timer) { order_.erase(timer); }

    // The first to fire; null when there is none.
    [[nodiscard]] const Timer* next() const {
        const auto* first = order_.first();
        return first == nullptr ? nullptr : &first->first;
    }
    // visit(timer) in the order in which they fire, until it answers false.
    template <class Visit>
    void for_each(Visit&& visit) const {
        order_.for_each([&visit](const Timer& timer, Nothing) { return visit(timer); });
    }

    void forget(std::size_t most) { order_.forget(most); }

private:
    // The place says all.
    struct Nothing {
        Nothing() = default;
        explicit Nothing(Text) {}
    };

    StoredOrder<Timer, Nothing> order_;
};

[[nodiscard]] inline Timer touch_timer(const Lead& lead) {
    return {lead.touch_by, TimerKind::claim_touch, lead.program->id, lead.id};
}

[[nodiscard]] inline Timer protection_timer(const Deal& deal) {
    return {deal.protected_until, TimerKind::deal_protection, deal.program->id, deal.id};
}

}  // namespace leadline::engine
