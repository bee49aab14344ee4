// See projector.hpp: which views serve, which copies are made beside them, and the swap. A copy has
// its rows under a number of its own and a head of its own ("lead@v3+"), so that whoever is killed
// leaves what serves as it was, and the next goes on with the copy where it stood.
#include <fmt/format.h>

#include <algorithm>

#include "projections/projector.hpp"

namespace leadline::projections {

using events::fail;
using events::Failure;

namespace {

constexpr std::size_t events_per_step = 20'000;

bool is_of(Text base, Text name) { return parse_view_name(name).base == base; }

bool has_head(const Moment& moment, Text name) { return moment.head(name).has_value(); }

}  // namespace

// The current version of each, or, while that is not there yet, the newest one before it. A store
// without any view begins with the current ones: nothing serves that they could be made beside.
ViewMakers Projector::to_serve(const Moment& moment) const {
    const std::vector<std::string> names = store_.names();
    const bool is_fresh = std::none_of(names.begin(), names.end(), [](const std::string& name) {
        return !parse_view_name(name).is_beside;
    });
    if (is_fresh) return current_views(makers_);
    ViewMakers chosen;
    for (const ViewMaker& maker : makers_) {
        if (!has_head(moment, maker.name)) continue;
        const ViewName name = parse_view_name(maker.name);
        const auto newer = std::find_if(makers_.begin(), makers_.end(), [&](const auto& other) {
            return is_of(name.base, other.name) &&
                   parse_view_name(other.name).version > name.version &&
                   has_head(moment, other.name);
        });
        if (newer == makers_.end()) chosen.push_back(maker);
    }
    return chosen;
}

ViewMakers Projector::to_copy(const Moment& moment) const {
    ViewMakers chosen;
    for (const ViewMaker& maker : current_views(makers_)) {
        const auto copy = moment.head(beside_name(maker.name));
        const bool is_served = has_head(moment, maker.name) ||
                               std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
                                   return slot.stored == maker.name;
                               });
        // One that has stopped is made only when it is asked for again.
        if (copy ? copy->stopped.empty() : !is_served) chosen.push_back(maker);
    }
    return chosen;
}

// Views that this program does not know any more, and copies of versions that are over. What serves
// in place of a newer version stays until that one takes its place.
Result<void> Projector::drop_outdated() {
    const ViewMakers current = current_views(makers_);
    for (const std::string& name : store_.names()) {
        const ViewName parsed = parse_view_name(name);
        const bool is_needed =
            std::any_of(current.begin(), current.end(), [&](const ViewMaker& maker) {
                if (parsed.is_beside) return beside_name(maker.name) == name;
                return is_of(parsed.base, maker.name);
            });
        if (!is_needed) TRY(store_.drop(name));
    }
    return {};
}

Result<void> Projector::ask_again(Text base) {
    for (const ViewMaker& maker : current_views(makers_)) {
        if (!is_of(base, maker.name)) continue;
        const std::string copy = beside_name(maker.name);
        try {
            const auto head = Moment(store_).head(copy);
            const std::vector<std::string> names = store_.names();
            const bool is_enrolled = std::find(names.begin(), names.end(), copy) != names.end();
            if (head ? head->stopped.empty() : is_enrolled) return {};  // it is on its way
        } catch (const ViewFailure& failure) {
            return or_begin_again(tl::unexpected(failure.error));
        }
        TRY(or_begin_again(store_.drop(copy)));  // one that has stopped
        Standing beginning;
        beginning.partition = options_.partition;
        beginning.log = log_.id();
        ViewFlush head;
        head.number = store_.enroll(copy);
        head.name = copy;
        head.standing = beginning;
        head.write = [](KeyWriter&) {};
        std::vector<ViewFlush> flush;
        flush.push_back(std::move(head));
        return or_begin_again(store_.flush(std::move(flush)));
    }
    return fail(Failure::not_found, fmt::format("there is no view \"{}\"", base));
}

bool Projector::wants_copies() const {
    try {
        return !to_copy(Moment(store_)).empty();
    } catch (const ViewFailure&) {
        return false;  // whoever reads or writes next meets it too, and mends it
    }
}

Result<std::unique_ptr<Projector>> Projector::open_beside() {
    try {
        std::unique_ptr<Projector> beside(
            new Projector(log_, store_, options_, clock_, to_copy(Moment(store_))));
        beside->is_beside_ = true;
        TRY(beside->take_views());
        return beside;
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
}

// ---- The swap.

Result<void> Projector::run_to(std::uint64_t block) {
    while (standing_.block < block) {
        const auto applied = apply_epoch();
        if (!applied) return tl::unexpected(applied.error());
        if (damage_) return begin_again(*damage_);
        if (flush_is_due()) TRY(flush());
    }
    return {};
}

Result<void> Projector::adopt(Projector& beside) {
    const std::size_t times_before = times_made_again_;
    if (beside.damage_) return begin_again(*beside.damage_);
    // A copy may have been written further than what serves, before somebody was killed.
    std::uint64_t block = std::max(standing_.block, beside.standing_.block);
    for (const Slot& slot : beside.slots_)
        if (!slot.stopped) block = std::max(block, slot.block);
    TRY(or_begin_again(beside.run_to(block)));
    TRY(run_to(block));
    TRY(flush());
    if (times_made_again_ != times_before) return {};  // the copies went with the store
    TRY(or_begin_again(beside.flush()));
    if (times_made_again_ != times_before) return {};
    const std::vector<ViewSwap> swaps = swaps_of(beside);
    if (swaps.empty()) return {};
    auto swapped = store_.swap(swaps);
    if (!swapped) return or_begin_again(std::move(swapped));
    for (Slot& slot : beside.slots_)
        if (!slot.stopped) seat(std::move(slot));
    std::erase_if(beside.slots_, [](const Slot& slot) { return slot.view == nullptr; });
    list_listeners();
    return {};
}

std::vector<ViewSwap> Projector::swaps_of(const Projector& beside) const {
    std::vector<ViewSwap> swaps;
    for (const Slot& slot : beside.slots_) {
        if (slot.stopped) continue;
        ViewSwap swap;
        swap.copy = slot.stored;
        swap.name = slot.view->name();
        swap.standing = standing_;
        for (const std::string& name : store_.names()) {
            const ViewName its = parse_view_name(name);
            const bool is_same = its.base == parse_view_name(swap.name).base;
            if (is_same && !its.is_beside && name != swap.name) swap.replaces.push_back(name);
        }
        swaps.push_back(std::move(swap));
    }
    return swaps;
}

// The copy goes on as the view that it was made for.
void Projector::seat(Slot slot) {
    slot.stored = slot.view->name();
    slot.block = standing_.block;
    slot.flushed = standing_;
    const Text base = parse_view_name(slot.stored).base;
    const auto before = std::find_if(slots_.begin(), slots_.end(), [base](const Slot& other) {
        return is_of(base, other.stored);
    });
    if (before == slots_.end()) {
        slots_.push_back(std::move(slot));
    } else {
        *before = std::move(slot);
    }
}

Result<void> Projector::make_copies(const std::function<bool(events::Position)>& step) {
    while (wants_copies()) {
        const auto beside = open_beside();
        if (!beside) return or_begin_again(tl::unexpected(beside.error()));
        for (bool has_more = true; has_more;) {
            const auto stepped = (*beside)->step(events_per_step);
            if (!stepped && (*beside)->damage() != nullptr) break;  // adopt() mends it
            if (!stepped) return tl::unexpected(stepped.error());
            has_more = *stepped;
            if (!step((*beside)->applied())) return (*beside)->flush();
        }
        TRY(adopt(**beside));
        if (!(*beside)->stopped().empty()) return {};  // they wait until they are asked for again
    }
    return {};
}

}  // namespace leadline::projections
