// See lead_view.hpp: how its changes are written, table by table in the order of their names.
#include <algorithm>
#include <cstring>
#include <tuple>

#include "projections/views/lead_view.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t chain_bytes = 2 * sizeof(std::uint64_t);

Text id_of(const HotLead& lead) {
    const std::size_t program = 1 + static_cast<unsigned char>(lead.key[0]);
    return lead.key.substr(program, lead.key.size() - program - 1);
}

Text program_of(const HotLead& lead) {
    return lead.key.substr(1, static_cast<unsigned char>(lead.key[0]));
}

// The id in the key of a holder.
Text holder_id(Text key) {
    KeyParts parts(key);
    (void)parts.program();
    return parts.id();
}

}  // namespace

void LeadView::Holders::write(KeyWriter& to) {
    std::sort(changed_.begin(), changed_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return all_[a].key < all_[b].key; });
    for (const std::uint32_t number : changed_) {
        const std::uint64_t open = all_[number].open;
        to.put(all_[number].key, {reinterpret_cast<const char*>(&open), sizeof open});
    }
}

void LeadView::Holders::written() {
    for (const std::uint32_t number : changed_) all_[number].is_changed = false;
    changed_.clear();
}

namespace {

// The order of holders' keys, as numbers, for those that are used.
class Ranks {
public:
    explicit Ranks(std::size_t holders) : ranks_(holders, 0) {}

    void use(std::uint32_t holder) {
        if (ranks_[holder] != 0) return;
        ranks_[holder] = 1;
        used_.push_back(holder);
    }
    template <class KeyOf>
    void settle(KeyOf&& key_of) {
        std::sort(used_.begin(), used_.end(),
                  [&key_of](std::uint32_t a, std::uint32_t b) { return key_of(a) < key_of(b); });
        for (std::size_t i = 0; i < used_.size(); ++i)
            ranks_[used_[i]] = static_cast<std::uint32_t>(i + 1);
    }
    [[nodiscard]] std::uint32_t operator[](std::uint32_t holder) const { return ranks_[holder]; }

private:
    std::vector<std::uint32_t> ranks_;
    std::vector<std::uint32_t> used_;
};

// One key of an index to write or to erase, with its order as numbers: text is compared once per
// holder and not once per lead.
struct Change {
    std::uint32_t holder = 0;  // a number, then its rank: of a partner, of a queue
    events::StatusCategory category{};
    std::uint32_t rank = 0;    // of the status, in the order of names
    std::uint32_t second = 0;  // of a user; or of a priority, the highest first
    const HotLead* lead = nullptr;
    std::uint32_t user = no_number;
    std::uint32_t place = 0;   // the number behind `holder`
    std::uint32_t status = 0;  // the number behind `rank`
    bool is_there = false;

    friend bool operator<(const Change& a, const Change& b) {
        return std::tie(a.holder, a.category, a.rank, a.second, a.lead->created) <
               std::tie(b.holder, b.category, b.rank, b.second, b.lead->created);
    }
};

std::uint32_t order_of_priority(std::int32_t priority) {
    return ~(static_cast<std::uint32_t>(priority) ^ 0x80000000U);
}

bool is_same_status(const Whereabouts& a, const Whereabouts& b) {
    return a.category == b.category && a.status == b.status;
}
// By a user, or offered to a partner.
bool is_somebodys(const Whereabouts& where) {
    return where.is_there && (where.place == LeadPlace::owner || where.place == LeadPlace::offer);
}

// Calls add(whereabouts, is_there) for what is to be erased from an index and what is to be put
// there: only the difference between the last flush and now, so that what came and went in between
// costs nothing.
template <class Pending, class StandsThere, class IsSame, class Add>
void for_each_change(const Pending& pending, StandsThere&& stands_there, IsSame&& is_same,
                     Add&& add) {
    const Whereabouts& before = pending.flushed;
    const Whereabouts& now = pending.lead->now;
    const bool was = stands_there(before);
    const bool is = stands_there(now);
    if (was && is && is_same(before, now)) return;
    if (was) add(before, false);
    if (is) add(now, true);
}

}  // namespace

void LeadView::write_by_owner(KeyWriter& to) {
    std::vector<Change> changes;
    Ranks users(users_.size());
    Ranks partners(partners_.size());
    for (const Pending& pending : pending_) {
        const auto is_same = [](const Whereabouts& a, const Whereabouts& b) {
            return a.owner == b.owner && a.partner == b.partner && is_same_status(a, b);
        };
        const auto add = [&](const Whereabouts& where, bool is_there) {
            const bool is_offer = where.place == LeadPlace::offer;
            const std::uint32_t partner = is_offer ? where.partner : users_[where.owner].partner;
            if (!is_offer) users.use(where.owner);
            partners.use(partner);
            changes.push_back({partner, where.category, where.status, where.owner, pending.lead,
                               where.owner, partner, where.status, is_there});
        };
        for_each_change(pending, is_somebodys, is_same, add);
    }
    users.settle([this](std::uint32_t user) -> const std::string& { return users_[user].key; });
    partners.settle([this](std::uint32_t p) -> const std::string& { return partners_[p].key; });
    const std::vector<std::uint32_t> ranks = statuses_.ranks();
    for (Change& change : changes) {
        change.holder = partners[change.holder];
        change.second = change.user == no_number ? 0 : users[change.user];
        change.rank = ranks[change.status];
    }
    std::sort(changes.begin(), changes.end());
    for (const Change& change : changes) {
        Key key(lead_table::by_owner, {program_of(*change.lead)});
        key.add_id(holder_id(partners_[change.place].key))
            .add_byte(static_cast<std::uint8_t>(change.category))
            .add_id(statuses_[change.status])
            .add_id(change.user == no_number ? Text() : holder_id(users_[change.user].key))
            .add_number(change.lead->created);
        write_change(to, key, *change.lead, change.is_there);
    }
}

void LeadView::write_by_queue(KeyWriter& to) {
    std::vector<Change> changes;
    Ranks queues(queues_.size());
    for (const Pending& pending : pending_) {
        const auto is_same = [](const Whereabouts& a, const Whereabouts& b) {
            return a.queue == b.queue && is_same_status(a, b) && a.priority == b.priority;
        };
        const auto add = [&](const Whereabouts& where, bool is_there) {
            queues.use(where.queue);
            changes.push_back({where.queue, where.category, where.status,
                               order_of_priority(where.priority), pending.lead, no_number,
                               where.queue, where.status, is_there});
        };
        const Whereabouts& now = pending.lead->now;
        const Whereabouts& before = pending.flushed;
        const bool stays = is_queued(before) && is_queued(now) && is_same(before, now);
        if (stays && before.since != now.since) add(now, true);  // under the same key
        for_each_change(pending, is_queued, is_same, add);
    }
    queues.settle([this](std::uint32_t queue) -> const std::string& { return queues_[queue].key; });
    const std::vector<std::uint32_t> ranks = statuses_.ranks();
    for (Change& change : changes) {
        change.holder = queues[change.holder];
        change.rank = ranks[change.status];
    }
    std::sort(changes.begin(), changes.end());
    std::string value;
    for (const Change& change : changes) {
        Key key(lead_table::by_queue, {program_of(*change.lead)});
        key.add_id(holder_id(queues_[change.place].key))
            .add_byte(static_cast<std::uint8_t>(change.category))
            .add_id(statuses_[change.status])
            .add_number(change.second)
            .add_number(change.lead->created);
        if (change.is_there) {
            value.clear();
            append_queued(value, {id_of(*change.lead), change.lead->now.since});
            to.put(key, value);
        } else {
            to.erase(key);
        }
    }
}

void LeadView::write_change(KeyWriter& to, Text key, const HotLead& lead, bool is_there) {
    if (is_there) {
        to.put(key, id_of(lead));
    } else {
        to.erase(key);
    }
}

// Leads stand in the order of program and id already, and stay so within a status.
void LeadView::write_by_status(KeyWriter& to) {
    std::vector<Change> changes;
    const auto stands = [](const Whereabouts& where) { return where.is_there; };
    for (const Pending& pending : pending_)
        for_each_change(pending, stands, is_same_status,
                        [&](const Whereabouts& where, bool is_there) {
                            Change& change = changes.emplace_back();
                            change.category = where.category;
                            change.status = where.status;
                            change.lead = pending.lead;
                            change.is_there = is_there;
                        });
    std::stable_sort(changes.begin(), changes.end(), [this](const Change& a, const Change& b) {
        // As the programs' own keys are ordered: by length, then as bytes.
        const Text mine = program_of(*a.lead);
        const Text other = program_of(*b.lead);
        if (mine != other) return std::pair(mine.size(), mine) < std::pair(other.size(), other);
        if (a.category != b.category) return a.category < b.category;
        return a.status != b.status && statuses_[a.status] < statuses_[b.status];
    });
    for (const Change& change : changes) {
        const Key key = Key(lead_table::by_status, {program_of(*change.lead)})
                            .add_byte(static_cast<std::uint8_t>(change.category))
                            .add_id(statuses_[change.status])
                            .add_id(id_of(*change.lead));
        if (change.is_there) {
            to.put(key, {});
        } else {
            to.erase(key);
        }
    }
}

void LeadView::write_timeline(KeyWriter& to) {
    for (const Pending& pending : pending_) {
        chunk_.clear();
        for (std::size_t step = pending.first_step;;) {
            const std::byte* at = steps_.data() + step;
            const auto size = static_cast<std::size_t>(events::load<std::uint64_t>(at + 8));
            chunk_.append(reinterpret_cast<const char*>(at + chain_bytes), size);
            const auto next = static_cast<std::size_t>(events::load<std::uint64_t>(at));
            if (next == 0) break;  // the first step of all is nobody's next
            step = next;
        }
        key_.assign(1, lead_table::timeline);
        key_ += pending.lead->key;
        for (int shift = 56; shift >= 0; shift -= 8)
            key_ += static_cast<char>(pending.first_position >> shift & 0xFFU);
        to.put(key_, chunk_);
    }
}

// In the order of the leads' keys. These share their beginning; the eight bytes behind it decide
// nearly always, and stand here side by side.
void LeadView::sort_pending() {
    if (pending_.empty()) return;
    const Text first = pending_.front().lead->key;
    std::size_t shared = first.size();
    for (const Pending& pending : pending_) {
        const Text key = pending.lead->key;
        shared = std::min(shared, key.size());
        while (key.compare(0, shared, first, 0, shared) != 0) --shared;
    }
    std::vector<std::pair<std::uint64_t, const Pending*>> order;
    order.reserve(pending_.size());
    for (const Pending& pending : pending_) {
        const Text rest = pending.lead->key.substr(shared);
        std::uint64_t eight = 0;
        for (std::size_t i = 0; i < sizeof eight; ++i)
            eight = eight << 8U | (i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U);
        order.emplace_back(eight, &pending);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        return a.second->lead->key < b.second->lead->key;
    });
    std::vector<Pending> sorted;
    sorted.reserve(pending_.size());
    for (const auto& [eight, pending] : order) sorted.push_back(*pending);
    pending_ = std::move(sorted);
}

void LeadView::write(KeyWriter& to) {
    // A lead's entry is found by its number while events arrive; the order is free from here on.
    sort_pending();
    for (std::size_t i = 0; i < pending_.size(); ++i)
        pending_[i].lead->pending = static_cast<std::uint32_t>(i);
    arrivals_.write(to);
    partners_.write(to);
    queues_.write(to);
    claims_.write(to);
    users_.write(to);
    write_by_arrival(to);
    for (const Pending& pending : pending_)
        if (pending.becomes_contested)
            to.put(lead_table::contested + std::string(pending.lead->key), {});
    write_by_owner(to);
    write_by_queue(to);
    write_by_status(to);
    write_timeline(to);
}

void LeadView::written() {
    for (const Pending& pending : pending_) pending.lead->pending = no_number;
    pending_.clear();
    steps_.clear();
    queues_.written();
    users_.written();
    partners_.written();
    claims_.written();
    arrivals_.written();
    converting_ = nullptr;
    hot_.settle();
}

}  // namespace leadline::projections
