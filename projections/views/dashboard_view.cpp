// See dashboard_view.hpp.
#include "projections/views/dashboard_view.hpp"

#include <algorithm>

namespace leadline::projections {

namespace {

constexpr std::size_t kept_holders_max = 200'000;
constexpr std::size_t bytes_per_ending = 16;

}  // namespace

// A window that was made shorter ends later claims sooner than earlier ones: they are kept by their
// ends, and what has ended by the time of a claim is gone, as in the core.
void DashboardView::claimed(std::string key, Time at, Time until) {
    auto known = times_.find(key);
    if (known == times_.end()) {
        ClaimTimesRow row;
        Times times;
        if (rows_.read(key, row)) {
            times.last_claim = row.last_claim;
            times.endings.assign(row.endings.begin(), row.endings.end());
        }
        known = times_.emplace(std::move(key), std::move(times)).first;
    }
    Times& times = known->second;
    std::erase_if(times.endings, [at](const CapEnding& each) { return each.until <= at; });
    times.last_claim = at;
    if (until.is_set()) {
        const auto place =
            std::lower_bound(times.endings.begin(), times.endings.end(), until,
                             [](const CapEnding& each, Time end) { return each.until < end; });
        if (place != times.endings.end() && place->until == until) {
            ++place->count;
        } else {
            times.endings.insert(place, {until, 1});
        }
    }
    changed_bytes_ += bytes_per_ending + (times.is_changed ? 0 : known->first.size());
    times.is_changed = true;
}

void DashboardView::on(const Happening& h, const events::LeadClaimed& e) {
    const auto key = [&](ClaimHolder holder, Text id) {
        return claim_key(dashboard_table::claim_times, h.header.program, holder, e.queue.text, id);
    };
    claimed(key(ClaimHolder::user, e.user.text), h.header.time, e.user_counts_until);
    // No least time between two claims binds a partner: its last one is asked by nobody.
    if (e.partner_counts_until.is_set())
        claimed(key(ClaimHolder::partner, e.partner.text), h.header.time, e.partner_counts_until);
}

std::size_t DashboardView::pending_bytes() const { return rows_.pending_bytes() + changed_bytes_; }

void DashboardView::write(KeyWriter& to) {
    for (const auto& [key, each] : times_) {
        if (!each.is_changed) continue;
        ClaimTimesRow row;
        row.last_claim = each.last_claim;
        row.endings = each.endings;
        rows_.put(key, row);
    }
    rows_.write(to);
}

void DashboardView::written() {
    rows_.written();
    changed_bytes_ = 0;
    if (times_.size() > kept_holders_max) times_.clear();
    for (auto& [key, each] : times_) each.is_changed = false;
}

}  // namespace leadline::projections
