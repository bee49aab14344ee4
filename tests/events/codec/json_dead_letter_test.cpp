// Dead letters' records.
#include "events/codec/json_dead_letter.hpp"

#include <catch2/catch.hpp>

#include "events/codec/json_text.hpp"

using namespace leadline::events;

TEST_CASE("Dead letter: the record holds reason, errors, origin and the original bytes",
          "[events]") {
    const FieldError errors[] = {{"", "is not UTF-8"}};
    const std::string sha256(32, '\xab');
    const Text original("\xff\x00", 2);
    std::string out;
    append_dead_letter(out, {DeadLetterReason::not_utf8, errors, 7, as_bytes(sha256),
                             original.size(), as_bytes(original)});
    std::string hex;
    for (int i = 0; i < 32; ++i) hex += "ab";
    CHECK(out == R"({"reason":"not_utf8","errors":[{"pointer":"","problem":"is not UTF-8"}],)"
                 R"("source_of":{"line":7,"sha256":")" +
                     hex + R"("},"length":2,"original_base64":"/wA="})");
}

TEST_CASE("Dead letter: of a line beyond one MiB the first MiB is kept, with the whole length",
          "[events]") {
    const std::string original(10U << 20U, 'x');
    const std::string sha256(32, '\0');
    std::string out;
    append_dead_letter(out, {DeadLetterReason::too_large,
                             {},
                             1,
                             as_bytes(sha256),
                             original.size(),
                             as_bytes(original)});
    std::string kept;
    append_base64(kept, as_bytes(original).first(1U << 20U));
    CHECK(out.find("\"length\":10485760,\"original_base64\":\"" + kept + "\"}") !=
          std::string::npos);
}
