// See state.hpp.
#include "engine/core/state/state.hpp"

#include <algorithm>

#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

namespace {

// Of each order, each time: more than an epoch adds, and little enough not to be noticed.
constexpr std::size_t places_at_once = 512;
constexpr std::size_t forgotten_at_once = 256;  // places looked at before memory is measured again

}  // namespace

State::State(const Stored& stored, std::size_t bytes, bool is_new) : is_new_(is_new) {
    memory.stored = &stored;
    memory.limit = bytes;
    timers.open(memory, is_new);
    if (!is_new) dedup.open();
}

const Program* State::find_program(events::ProgramId id) const {
    const auto at = by_id_.find(id.text);
    if (at == by_id_.end()) return nullptr;
    last_ = at->second;
    return last_;
}

Program& State::add_program(events::ProgramId id) {
    Program& program = *programs_.emplace_back(std::make_unique<Program>(id.text, memory, is_new_));
    by_id_.emplace(Text(program.id), &program);
    return program;
}

void State::encode(Entry& entry) {
    key_.clear();
    value_.clear();
    append_entry_key(key_, entry);
    append_entry_value(value_, entry);
    hash_ -= entry.hash;
    entry.hash = entry_hash(key_, value_);
    hash_ += entry.hash;
    entry.dirty = false;
    if (is_resident(entry.table)) return;
    auto& cold = static_cast<ColdEntry&>(entry);
    memory.used -= cold.bytes;
    cold.bytes = cold_entry_bytes + static_cast<std::uint32_t>(key_.size() + value_.size());
    memory.used += cold.bytes;
}

void State::forget() {
    if (short_since_ == memory.written || memory.stored == nullptr) return;
    short_since_.reset();
    if (memory.used <= memory.limit) return;
    timers.forget(places_at_once);
    for (const auto& program : programs_) {
        for (Queue& queue : program->queues) queue.order.forget(places_at_once);
        for (Backlog& backlog : program->backlogs) backlog.order.forget(places_at_once);
    }
    // Twice around: what was used since the last time loses its mark first.
    for (const auto& program : programs_) {
        program->for_each_cold([this](auto& table) {
            for (std::size_t left = 2 * table.places(); left > 0 && memory.used > memory.limit;)
                left -= std::min(left, std::max<std::size_t>(1, table.forget(forgotten_at_once)));
        });
    }
    if (memory.used > memory.limit) short_since_ = memory.written;
}

Result<void> State::load(BytesView key, BytesView value) {
    EntryKey parsed{};
    if (!read_entry_key(key, parsed)) return events::fail(events::Failure::corrupt, "state: key");
    const events::ProgramId id{parsed.program};
    Program* owner = program(id);
    if (owner == nullptr) owner = &add_program(id);
    Entry* entry = load_entry(*owner, parsed, value);
    if (entry == nullptr) {
        return events::fail(events::Failure::corrupt,
                            "state: an entry of program " + owner->id + " cannot be read");
    }
    entry->hash = entry_hash(events::as_text(key), value);
    return {};
}

Result<void> State::finish_load(const Standing& at) {
    position = at.position;
    time = at.time;
    hash_ = at.hash;
    for (const auto& program : programs_) {
        if (!derive(*program)) {
            return events::fail(events::Failure::corrupt,
                                "state: program " + program->id + " does not hold together");
        }
    }
    return {};
}

std::string hash_text(Hash128 hash) {
    std::string text(32, '0');
    for (std::size_t i = 0; i < 32; ++i) {
        text[31 - i] = "0123456789abcdef"[static_cast<unsigned>(hash & 0xFU)];
        hash >>= 4U;
    }
    return text;
}

}  // namespace leadline::engine
