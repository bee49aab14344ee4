// See dedup.hpp.
#include "engine/core/state/dedup.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

// Where no store is, so many are forgotten at once.
constexpr std::size_t recent_at_most = 1U << 20U;

// A decider that asks one by one, rather than epoch by epoch, begins anew after so many.
constexpr std::size_t answers_at_most = 1U << 14U;

}  // namespace

HashIndex::Number Dedup::Recent::number_of(CommandIdentity identity) const {
    return index.find(identity.low, [&](HashIndex::Number number) {
        return records[number].identity == identity;
    });
}

void Dedup::Recent::add(const DedupRecord& record) {
    const auto number = static_cast<HashIndex::Number>(records.size());
    records.add() = record;
    end = std::max(end, record.decided.until);
    index.set(record.identity.low, number, [&](HashIndex::Number before) {
        return records[before].identity == record.identity;
    });
}

const Decided* Dedup::Recent::find(CommandIdentity identity) const {
    const HashIndex::Number number = number_of(identity);
    return number == HashIndex::none ? nullptr : &records[number].decided;
}

const Decided* Dedup::recent(CommandIdentity identity, std::size_t from) const {
    const Decided* found = nullptr;
    for (std::size_t table = recent_.size(); table > from && found == nullptr; --table)
        found = recent_[table - 1]->find(identity);
    return found;
}

const Dedup::Answer* Dedup::answer(CommandIdentity identity) const {
    const HashIndex::Number number = answer_by_identity_.find(
        identity.low, [&](HashIndex::Number n) { return answers_[n].identity == identity; });
    return number == HashIndex::none ? nullptr : &answers_[number];
}

const Decided* Dedup::find(CommandIdentity identity, events::Time now) {
    const Decided* found = recent(identity, changed_since_answers_);
    if (found == nullptr) found = decided_before(identity);
    return found != nullptr && now < found->until ? found : nullptr;
}

// What the store was asked for was in no table then.
const Decided* Dedup::decided_before(CommandIdentity identity) {
    const Answer* known = answer(identity);
    if (known == nullptr) {
        const Decided* found = changed_since_answers_ > 0 ? recent(identity, 0) : nullptr;
        if (found != nullptr) return found;
        if (is_whole_ || memory_->failure()) return nullptr;
        ++memory_->late_reads;
        if (auto read_it = read(std::span(&identity, 1)); !read_it)
            memory_->fail(std::move(read_it).error());
        known = answer(identity);
    }
    return known != nullptr && known->is_known ? &known->decided : nullptr;
}

bool Dedup::must_read(CommandIdentity identity) const {
    return !is_whole_ && recent(identity, 0) == nullptr && answer(identity) == nullptr;
}

events::Result<void> Dedup::read(std::span<const CommandIdentity> identities) {
    if (answers_.size() + identities.size() > answers_at_most) forget_answers();
    if (answers_.empty()) changed_since_answers_ = recent_.empty() ? 0 : recent_.size() - 1;
    for (const CommandIdentity& each : identities) {
        if (answer(each) != nullptr) continue;  // named twice
        answer_by_identity_.add(each.low, static_cast<HashIndex::Number>(answers_.size()));
        answers_.push_back({each, false, {}});
    }
    return memory_->stored->decided(identities, [&](std::size_t i, const Decided& decided) {
        auto& known = const_cast<Answer&>(*answer(identities[i]));
        known.is_known = true;
        known.decided = decided;
    });
}

void Dedup::note(CommandIdentity identity, const Decided& decided) {
    if (may_grow_ && recent_.back()->records.back().identity == identity) {
        Decided& last = recent_.back()->records.back().decided;
        // Decided anew, its window being over, it has another end.
        if (last.until == decided.until &&
            last.first.number + last.events == decided.first.number) {
            ENSURE(decided.events == 1);  // whoever notes all at once has not begun before
            ++last.events;
            return;
        }
    }
    filling().add({identity, decided});
    may_grow_ = true;
}

Dedup::Recent& Dedup::filling() {
    if (recent_.empty() || recent_.back()->changed != memory_->changing ||
        recent_.back()->records.size() >= recent_at_most) {
        recent_.push_back(spare_ ? std::move(spare_) : std::make_unique<Recent>());
        recent_.back()->changed = memory_->changing;
    }
    return *recent_.back();
}

void Dedup::prefetch(CommandIdentity identity) const {
    for (const auto& table : recent_) table->index.prefetch(identity.low);
}

void Dedup::take_noted(std::vector<DedupRecord>& out) {
    for (const auto& table : recent_) {
        const Records<DedupRecord>& records = table->records;
        records.for_each_from(table->taken,
                              [&out](const DedupRecord& record) { out.push_back(record); });
        table->taken = records.size();
    }
    may_grow_ = false;
}

// What has not been taken yet stays, so that every command reaches a checkpoint.
bool Dedup::may_go(const Recent& oldest, events::Time now) const {
    if (oldest.taken < oldest.records.size()) return false;
    return memory_->stored != nullptr ? !memory_->must_stay(oldest.changed) : oldest.end <= now;
}

void Dedup::forget(events::Time now) {
    while (!recent_.empty() && may_go(*recent_.front(), now)) {
        spare_ = std::move(recent_.front());
        recent_.pop_front();
        spare_->records.clear();
        spare_->index.clear();
        spare_->taken = 0;
        spare_->end = {};
        may_grow_ = may_grow_ && !recent_.empty();
        is_whole_ = is_whole_ && memory_->stored == nullptr;
    }
    // What it answered before it had these is not true any more.
    forget_answers();
}

void Dedup::forget_answers() {
    answers_.clear();
    answer_by_identity_.clear();
    changed_since_answers_ = 0;
}

std::size_t Dedup::size() const {
    std::size_t sum = 0;
    for (const auto& table : recent_) sum += table->records.size();
    return sum;
}

}  // namespace leadline::engine
