// ColdTable: things of which there may be more than memory holds. It finds them by id, in memory or
// else in the store; it also remembers that there is none, so that a new id is looked up once.
// Pointers stay valid until things are forgotten, which happens between epochs only. One thread.
#pragma once

#include <vector>

#include "engine/core/state/cold_table_base.hpp"

namespace leadline::engine {

template <class Record>
class ColdTable : public ColdTableBase {
public:
    using ColdTableBase::ColdTableBase;

    // Null when there is none. Reads the store if nobody did before.
    [[nodiscard]] const Record* find(Text id) const {
        if (Record* record = look_up(id)) return present(record);
        if (is_whole_ || memory_->failure()) return nullptr;
        ++memory_->late_reads;
        read_late(id, [&](events::BytesView value) { take(id, value); });
        return present(look_up(id));
    }
    [[nodiscard]] Record* find(Text id) {
        return const_cast<Record*>(std::as_const(*this).find(id));
    }

    // The thing that was put there, if there still is one: it may be another by now.
    [[nodiscard]] const Record* guess(Index index) const {
        return index < records_.size() ? present(&records_[index]) : nullptr;
    }

    // Whether find(id) would have to read.
    [[nodiscard]] bool must_read(Text id) const { return !is_whole_ && look_up(id) == nullptr; }
    // What the store has under an id that must be read; no value: nothing.
    void take(Text id, events::BytesView value) const {
        if (look_up(id) != nullptr) return;
        Record& record = place(id);
        if (value.empty()) {
            record.presence = Presence::absent;
        } else {
            fill(record, value);
        }
        memory_->used += record.bytes;
    }

    // The id must be new.
    Record& insert(Text id) {
        ENSURE(find(id) == nullptr);
        Record* record = look_up(id);
        if (record == nullptr) {
            record = &place(id);
            memory_->used += record->bytes;
        }
        record->presence = Presence::here;
        return *record;
    }

    // visit(thing) for each that is in memory, in no order.
    template <class Visit>
    void for_each_in_memory(Visit&& visit) const {
        for (const Record& record : records_)
            if (record.presence == Presence::here) visit(record);
    }

    // As Table's.
    void prefetch_index(std::uint64_t hash) const { by_id_.prefetch(hash); }
    const Record* prefetch_record(std::uint64_t hash) const {
        return prefetch_at(by_id_.guess(hash));
    }
    const Record* prefetch_at(Index index) const { return ask_for(records_, index); }

    [[nodiscard]] std::size_t places() const { return records_.size(); }
    // Walks over at most `most` places and forgets what has not been used since it last came by,
    // unless it must stay. How many it saw.
    std::size_t forget(std::size_t most) {
        const std::size_t seen = std::min(most, records_.size());
        for (std::size_t i = 0; i < seen; ++i) {
            if (hand_ >= records_.size()) hand_ = 0;
            forget(records_[hand_++]);
        }
        return seen;
    }

private:
    [[nodiscard]] static Record* present(Record* record) {
        return record != nullptr && record->presence == Presence::here ? record : nullptr;
    }

    [[nodiscard]] Record* look_up(Text id) const {
        if (last_ != nullptr && events::same_id(last_->id, id)) return last_;
        const Index found = by_id_.find(
            hash_of(id), [&](Index index) { return events::same_id(records_[index].id, id); });
        if (found == no_index) return nullptr;
        last_ = &records_[found];
        last_->is_recent = true;
        return last_;
    }

    Record& place(Text id) const {
        Index index = 0;
        if (free_.empty()) {
            index = static_cast<Index>(records_.size());
            records_.add();
        } else {
            index = free_.back();
            free_.pop_back();
            records_[index] = Record{};
        }
        Record& record = records_[index];
        record.id.assign(id);
        record.program = program_;
        record.table = kind_;
        record.index = index;
        record.changed = memory_->written;
        record.bytes = cold_entry_bytes + static_cast<std::uint32_t>(id.size());
        record.is_recent = true;
        by_id_.add(hash_of(id), index);
        last_ = &record;
        return record;
    }

    void forget(Record& record) {
        if (record.presence == Presence::free) return;
        if (record.is_recent) {
            record.is_recent = false;
            return;
        }
        if (record.dirty || memory_->must_stay(record.changed)) return;
        by_id_.remove(hash_of(record.id), record.index);
        memory_->used -= record.bytes;
        is_whole_ = is_whole_ && record.presence == Presence::absent;
        free_.push_back(record.index);
        record = Record{};
        record.presence = Presence::free;
        last_ = nullptr;
    }

    // Reading a thing in changes nothing that anybody can ask for.
    mutable Records<Record> records_;
    mutable HashIndex by_id_;
    mutable std::vector<Index> free_;
    mutable Record* last_ = nullptr;
    std::size_t hand_ = 0;
};

}  // namespace leadline::engine
