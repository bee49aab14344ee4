// The letters of JSON.
#include "events/codec/json_text.hpp"

#include <rapidcheck.h>
#include <simdjson.h>

#include <catch2/catch.hpp>

using namespace leadline::events;

namespace {

std::string json(Text text) {
    std::string out;
    append_json(out, text);
    return out;
}

std::string base64(Text text) {
    std::string out;
    append_base64(out, as_bytes(text));
    return out;
}

}  // namespace

TEST_CASE("JSON text: what has to be escaped is, and nothing else", "[events]") {
    CHECK(json("") == "\"\"");
    CHECK(json("a\"b\\c/d") == "\"a\\\"b\\\\c/d\"");
    CHECK(json("\n\r\t") == "\"\\n\\r\\t\"");
    CHECK(json(Text("\0\x01\x1f\x7f", 4)) == "\"\\u0000\\u0001\\u001f\x7f\"");
    CHECK(json("Söhne 東京 🚀") == "\"Söhne 東京 🚀\"");
}

TEST_CASE("JSON text: whatever is written is read as the same text", "[events]") {
    simdjson::dom::parser parser;
    CHECK(rc::check([&parser] {
        const auto letters = rc::gen::element<std::string>(
            "a", "\"", "\\", "\n", std::string(1, '\0'), "\x1f", " ", "é", "東", "🚀", "abcdefgh");
        std::string text;
        for (const std::string& piece : *rc::gen::container<std::vector<std::string>>(letters))
            text += piece;
        std::string_view read;
        const simdjson::padded_string written(json(text));
        RC_ASSERT(parser.parse(written).get(read) == simdjson::SUCCESS);
        RC_ASSERT(read == text);
        RC_ASSERT(is_plain_json(text) == (json(text) == '"' + text + '"'));
    }));
}

TEST_CASE("JSON text: numbers, zeros before them, hex and base64", "[events]") {
    std::string out;
    append_number(out, INT64_MIN);
    append_number(out, UINT64_MAX);
    CHECK(out == "-922337203685477580818446744073709551615");
    out.clear();
    append_padded(out, 42, 20);
    CHECK(out == "00000000000000000042");
    append_padded(out, 123, 2);
    CHECK(out == "00000000000000000042123");
    out.clear();
    append_hex(out, as_bytes(Text("\0\x7f\xff", 3)));
    CHECK(out == "007fff");
    // The examples of RFC 4648, section 10.
    CHECK(base64("").empty());
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foob") == "Zm9vYg==");
    CHECK(base64("fooba") == "Zm9vYmE=");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xfb\xff") == "+/8=");
}

TEST_CASE("JSON text: spread over lines it is the same JSON", "[events]") {
    CHECK(indented(R"({"a":[1,{"b":"x,{\"}"}],"c":{},"d":[]})") ==
          "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,{\\\"}\"\n    }\n  ],\n  \"c\": {},\n"
          "  \"d\": []\n}");
}
