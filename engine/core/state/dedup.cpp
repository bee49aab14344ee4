// See dedup.hpp. The record: identity (16), until (8), first (8), events (4), digest (8).
#include "engine/core/state/dedup.hpp"

#include <xxhash.h>

#include <algorithm>

namespace leadline::engine {

using events::load;
using events::store;

CommandIdentity identity(events::ProgramId program, events::Text source, events::Text id) {
    // Lengths first, so that no two triples are the same bytes.
    thread_local std::string bytes;
    bytes.clear();
    for (const events::Text part : {program.text, source, id}) {
        const auto size = static_cast<std::uint32_t>(part.size());
        bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes.append(part);
    }
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64, hash.high64};
}

const Decided* Dedup::find(CommandIdentity identity, events::Time now) const {
    const auto at = entries_.find(identity);
    return at != entries_.end() && now < at->second.until ? &at->second : nullptr;
}

void Dedup::note(CommandIdentity identity, const Decided& decided) {
    if (last_decided_ != nullptr && last_ == identity &&
        last_decided_->first.number + last_decided_->events == decided.first.number) {
        ++last_decided_->events;
        if (!added_.empty()) added_.back().decided.events = last_decided_->events;
        return;
    }
    const auto [at, was_new] = entries_.insert_or_assign(identity, decided);
    added_.push_back({identity, decided});
    last_ = identity;
    last_decided_ = &at->second;
}

events::Bytes Dedup::take_segment() {
    std::stable_sort(added_.begin(), added_.end(), [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity < b.identity;
    });
    events::Bytes bytes(added_.size() * dedup_record_bytes);
    std::byte* at = bytes.data();
    for (const DedupRecord& record : added_) {
        store(at, record.identity.low);
        store(at + 8, record.identity.high);
        store(at + 16, record.decided.until.us);
        store(at + 24, record.decided.first.number);
        store(at + 32, record.decided.events);
        store(at + 36, record.decided.digest);
        at += dedup_record_bytes;
    }
    added_.clear();
    last_decided_ = nullptr;
    return bytes;
}

bool Dedup::load_segment(events::BytesView segment, events::Time now) {
    if (segment.size() % dedup_record_bytes != 0) return false;
    last_decided_ = nullptr;
    for (const std::byte* at = segment.data(); at != segment.data() + segment.size();
         at += dedup_record_bytes) {
        const Decided decided{{load<std::int64_t>(at + 16)},
                              {load<std::uint64_t>(at + 24)},
                              load<std::uint32_t>(at + 32),
                              load<std::uint64_t>(at + 36)};
        if (decided.until <= now) continue;
        entries_.insert_or_assign({load<std::uint64_t>(at), load<std::uint64_t>(at + 8)}, decided);
    }
    return true;
}

void Dedup::expire(events::Time now) {
    if (entries_.size() < expire_at_) return;
    last_decided_ = nullptr;
    absl::erase_if(entries_, [now](const auto& entry) { return entry.second.until <= now; });
    expire_at_ = std::max(expire_at_, entries_.size() * 2);
}

events::Time segment_end(events::BytesView segment) {
    events::Time latest;
    for (std::size_t at = 0; at + dedup_record_bytes <= segment.size(); at += dedup_record_bytes)
        latest = std::max(latest, events::Time{load<std::int64_t>(segment.data() + at + 16)});
    return latest;
}

}  // namespace leadline::engine
