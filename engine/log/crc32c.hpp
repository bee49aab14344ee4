// CRC32C (Castagnoli), the checksum of a block. Uses the processor's instruction in three
// interleaved lanes where there is one (the instruction takes three cycles and can start one each
// cycle), else tables of eight. Same value everywhere. Pure; any thread.
#pragma once

#include <cstdint>

#include "events/base/bytes.hpp"

namespace leadline::engine {

// The CRC32C of what `so_far` was computed over, followed by `bytes`; begin with 0.
[[nodiscard]] std::uint32_t crc32c(std::uint32_t so_far, events::BytesView bytes);

[[nodiscard]] inline std::uint32_t crc32c(events::BytesView bytes) { return crc32c(0, bytes); }

// The way without the instruction, for processors that lack it and for tests that compare.
[[nodiscard]] std::uint32_t crc32c_by_table(std::uint32_t so_far, events::BytesView bytes);

}  // namespace leadline::engine
