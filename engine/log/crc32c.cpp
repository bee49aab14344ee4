// See crc32c.hpp. Registers here are "raw": without the inversion at both ends that the public
// functions add.
#include "engine/log/crc32c.hpp"

#include <array>
#include <cstddef>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace leadline::engine {
namespace {

constexpr std::uint32_t polynomial = 0x82F63B78U;  // Castagnoli, bits reversed

using Table = std::array<std::uint32_t, 256>;

// eight[k][b]: the register after byte b and k zero bytes, from an empty register.
constexpr std::array<Table, 8> make_eight() {
    std::array<Table, 8> eight{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t raw = byte;
        for (int bit = 0; bit < 8; ++bit) raw = (raw >> 1U) ^ ((raw & 1U) != 0 ? polynomial : 0U);
        eight[0][byte] = raw;
    }
    for (std::size_t k = 1; k < 8; ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = eight[k - 1][byte];
            eight[k][byte] = (before >> 8U) ^ eight[0][before & 0xFFU];
        }
    }
    return eight;
}

constexpr std::array<Table, 8> eight = make_eight();

std::uint32_t byte_by_table(std::uint32_t raw, std::byte byte) {
    return (raw >> 8U) ^ eight[0][(raw ^ static_cast<std::uint32_t>(byte)) & 0xFFU];
}

std::uint32_t raw_by_table(std::uint32_t raw, events::BytesView bytes) {
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        const std::uint64_t word = events::load<std::uint64_t>(at) ^ raw;
        raw = 0;
        for (unsigned byte = 0; byte < 8; ++byte) {
            raw ^= eight[7 - byte][(word >> (8U * byte)) & 0xFFU];
        }
    }
    for (; left > 0; --left, ++at) raw = byte_by_table(raw, *at);
    return raw;
}

#if defined(__x86_64__)

constexpr std::size_t lane_bytes = 1024;

// What `lane_bytes` zero bytes make of a register is linear in its bits: one table per byte of it.
constexpr std::array<Table, 4> make_shift() {
    std::array<std::uint32_t, 32> of_bit{};
    for (std::size_t bit = 0; bit < 32; ++bit) {
        std::uint32_t raw = std::uint32_t{1} << bit;
        for (std::size_t i = 0; i < lane_bytes; ++i) raw = (raw >> 8U) ^ eight[0][raw & 0xFFU];
        of_bit[bit] = raw;
    }
    std::array<Table, 4> shift{};
    for (std::size_t byte = 0; byte < 4; ++byte) {
        for (std::size_t value = 0; value < 256; ++value) {
            for (std::size_t bit = 0; bit < 8; ++bit) {
                if (((value >> bit) & 1U) != 0) shift[byte][value] ^= of_bit[byte * 8 + bit];
            }
        }
    }
    return shift;
}

constexpr std::array<Table, 4> shift = make_shift();

std::uint64_t shifted(std::uint64_t raw) {
    return shift[0][raw & 0xFFU] ^ shift[1][(raw >> 8U) & 0xFFU] ^ shift[2][(raw >> 16U) & 0xFFU] ^
           shift[3][(raw >> 24U) & 0xFFU];
}

__attribute__((target("sse4.2"))) std::uint32_t raw_by_instruction(std::uint32_t raw,
                                                                   events::BytesView bytes) {
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t first = raw;
    for (; left >= 3 * lane_bytes; left -= 3 * lane_bytes, at += 3 * lane_bytes) {
        std::uint64_t second = 0;
        std::uint64_t third = 0;
        for (std::size_t i = 0; i < lane_bytes; i += 8) {
            first = _mm_crc32_u64(first, events::load<std::uint64_t>(at + i));
            second = _mm_crc32_u64(second, events::load<std::uint64_t>(at + i + lane_bytes));
            third = _mm_crc32_u64(third, events::load<std::uint64_t>(at + i + 2 * lane_bytes));
        }
        first = shifted(shifted(first) ^ second) ^ third;
    }
    for (; left >= 8; left -= 8, at += 8) {
        first = _mm_crc32_u64(first, events::load<std::uint64_t>(at));
    }
    auto narrow = static_cast<std::uint32_t>(first);
    for (; left > 0; --left, ++at) {
        narrow = _mm_crc32_u8(narrow, events::load<std::uint8_t>(at));
    }
    return narrow;
}

#endif

using Raw = std::uint32_t (*)(std::uint32_t, events::BytesView);

Raw choose() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return raw_by_instruction;
#endif
    return raw_by_table;
}

}  // namespace

std::uint32_t crc32c(std::uint32_t so_far, events::BytesView bytes) {
    static const Raw chosen = choose();
    return ~chosen(~so_far, bytes);
}

std::uint32_t crc32c_by_table(std::uint32_t so_far, events::BytesView bytes) {
    return ~raw_by_table(~so_far, bytes);
}

}  // namespace leadline::engine
