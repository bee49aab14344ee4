// Timers: what will happen by itself when the log's time reaches it (SPEC 2.6). A timer is there
// exactly as long as its thing says so: `evolve` arms and disarms. The next ones are in memory, the
// others in the store. One thread.
#pragma once

#include "engine/core/state/program.hpp"

namespace leadline::engine {

// Numbers order timers that are due together, and are for ever.
enum class TimerKind : std::uint8_t {
    claim_touch = 1,
    deal_protection = 2,
    backlog = 3,
    offer_expiry = 4,
    opportunity_expiry = 5,
};

// In the order in which they fire: due time, kind, program, id of the thing, as bytes (SPEC 2.6).
struct Timer {
    Time due;
    TimerKind kind = TimerKind::claim_touch;
    Text program;  // the program's own copy, or the memory's: it is there as long as the timer
    Text id;       // of a lead, an opportunity, a deal or a backlog

    friend auto operator<=>(const Timer&, const Timer&) = default;
};
// Its key in the store: bytes that sort as timers do.
void append_place(std::string& key, const Timer& timer);

// A timer as the tree keeps it, small: looking one up reads many of them.
class KeptTimer {
public:
    KeptTimer() = default;
    explicit KeptTimer(const Timer& timer);

    [[nodiscard]] Timer timer() const;
    static constexpr std::size_t bytes_beside = 48;
    // Mostly the time says it all; where many are due together, it is the id.
    friend std::strong_ordering operator<=>(const KeptTimer& a, const Timer& b) {
        return a.due_ != b.due ? a.due_ <=> b.due : compare_rest(a, b);
    }
    friend std::strong_ordering operator<=>(const KeptTimer& a, const KeptTimer& b) {
        return a.due_ != b.due_ ? a.due_ <=> b.due_ : compare_rest(a, b.timer());
    }

    [[nodiscard]] static KeptTimer lowest();
    void step();
    void append_to(std::string& key) const { append_place(key, timer()); }
    [[nodiscard]] bool read_from(Text key, StateMemory& memory);

private:
    [[nodiscard]] static std::strong_ordering compare_rest(const KeptTimer& a, const Timer& b);

    Time due_;
    KeptId rest_;  // kind, where the program's id is and its size, and the id
};

class Timers {
public:
    explicit Timers(StateMemory& memory) { open(memory, true); }

    // The store may have some already, unless it `is_new`.
    void open(StateMemory& memory, bool is_new);

    void arm(const Timer& timer) { order_.insert(timer, {}, "!"); }
    void disarm(const Timer& timer) { order_.erase(timer); }

    // The first to fire; none when there is none. A view of it: until it is disarmed.
    [[nodiscard]] std::optional<Timer> next() const {
        const auto* first = order_.first();
        return first == nullptr ? std::nullopt : std::optional(first->first.timer());
    }
    // visit(timer) in the order in which they fire, until it answers false.
    template <class Visit>
    void for_each(Visit&& visit) const {
        order_.for_each([&visit](const KeptTimer& kept, Nothing) { return visit(kept.timer()); });
    }

    void forget(std::size_t most) { order_.forget(most); }

private:
    // The place says all.
    struct Nothing {
        Nothing() = default;
        explicit Nothing(Text) {}
    };

    StoredOrder<KeptTimer, Nothing> order_;
};

// Of an open claim, or of an offer.
[[nodiscard]] inline Timer lead_timer(const Lead& lead) {
    const bool is_offer = lead.place == Place::offer;
    return {lead.due, is_offer ? TimerKind::offer_expiry : TimerKind::claim_touch, lead.program->id,
            lead.id};
}

[[nodiscard]] inline Timer expiry_timer(const Opportunity& opportunity) {
    return {opportunity.due, TimerKind::opportunity_expiry, opportunity.program->id,
            opportunity.id};
}

[[nodiscard]] inline Timer backlog_timer(const Backlog& backlog) {
    return {backlog.due, TimerKind::backlog, backlog.program->id, backlog.id};
}

[[nodiscard]] inline Timer protection_timer(const Deal& deal) {
    return {deal.protected_until, TimerKind::deal_protection, deal.program->id, deal.id};
}

}  // namespace leadline::engine
