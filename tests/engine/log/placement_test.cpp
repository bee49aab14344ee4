// Placement: programs lie where Kafka's default partitioner would put them.
#include "engine/log/placement.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace leadline::tests {
namespace {

using engine::murmur2;
using engine::partition_of;

// What Kafka's own tests expect of its Java client (UtilsTest.testMurmur2).
TEST_CASE("murmur2: has the values that Kafka's Java client has", "[engine]") {
    struct Known {
        events::Text text;
        std::int32_t hash;
    };
    for (const Known& known : {Known{"21", -973932308}, Known{"foobar", -790332482},
                               Known{"a-little-bit-long-string", -985981536},
                               Known{"a-little-bit-longer-string", -1486304829},
                               Known{"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
                               Known{"abc", 479470107}}) {
        CAPTURE(known.text);
        CHECK(static_cast<std::int32_t>(murmur2(events::as_bytes(known.text))) == known.hash);
    }
}

TEST_CASE("partition_of: takes the hash without its sign, modulo the number of partitions",
          "[engine]") {
    // (-790332482 & 0x7fffffff) = 1357151166
    CHECK(partition_of({"foobar"}, 1).number == 0);
    CHECK(partition_of({"foobar"}, 2).number == 0);
    CHECK(partition_of({"foobar"}, 7).number == 1357151166U % 7);
    CHECK(partition_of({"foobar"}, 1'000'000).number == 151'166);
    CHECK(partition_of({"abc"}, 1'000).number == 107);
    CHECK(partition_of({}, 16).number == 0);
    // Bytes above 127 count as what they are, not as negative numbers.
    CHECK(partition_of({"\xC3\xA9t\xC3\xA9"}, 1'000'000).number == 290'073);
}

}  // namespace
}  // namespace leadline::tests
