// See lead_view.hpp: how its changes are written, table by table in the order of their names.
#include <algorithm>
#include <cstring>

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

// Empty: it stands in no such index.
std::string LeadView::index_key(char table, const HotLead& lead, const Whereabouts& where) {
    if (!where.is_there) return {};
    const auto status = static_cast<std::uint8_t>(where.status);
    Key key(table, {program_of(lead)});
    if (table == lead_table::by_status)
        return key.add_byte(status).add_id(id_of(lead)).text();
    if (table == lead_table::by_queue) {
        if (!is_open(where.status) || where.place != LeadPlace::queue) return {};
        key.add_id(holder_id(queues_[where.queue].key)).add_byte(status);
        key.add_priority(where.priority);
    } else {
        if (where.place != LeadPlace::owner) return {};
        const Holder& owner = users_[where.owner];
        key.add_id(holder_id(partners_[owner.partner].key)).add_byte(status);
        key.add_id(holder_id(owner.key));
    }
    return key.add_number(lead.created).text();
}

// Only the difference between the last flush and now: what came and went in between costs nothing.
void LeadView::write_index(KeyWriter& to, char table) {
    std::vector<Index> changes;
    for (const Pending& pending : pending_) {
        const HotLead& lead = *pending.lead;
        if (pending.flushed == lead.now) continue;
        std::string before = index_key(table, lead, pending.flushed);
        std::string now = index_key(table, lead, lead.now);
        if (before == now) continue;
        if (!before.empty()) changes.push_back({std::move(before), &lead, false});
        if (!now.empty()) changes.push_back({std::move(now), &lead, true});
    }
    std::sort(changes.begin(), changes.end(),
              [](const Index& a, const Index& b) { return a.key < b.key; });
    for (const Index& change : changes) {
        if (change.is_there) {
            to.put(change.key, table == lead_table::by_status ? Text{} : id_of(*change.lead));
        } else {
            to.erase(change.key);
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

void LeadView::write(KeyWriter& to) {
    // A lead's entry is found by its number while events arrive; the order is free from here on.
    std::sort(pending_.begin(), pending_.end(),
              [](const Pending& a, const Pending& b) { return a.lead->key < b.lead->key; });
    for (std::size_t i = 0; i < pending_.size(); ++i)
        pending_[i].lead->pending = static_cast<std::uint32_t>(i);
    partners_.write(to);
    queues_.write(to);
    users_.write(to);
    for (const Pending& pending : pending_)
        if (pending.becomes_contested)
            to.put(lead_table::contested + std::string(pending.lead->key), {});
    write_index(to, lead_table::by_owner);
    write_index(to, lead_table::by_queue);
    write_index(to, lead_table::by_status);
    write_timeline(to);
}

void LeadView::written() {
    for (const Pending& pending : pending_) pending.lead->pending = no_number;
    pending_.clear();
    steps_.clear();
    queues_.written();
    users_.written();
    partners_.written();
    converting_ = nullptr;
    hot_.settle();
}

}  // namespace leadline::projections
