// CRC32C: the published check value, and the same value by every way of computing it.
#include "engine/log/crc32c.hpp"

#include <catch2/catch.hpp>

namespace leadline::engine {
namespace {

events::Bytes pattern(std::size_t size) {
    events::Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>((i * 131 + 7) & 0xFFU);
    return bytes;
}

TEST_CASE("crc32c: the check value of the Castagnoli polynomial is met", "[engine]") {
    CHECK(crc32c(events::as_bytes("123456789")) == 0xE3069283U);
    CHECK(crc32c_by_table(0, events::as_bytes("123456789")) == 0xE3069283U);
    CHECK(crc32c({}) == 0);
}

TEST_CASE("crc32c: with and without the processor's instruction the value is the same",
          "[engine]") {
    const events::Bytes bytes = pattern(20'000);
    const events::BytesView all(bytes);
    for (std::size_t size = 0; size < 200; ++size) {
        REQUIRE(crc32c(all.first(size)) == crc32c_by_table(0, all.first(size)));
    }
    for (const std::size_t size : {3071U, 3072U, 3073U, 6144U, 9999U, 20'000U}) {
        REQUIRE(crc32c(all.first(size)) == crc32c_by_table(0, all.first(size)));
        REQUIRE(crc32c(all.subspan(1, size - 1)) == crc32c_by_table(0, all.subspan(1, size - 1)));
    }
}

TEST_CASE("crc32c: computed over parts it is that of the whole", "[engine]") {
    const events::Bytes bytes = pattern(10'000);
    const events::BytesView all(bytes);
    for (const std::size_t cut : {0U, 1U, 8U, 156U, 3072U, 9'999U, 10'000U}) {
        REQUIRE(crc32c(crc32c(all.first(cut)), all.subspan(cut)) == crc32c(all));
    }
}

}  // namespace
}  // namespace leadline::engine
