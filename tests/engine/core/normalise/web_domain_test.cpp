// Web domains: the registrable part of what people give as their site.
#include "engine/core/normalise/web_domain.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/core/normalise/domain_name.hpp"

namespace leadline::engine {
namespace {

TEST_CASE("Web domain: of a URL, with and without its parts", "[engine]") {
    for (const events::Text text :
         {"blue-sky.example", "https://Blue-Sky.example", "http://www.blue-sky.example/a?b=c#d",
          "//blue-sky.example/", "blue-sky.example/about@us", "www.blue-sky.example:8080",
          "https://ana:secret@shop.blue-sky.example:443/@ana", "ftp://blue-sky.example\\x",
          " HTTPS://BLUE-SKY.EXAMPLE. ", "blue-sky.example?x=//y", "(www.blue-sky.example)."})
        CHECK(web_domain(text) == "blue-sky.example");
}

TEST_CASE("Web domain: of an e-mail address, also an almost valid one", "[engine]") {
    CHECK(web_domain("ana@mail.blue.example") == "blue.example");
    CHECK(web_domain("Ana <ana@Blue.example>") == "blue.example");
    CHECK(web_domain("mailto:ana@blue.example?subject=x") == "blue.example");
    CHECK(web_domain("mail\"1@blue.example") == "blue.example");
    CHECK(web_domain("ana maria＠blue.example") == "blue.example");
}

TEST_CASE("Web domain: what is registrable is said by the public suffix list", "[engine]") {
    CHECK(web_domain("a.b.blue.co.uk") == "blue.co.uk");
    CHECK(web_domain("www.blue.com.br") == "blue.com.br");
    CHECK(web_domain("blue.github.io") == "blue.github.io");
    CHECK(web_domain("shop.city.kawasaki.jp") == "city.kawasaki.jp");  // an exception of the list
    CHECK(web_domain("a.b.c.kawasaki.jp") == "b.c.kawasaki.jp");
    CHECK(web_domain("www.blue.unheard-of") == "blue.unheard-of");
}

TEST_CASE("Web domain: every script is the same in ASCII", "[engine]") {
    CHECK(web_domain("https://www.Bücher.DE/katalog") == "xn--bcher-kva.de");
    CHECK(web_domain("shop.食狮.公司.cn") == "xn--85x722f.xn--55qx5d.cn");
    CHECK(web_domain("http://кто.рф") == "xn--j1ail.xn--p1ai");
    CHECK(web_domain("www.xn--bcher-kva.de") == "xn--bcher-kva.de");
}

TEST_CASE("Web domain: suffixes, addresses and nobody's names are no company's", "[engine]") {
    for (const events::Text text : {"",
                                    " ",
                                    "com",
                                    "co.uk",
                                    "github.io",
                                    "localhost",
                                    "http://localhost:3000",
                                    "app.localhost",
                                    "printer.local",
                                    "x.invalid",
                                    "1.0.0.127.in-addr.arpa",
                                    "192.0.2.1",
                                    "http://192.0.2.1/x",
                                    "0x7f.1",
                                    "[2001:db8::1]",
                                    "http://[2001:db8::1]:80/",
                                    "intranet",
                                    "Blue Sky",
                                    "n/a",
                                    "-",
                                    "http://",
                                    "@",
                                    "blue..example",
                                    ".example",
                                    "blue_sky",
                                    "ana@localhost",
                                    "javascript:alert(1)",
                                    "\u202e"}) {
        INFO(text);
        CHECK(web_domain(text).empty());
    }
}

TEST_CASE("Domain name: labels have 63 bytes at most and names 253", "[engine]") {
    const std::string label(63, 'a');
    CHECK(ascii_domain(label + ".example") == label + ".example");
    CHECK(ascii_domain("a" + label + ".example").empty());
    std::string name = label;
    for (int i = 0; i < 3; ++i) name += "." + label;
    CHECK(ascii_domain(name).empty());  // 255
    CHECK(ascii_domain(name.substr(2)) == name.substr(2));
    CHECK(ascii_domain(std::string(domain_input_bytes_max + 1, 'a')).empty());
    CHECK(ascii_domain("r3---sn.example") == "r3---sn.example");
    CHECK(ascii_domain("-a.example").empty());
    CHECK(ascii_domain("a b.example").empty());
}

// A soft hyphen is ignored by IDNA, and keeps a name from being plain ASCII.
TEST_CASE("Domain name: plain ones are what IDNA makes of them", "[engine]") {
    CHECK(rc::check([] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "a", "Z", "0", "-", "_", ".", "b.c", "xn", "@", " ", "/", std::string(31, 'x')));
        std::string name;
        for (const std::string& piece : pieces) name += piece;
        RC_ASSERT(ascii_domain(name) == ascii_domain("\u00ad" + name));
    }));
}

}  // namespace
}  // namespace leadline::engine
