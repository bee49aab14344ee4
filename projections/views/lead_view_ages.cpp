// See lead_view.hpp and arrivals.hpp: since when leads have been in their queues.
#include <algorithm>
#include <tuple>

#include "projections/views/lead_view.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t kept_hours_max = 100'000;

// Where a lead stood, or stands, in the list of a queue by arrival.
struct Arrival {
    std::uint32_t queue = 0;  // its number, then its rank
    std::uint64_t since = 0;
    std::uint64_t created = 0;
    std::uint32_t place = 0;  // the queue's number
    const HotLead* lead = nullptr;
    bool is_there = false;

    friend bool operator<(const Arrival& a, const Arrival& b) {
        return std::tie(a.queue, a.since, a.created) < std::tie(b.queue, b.since, b.created);
    }
};

}  // namespace

void Arrivals::add(std::uint32_t queue, Text key, events::Time since, std::int64_t change) {
    const std::uint64_t hour = hour_of(since);
    const auto [at, is_new] = hours_.try_emplace({queue, hour});
    Hour& it = at->second;
    if (is_new) {
        it.key = arrivals_key(key, hour);
        it.leads = stored_tally(Moment(*stored_.store), stored_.number, it.key);
    }
    it.leads += static_cast<std::uint64_t>(change);
    if (it.is_changed) return;
    it.is_changed = true;
    changed_.push_back(&it);
}

void Arrivals::write(KeyWriter& to) {
    std::sort(changed_.begin(), changed_.end(),
              [](const Hour* a, const Hour* b) { return a->key < b->key; });
    for (const Hour* hour : changed_) {
        if (hour->leads == 0) {
            to.erase(hour->key);
        } else {
            to.put(hour->key, {reinterpret_cast<const char*>(&hour->leads), sizeof hour->leads});
        }
    }
}

void Arrivals::written() {
    for (Hour* hour : changed_) hour->is_changed = false;
    changed_.clear();
    if (hours_.size() > kept_hours_max) hours_.clear();
    std::erase_if(hours_, [](const auto& each) { return each.second.leads == 0; });
}

void LeadView::note_arrival(const Whereabouts& before, const Whereabouts& now) {
    const bool was = is_queued(before);
    const bool is = is_queued(now);
    if (was && is && before.queue == now.queue && before.since == now.since) return;
    if (was) arrivals_.add(before.queue, queues_[before.queue].key, before.since, -1);
    if (is) arrivals_.add(now.queue, queues_[now.queue].key, now.since, 1);
}

void LeadView::write_by_arrival(KeyWriter& to) {
    std::vector<Arrival> changes;
    const auto add = [&changes](const Whereabouts& where, const HotLead& lead, bool is_there) {
        changes.push_back({where.queue, static_cast<std::uint64_t>(where.since.us), lead.created,
                           where.queue, &lead, is_there});
    };
    for (const Pending& pending : pending_) {
        const Whereabouts& before = pending.flushed;
        const Whereabouts& now = pending.lead->now;
        const bool was = is_queued(before);
        const bool is = is_queued(now);
        if (was && is && before.queue == now.queue && before.since == now.since) continue;
        if (was) add(before, *pending.lead, false);
        if (is) add(now, *pending.lead, true);
    }
    // Keys of queues are compared once a queue, and not once a lead.
    std::vector<std::uint32_t> order;
    for (const Arrival& each : changes) order.push_back(each.place);
    std::sort(order.begin(), order.end());
    order.erase(std::unique(order.begin(), order.end()), order.end());
    std::sort(order.begin(), order.end(),
              [this](std::uint32_t a, std::uint32_t b) { return queues_[a].key < queues_[b].key; });
    std::vector<std::uint32_t> ranks(queues_.size());
    for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<std::uint32_t>(i);
    for (Arrival& each : changes) each.queue = ranks[each.place];
    std::sort(changes.begin(), changes.end());
    for (const Arrival& each : changes) {
        const std::string key =
            arrival_key(queues_[each.place].key, each.since) + key_number(each.created);
        if (!each.is_there) {
            to.erase(key);
            continue;
        }
        const Text id = each.lead->key.substr(1 + static_cast<unsigned char>(each.lead->key[0]));
        to.put(key, id.substr(0, id.size() - 1));  // without the byte that ends it
    }
}

}  // namespace leadline::projections
