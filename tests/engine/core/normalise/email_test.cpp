// E-mail addresses: what is one address, what are two, and what is none.
#include "engine/core/normalise/email.hpp"

#include <catch2/catch.hpp>

namespace leadline::engine {
namespace {

std::string of(events::Text text) { return normal_email(text); }

TEST_CASE("E-mail: white space goes and the whole address is folded", "[engine]") {
    CHECK(of("\u00a0 Ana.Maria@Blue.EXAMPLE \r\n") == "ana.maria@blue.example");
    CHECK(of("ana @ blue.example") == "ana@blue.example");
    CHECK(of("STRASSE@blue.example") == of("straße@blue.example"));
    CHECK(of("ｎｉｃｏ＠ｂｌｕｅ．ｅｘａｍｐｌｅ") == "nico@blue.example");
    CHECK(of("rene\u0301@blue.example") == of("REN\u00c9@blue.example"));
}

TEST_CASE("E-mail: the domain is folded, whatever its script", "[engine]") {
    CHECK(of("ana@BÜCHER.example") == "ana@xn--bcher-kva.example");
    CHECK(of("ana@xn--bcher-kva.example") == "ana@xn--bcher-kva.example");
    CHECK(of("ana@B\u0055\u0308cher.example") == "ana@xn--bcher-kva.example");
    CHECK(of("иван@Почта.РФ") == "иван@xn--80a1acny.xn--p1ai");
    CHECK(of("ana@例え。テスト") == "ana@xn--r8jz45g.xn--zckzah");
}

TEST_CASE("E-mail: domains that IDNA of today tells apart are two", "[engine]") {
    CHECK(of("ana@faß.de") == "ana@xn--fa-hia.de");
    CHECK(of("ana@fass.de") == "ana@fass.de");
    CHECK(of("ana@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com") ==
          "ana@xn--mgba3gch31f060k.com");
    CHECK(of("ana@\u0646\u0627\u0645\u0647\u0627\u06cc.com") == "ana@xn--mgba3gch31f.com");
}

TEST_CASE("E-mail: dots and tags stay, since they are each provider's affair", "[engine]") {
    CHECK(of("a.na@gmail.com") != of("ana@gmail.com"));
    CHECK(of("ana+trade@gmail.com") == "ana+trade@gmail.com");
}

TEST_CASE("E-mail: what programs and lists put around an address goes", "[engine]") {
    CHECK(of("Ana Maria <Ana@Blue.example>") == "ana@blue.example");
    CHECK(of("\"Maria, Ana\" <mailto:ana@blue.example>;") == "ana@blue.example");
    CHECK(of("mailto:ana@blue.example") == "ana@blue.example");
    CHECK(of("MAILTO: mailto:ana@blue.example") == "ana@blue.example");
    CHECK(of("ana@blue.example.") == "ana@blue.example");
    CHECK(of("ana@blue.example, ;") == "ana@blue.example");
}

TEST_CASE("E-mail: what nobody sees in an address is not in it", "[engine]") {
    CHECK(of("\u202aana\u200b@blue\u200e.example\u202c") == "ana@blue.example");
    CHECK(of(events::Text("an\0a@blue.ex\0ample", 18)) == "ana@blue.example");
    CHECK(of("ana@blue.exa\u00admple\ufeff") == "ana@blue.example");
}

TEST_CASE("E-mail: almost valid ones still match by their folded text", "[engine]") {
    CHECK(of(" Ana.Blue.example ") == "ana.blue.example");
    CHECK(of("@Blue.example") == "@blue.example");
    CHECK(of("Ana@") == "ana@");
    CHECK(of("Ana@@blue.example") == "ana@@blue.example");
    CHECK(of("ana maria@Blue.example") == "ana maria@blue.example");
    CHECK(of("Ana@blue..example") == "ana@blue..example");
    CHECK(of("Ana@blue,example") == "ana@blue,example");
    CHECK(of("mail\"1@Blue.example") == "mail\"1@blue.example");
    CHECK(of("ana@[192.0.2.1]") == "ana@[192.0.2.1]");
    CHECK(of("ana@localhost") == "ana@localhost");
}

TEST_CASE("E-mail: nothing said is nothing to match by", "[engine]") {
    for (const events::Text nothing : {"", " \t ", "-", "@", "...", "?", "\u3000", "\u200b"})
        CHECK(of(nothing).empty());
    CHECK(of(events::Text("\0\0", 2)).empty());
}

TEST_CASE("E-mail: an address has at most 254 bytes, and what is longer is a text", "[engine]") {
    const std::string label(60, 'd');
    const std::string fits(email_bytes_max - label.size() - 9, 'a');
    CHECK(of(fits + "@" + label + ".example").size() == email_bytes_max);
    // One byte more, and the domain stays as it was said.
    CHECK(of(fits + "@\u00fc" + label.substr(2) + ".example") ==
          fits + "@\u00fc" + label.substr(2) + ".example");
    const std::string long_label(64, 'd');
    CHECK(of("ana@\u00fc." + long_label + ".example") == "ana@\u00fc." + long_label + ".example");
}

}  // namespace
}  // namespace leadline::engine
