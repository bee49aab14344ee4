// See cold_table_base.hpp.
#include "engine/core/state/cold_table_base.hpp"

#include "engine/core/state/program.hpp"
#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

void ColdTableBase::append_key(std::string& key, Text id) const {
    append_entry_key(key, kind_, program_->id, id);
}

void ColdTableBase::read_late(Text id, const std::function<void(events::BytesView)>& take) const {
    std::string key;
    append_key(key, id);
    const Text named(key);
    auto read = memory_->stored->read(
        std::span(&named, 1), [&take](std::size_t, events::BytesView value) { take(value); });
    if (!read) memory_->fail(std::move(read).error());
}

void ColdTableBase::fill(ColdEntry& entry, events::BytesView value) const {
    if (!read_entry_value(entry, value)) {
        entry.presence = Presence::absent;
        return memory_->fail({events::Failure::corrupt,
                              "state: an entry of program " + program_->id + " cannot be read"});
    }
    std::string key;
    append_key(key, entry.id);
    entry.hash = entry_hash(key, value);
    entry.bytes = cold_entry_bytes + static_cast<std::uint32_t>(key.size() + value.size());
}

}  // namespace leadline::engine
