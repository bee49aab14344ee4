// See projector.hpp: when and how what was applied is written.
#include "projections/projector.hpp"

namespace leadline::projections {

using events::Error;
using events::fail;
using events::Failure;

namespace {
// The store merges sorted runs by eights; with so many more than that it is behind.
constexpr std::int64_t runs_per_delay = 16;
}  // namespace

std::size_t Projector::pending_bytes() const {
    std::size_t bytes = 0;
    for (const Slot& slot : slots_)
        if (!slot.stopped) bytes += slot.view->pending_bytes();
    return bytes;
}

bool Projector::flush_is_due() const {
    if (standing_.block == flushed_block_ || is_within_epoch_) return false;
    if (is_beside_ || is_far_behind_) return pending_bytes() >= options_.flush_bytes_beside;
    if (pending_bytes() >= options_.flush_bytes_max) return true;
    return clock_() - last_flush_ >= flush_every_;
}

// `writing` is the view that writes, while it does.
std::vector<ViewFlush> Projector::what_to_flush(Slot*& writing) {
    std::vector<ViewFlush> views;
    for (Slot& slot : slots_) {
        ViewFlush view;
        view.number = slot.number;
        view.name = slot.stored;
        if (slot.stopped) {
            if (slot.is_told) continue;
            view.standing = slot.flushed;
            view.stopped = slot.stopped->message;
            view.write = [](KeyWriter&) {};
        } else {
            if (slot.block > standing_.block) continue;
            view.standing = standing_;
            view.bytes = slot.view->pending_bytes();
            view.write = [&slot, &writing](KeyWriter& to) {
                writing = &slot;
                slot.view->write(to);
                writing = nullptr;
            };
        }
        views.push_back(std::move(view));
    }
    return views;
}

Result<void> Projector::flush() {
    if (damage_ || standing_.block == flushed_block_ || is_within_epoch_) return {};
    for (;;) {
        Slot* failed = nullptr;
        try {
            auto flushed = store_.flush(what_to_flush(failed));
            if (!flushed) return or_begin_again(std::move(flushed));
            break;
        } catch (const ViewFailure& failure) {
            if (is_store_broken(failure.error))
                return or_begin_again(tl::unexpected(failure.error));
            if (failed == nullptr) return tl::unexpected(failure.error);
            stop(*failed, failure.error);
        } catch (const std::exception& error) {
            if (failed == nullptr) return fail(Failure::io, error.what());
            stop(*failed, {Failure::io, error.what()});
        }
    }
    flushed_all();
    return {};
}

void Projector::flushed_all() {
    for (Slot& slot : slots_) {
        slot.is_told |= slot.stopped != nullptr;
        if (slot.stopped || slot.block > standing_.block) continue;
        slot.view->written();
        slot.flushed = standing_;
    }
    flushed_block_ = standing_.block;
    flushed_ = standing_.position.number;
    last_flush_ = clock_();
    // Fewer and larger files when merging cannot keep up with them.
    const auto runs = static_cast<std::int64_t>(store_.unmerged_runs());
    flush_every_ = {options_.flush_every.us * (1 + runs / runs_per_delay)};
}

}  // namespace leadline::projections
