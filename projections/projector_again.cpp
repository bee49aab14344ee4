// See projector.hpp: how views are made again once their store proves damaged, or somebody takes
// its folder away.
#include "projections/projector.hpp"

namespace leadline::projections {

using events::Error;
using events::Failure;

namespace {
// A disk that damages a store that often will damage the next one too.
constexpr std::size_t times_damaged_max = 3;
}  // namespace

bool Projector::is_store_broken(const Error& error) const {
    return error.failure == Failure::corrupt || !store_.why_lost().empty();
}

Result<void> Projector::or_begin_again(Result<void> done) {
    if (done || !is_store_broken(done.error())) return done;
    return begin_again(std::move(done).error());
}

Result<void> Projector::begin_again_if_lost() {
    const std::string why = store_.why_lost();
    if (why.empty()) return {};
    return begin_again({Failure::io, why});
}

// What was to be written is still in memory, and is written then.
Result<void> Projector::open_again_if_failed() {
    if (!store_.has_failed()) return {};
    if (options_.let_go) options_.let_go();
    return or_begin_again(store_.open_again());  // its files may be damaged
}

// Nothing of the store is needed: all of it comes from the log.
Result<void> Projector::begin_again(Error damage) {
    if (is_beside_) {  // the one that serves does it, for both
        damage_ = std::make_unique<Error>(damage);
        return tl::unexpected(std::move(damage));
    }
    if (const std::string lost = store_.why_lost(); !lost.empty()) {
        damage.message = lost;
    } else if (times_damaged_++ == times_damaged_max) {
        return tl::unexpected(std::move(damage));
    }
    ++times_made_again_;
    was_emptied_ = damage.message;
    damage_ = std::make_unique<Error>(std::move(damage));  // until it is mended
    if (options_.let_go) options_.let_go();
    slots_.clear();
    list_listeners();
    TRY(store_.make_again(was_emptied_));
    standing_ = {};
    is_within_epoch_ = false;
    try {
        TRY(take_views());
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
    damage_.reset();
    return {};
}

}  // namespace leadline::projections
