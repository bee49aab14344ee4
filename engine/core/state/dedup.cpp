// See dedup.hpp. The record: identity (16), until (8), first (8), events (4), digest (8).
#include "engine/core/state/dedup.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>

namespace leadline::engine {

using events::Bytes;
using events::load;
using events::store;

CommandIdentity identity(events::ProgramId program, events::Text source, events::Text id) {
    // Lengths first, so that no two triples are the same bytes.
    const std::array parts{program.text, source, id};
    thread_local Bytes bytes;
    bytes.resize(parts.size() * sizeof(std::uint32_t) + program.text.size() + source.size() +
                 id.size());
    std::byte* at = bytes.data();
    for (const events::Text part : parts) {
        store(at, static_cast<std::uint32_t>(part.size()));
        at += sizeof(std::uint32_t);
        if (!part.empty()) std::memcpy(at, part.data(), part.size());
        at += part.size();
    }
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64, hash.high64};
}

HashIndex::Number Dedup::number_of(CommandIdentity identity) const {
    return index_.find(identity.low, [&](HashIndex::Number number) {
        return records_[place_of(number)].identity == identity;
    });
}

const Decided* Dedup::find(CommandIdentity identity, events::Time now) const {
    const HashIndex::Number number = number_of(identity);
    if (number == HashIndex::none) return nullptr;
    const Decided& decided = records_[place_of(number)].decided;
    return now < decided.until ? &decided : nullptr;
}

void Dedup::note(CommandIdentity identity, const Decided& decided) {
    if (may_grow_ && records_.back().identity == identity) {
        Decided& last = records_.back().decided;
        // Decided anew, its window being over, it has another end.
        if (last.until == decided.until &&
            last.first.number + last.events == decided.first.number) {
            ENSURE(decided.events == 1);  // whoever notes all at once has not begun before
            ++last.events;
            return;
        }
    }
    append({identity, decided});
    ++untaken_;
    may_grow_ = true;
}

void Dedup::append(const DedupRecord& record) {
    const HashIndex::Number number = numbered(first_ + records_.size());
    const HashIndex::Number before = number_of(record.identity);
    records_.push_back(record);
    if (before == HashIndex::none) {
        index_.add(record.identity.low, number);
    } else {
        index_.replace(record.identity.low, before, number);
    }
}

void Dedup::take_noted(std::vector<DedupRecord>& out) {
    out.insert(out.end(), records_.end() - static_cast<std::ptrdiff_t>(untaken_), records_.end());
    untaken_ = 0;
    may_grow_ = false;
}

bool Dedup::load_segment(events::BytesView segment, events::Time now) {
    if (segment.size() % dedup_record_bytes != 0) return false;
    ENSURE(untaken_ == 0);
    may_grow_ = false;
    for (const std::byte* at = segment.data(); at != segment.data() + segment.size();
         at += dedup_record_bytes) {
        const Decided decided{{load<std::int64_t>(at + 16)},
                              {load<std::uint64_t>(at + 24)},
                              load<std::uint32_t>(at + 32),
                              load<std::uint64_t>(at + 36)};
        if (decided.until <= now) continue;
        append({{load<std::uint64_t>(at), load<std::uint64_t>(at + 8)}, decided});
    }
    return true;
}

// What has not been taken yet stays, so that every command reaches a checkpoint.
void Dedup::expire(events::Time now) {
    while (records_.size() > untaken_ && records_.front().decided.until <= now) drop_oldest();
    if (records_.size() >= walk_at_) drop_all_ended(now);
}

void Dedup::drop_oldest() {
    const DedupRecord& oldest = records_.front();
    index_.remove(oldest.identity.low, numbered(first_));  // unless it has been decided anew
    records_.pop_front();
    ++first_;
}

void Dedup::drop_all_ended(events::Time now) {
    const std::size_t taken = records_.size() - untaken_;
    Records<DedupRecord> before;
    before.swap(records_);
    index_.clear();
    first_ = 0;
    may_grow_ = false;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (i >= taken || now < before[i].decided.until) append(before[i]);
    walk_at_ = std::max(walk_at_, records_.size() * 2);
}

events::Bytes dedup_segment(std::vector<DedupRecord>& noted) {
    std::stable_sort(noted.begin(), noted.end(), [](const DedupRecord& a, const DedupRecord& b) {
        return a.identity < b.identity;
    });
    Bytes bytes(noted.size() * dedup_record_bytes);
    std::byte* at = bytes.data();
    for (const DedupRecord& record : noted) {
        store(at, record.identity.low);
        store(at + 8, record.identity.high);
        store(at + 16, record.decided.until.us);
        store(at + 24, record.decided.first.number);
        store(at + 32, record.decided.events);
        store(at + 36, record.decided.digest);
        at += dedup_record_bytes;
    }
    return bytes;
}

events::Time segment_end(events::BytesView segment) {
    events::Time latest;
    for (std::size_t at = 0; at + dedup_record_bytes <= segment.size(); at += dedup_record_bytes)
        latest = std::max(latest, events::Time{load<std::int64_t>(segment.data() + at + 16)});
    return latest;
}

}  // namespace leadline::engine
