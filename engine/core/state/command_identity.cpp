// See command_identity.hpp.
#include "engine/core/state/command_identity.hpp"

#include <array>

#include "engine/core/state/hash.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

using events::Bytes;
using events::store;

CommandIdentity identity(events::ProgramId program, events::Text source, events::Text id) {
    // Lengths first, so that no two triples are the same bytes.
    const std::array parts{program.text, source, id};
    const std::size_t size =
        parts.size() * sizeof(std::uint32_t) + program.text.size() + source.size() + id.size();
    std::array<std::byte, 256> few;
    Bytes many(size <= few.size() ? 0 : size);
    std::byte* const bytes = many.empty() ? few.data() : many.data();
    std::byte* at = bytes;
    for (const events::Text part : parts) {
        store(at, static_cast<std::uint32_t>(part.size()));
        at += sizeof(std::uint32_t);
        if (!part.empty()) std::memcpy(at, part.data(), part.size());
        at += part.size();
    }
    const XXH128_hash_t hash = XXH3_128bits(bytes, size);
    return {hash.low64, hash.high64};
}

}  // namespace leadline::engine
