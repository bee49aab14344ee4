// See timers.hpp.
#include "engine/core/state/timers.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

// Due time, kind number, program, id of the thing, compared as bytes (SPEC 2.6). std::*_heap keeps
// the largest on top, so "later" is the order.
bool later(const Timer& a, const Timer& b) {
    if (a.due != b.due) return a.due > b.due;
    if (a.kind != b.kind) return a.kind > b.kind;
    if (a.entry->program != b.entry->program) return a.entry->program->id > b.entry->program->id;
    return a.entry->id > b.entry->id;
}

bool holds(const Timer& timer) {
    switch (timer.kind) {
        case TimerKind::claim_touch: {
            const Lead& lead = static_cast<const Lead&>(*timer.entry);
            return lead.claimed && lead.touch_by == timer.due;
        }
        case TimerKind::deal_protection: {
            const Deal& deal = static_cast<const Deal&>(*timer.entry);
            return deal.status == DealStatus::approved && deal.protected_until == timer.due;
        }
    }
    return false;
}

}  // namespace

void Timers::arm(Timer timer) {
    heap_.push_back(timer);
    std::push_heap(heap_.begin(), heap_.end(), later);
}

const Timer* Timers::next() {
    while (!heap_.empty() && !holds(heap_.front())) pop();
    return heap_.empty() ? nullptr : &heap_.front();
}

void Timers::pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
}

}  // namespace leadline::engine
