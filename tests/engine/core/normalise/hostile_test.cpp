// What hostile and odd input does to the normal forms: they end, in reasonable time, and are their
// own normal forms.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "engine/core/normalise/code_points.hpp"
#include "engine/core/normalise/company.hpp"
#include "engine/core/normalise/email.hpp"
#include "engine/core/normalise/fold.hpp"
#include "engine/core/normalise/phone.hpp"
#include "engine/core/normalise/web_domain.hpp"

namespace leadline::engine {
namespace {

using Normal = std::string (*)(Text);

const std::map<std::string, Normal> normals = {
    {"e-mail", [](Text text) { return normal_email(text); }},
    {"phone", [](Text text) { return normal_phone(text, "DE"); }},
    {"company", [](Text text) { return normal_company(text); }},
    {"web domain", [](Text text) { return web_domain(text); }},
    {"fold", [](Text text) { return folded(text); }},
};

constexpr std::size_t long_bytes = 65'536;

std::string repeated(Text piece) {
    std::string all;
    while (all.size() + piece.size() <= long_bytes) all += piece;
    return all;
}

// One letter may stand for eighteen: what is short when it comes in is long when it is mapped.
TEST_CASE("Normal forms: letters that stand for many are borne", "[engine]") {
    for (const Text piece : {"\ufdfa", "\u3316", "\u33ff"}) {
        for (const std::size_t count : {10U, 55U, 56U, 57U, 100U, 200U, 340U}) {
            std::string label;
            for (std::size_t i = 0; i < count; ++i) label += piece;
            for (const std::string& text : {label, label + ".example", "a@" + label + ".example",
                                            "https://" + label + ".com/"})
                for (const auto& [name, normal] : normals) {
                    INFO(name << " of " << count);
                    const std::string once = normal(text);
                    CHECK(once.size() <= 18 * 3 * text.size());
                }
        }
    }
}

TEST_CASE("Normal forms: 64 KiB of anything are borne", "[engine]") {
    for (const Text piece : {"a",
                             " ",
                             "@",
                             ".",
                             ",",
                             "a ",
                             "a.",
                             "1",
                             "+",
                             "(0)",
                             "<",
                             ">",
                             "&",
                             "x ",
                             "mailto:",
                             "co ",
                             "gmbh & co. kg ",
                             "the ",
                             "公司",
                             "株式会社",
                             " 公司",
                             "\u0301",
                             "\u0323\u0301",
                             "\u0301\u034f\u0323\u200d",
                             "\u093c\u0301",
                             "\u202e",
                             "\U0001F355",
                             "\U0001F468\u200d",
                             "\u200f\u05d0",
                             "ß",
                             "ﷺ",
                             "é",
                             "\xff",
                             "\xe2\x82",
                             "xn--a.",
                             "ü.",
                             "ext",
                             ";",
                             "٣"}) {
        const std::string text = repeated(piece);
        for (const auto& [name, normal] : normals) {
            INFO(name << " of " << piece);
            const std::string made = normal(text);
            CHECK(made.size() <= 12 * text.size());
            CHECK(normal(made) == made);
        }
    }
    CHECK(normal_company(repeated("公司")) == "公司");
    CHECK(normal_company("x " + repeated("公司")) == "x");
    CHECK(normal_company("x " + repeated("gmbh & co. kg ")) == "x");
    CHECK(normal_email(repeated("mailto:") + "ana@blue.example") == "ana@blue.example");
    CHECK(normal_company(repeated(Text("\0", 1)) + "blue") == "blue");
}

TEST_CASE("Normal forms: any bytes are borne, whatever their encoding", "[engine]") {
    CHECK(rc::check([](const std::string& bytes) {
        for (const auto& [name, normal] : normals) {
            const std::string made = normal(bytes);
            for_each_code_point(made, [](UChar32 c, Text) { RC_ASSERT(c > 0); });
        }
    }));
}

// Words, signs and letters of which names and addresses are made, and of which they are not.
const std::vector<std::string> pieces = {"a",
                                         "b",
                                         "B",
                                         "7",
                                         "ana",
                                         "blue",
                                         "Blue.example",
                                         "@",
                                         " ",
                                         "  ",
                                         ".",
                                         "-",
                                         ",",
                                         "&",
                                         "+",
                                         "and",
                                         "et",
                                         "the",
                                         "co",
                                         "gmbh",
                                         "S.A.",
                                         "ООО",
                                         "sc",
                                         "srl",
                                         "株式会社",
                                         "公司",
                                         "(株)",
                                         "É",
                                         "ß",
                                         "ø",
                                         "\u0301",
                                         "\u200d",
                                         "\u200c",
                                         "\u202e",
                                         "\u2028",
                                         "<",
                                         ">",
                                         "mailto:",
                                         "＠",
                                         "．",
                                         "＜",
                                         "\uff1a",
                                         "ｍａｉｌｔｏ：",
                                         "i",
                                         "İ",
                                         "ı",
                                         "🍕",
                                         "\u05d0",
                                         "\u0627",
                                         "www.",
                                         "http://",
                                         "/",
                                         "'",
                                         "\"",
                                         "´",
                                         "½",
                                         "①",
                                         "ﬁ",
                                         "\u0345",
                                         "\u1e9e",
                                         "\u3099",
                                         "か",
                                         "..",
                                         "e",
                                         "t",
                                         "o",
                                         "g",
                                         "s",
                                         "m",
                                         "h",
                                         "pt",
                                         "\u00a8"};

TEST_CASE("Normal forms: a normal form is its own normal form", "[engine]") {
    CHECK(rc::check([] {
        const auto chosen =
            *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
        std::string text;
        for (const std::string& piece : chosen) text += piece;
        for (const auto& [name, normal] : normals) {
            if (name == "phone") continue;
            const std::string made = normal(text);
            RC_LOG() << name << " of " << text << " is " << made << "\n";
            RC_ASSERT(normal(made) == made);
        }
    }));
}

TEST_CASE("Normal forms: white space around a text and its case never count", "[engine]") {
    CHECK(rc::check([] {
        const auto chosen =
            *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
        std::string text;
        for (const std::string& piece : chosen) text += piece;
        std::string upper;
        for (const char c : text) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        for (const auto& [name, normal] : normals) {
            RC_LOG() << name << " of " << text << "\n";
            RC_ASSERT(normal(" \t\u00a0" + text + "\u3000\n") == normal(text));
            RC_ASSERT(normal(upper) == normal(text));
        }
    }));
}

}  // namespace
}  // namespace leadline::engine
