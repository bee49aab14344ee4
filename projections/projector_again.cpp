// See projector.hpp: how views are made again once their store proves damaged.
#include "projections/projector.hpp"

namespace leadline::projections {

using events::Error;
using events::Failure;

namespace {
// A disk that damages a store that often will damage the next one too.
constexpr std::size_t times_made_again_max = 3;
}  // namespace

Result<void> Projector::or_begin_again(Result<void> done) {
    if (done || done.error().failure != Failure::corrupt) return done;
    return begin_again(std::move(done).error());
}

// Nothing of the store is needed: all of it comes from the log.
Result<void> Projector::begin_again(Error damage) {
    if (times_made_again_ == times_made_again_max) return tl::unexpected(std::move(damage));
    ++times_made_again_;
    was_emptied_ = damage.message;
    damage_ = std::make_unique<Error>(std::move(damage));  // until it is mended
    slots_.clear();
    list_listeners();
    TRY(store_.make_again(was_emptied_));
    standing_ = {};
    is_within_epoch_ = has_outdated_ = false;
    try {
        TRY(take_views());
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
    damage_.reset();
    return {};
}

}  // namespace leadline::projections
