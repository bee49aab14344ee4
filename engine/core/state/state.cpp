// See state.hpp.
#include "engine/core/state/state.hpp"

#include <xxhash.h>

#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

namespace {

Hash128 entry_hash(const std::string& key, const Bytes& value) {
    if (value.empty()) return 0;
    const XXH64_hash_t seed = XXH3_64bits(key.data(), key.size());
    const XXH128_hash_t hash = XXH3_128bits_withSeed(value.data(), value.size(), seed);
    return (Hash128{hash.high64} << 64U) | hash.low64;
}

}  // namespace

Program* State::program(events::ProgramId id) {
    return const_cast<Program*>(std::as_const(*this).program(id));
}

const Program* State::program(events::ProgramId id) const {
    if (last_ != nullptr && last_->id == id.text) return last_;
    const auto at = by_id_.find(id.text);
    if (at == by_id_.end()) return nullptr;
    last_ = at->second;
    return last_;
}

Program& State::add_program(events::ProgramId id) {
    Program& program = *programs_.emplace_back(std::make_unique<Program>(id.text));
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
    encode(*entry);  // the hash covers what was understood, not what was read
    return {};
}

Result<void> State::finish_load() {
    for (const auto& program : programs_) {
        if (!derive(*program, timers)) {
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
