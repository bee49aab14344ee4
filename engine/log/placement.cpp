// See placement.hpp. The algorithm is Austin Appleby's, in the public domain.
#include "engine/log/placement.hpp"

#include "events/base/ensure.hpp"

namespace leadline::engine {

namespace {

constexpr std::uint32_t seed = 0x9747B28CU;
constexpr std::uint32_t multiplier = 0x5BD1E995U;

}  // namespace

std::uint32_t murmur2(events::BytesView bytes) {
    std::uint32_t hash = seed ^ static_cast<std::uint32_t>(bytes.size());
    for (; bytes.size() >= 4; bytes = bytes.subspan(4)) {
        std::uint32_t word = events::load<std::uint32_t>(bytes.data()) * multiplier;
        word ^= word >> 24U;
        hash = hash * multiplier ^ word * multiplier;
    }
    if (!bytes.empty()) {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            hash ^= std::to_integer<std::uint32_t>(bytes[i]) << (8U * i);
        hash *= multiplier;
    }
    hash ^= hash >> 13U;
    hash *= multiplier;
    return hash ^ hash >> 15U;
}

events::Partition partition_of(events::ProgramId program, std::uint32_t partitions) {
    ENSURE(partitions > 0);
    if (!program.is_set()) return {0};
    return {(murmur2(events::as_bytes(program.text)) & 0x7FFFFFFFU) % partitions};
}

}  // namespace leadline::engine
