// Free mail: the list is what it says, and subdomains belong to it.
#include "engine/core/normalise/free_mail.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/core/normalise/web_domain.hpp"

namespace leadline::engine {
namespace {

TEST_CASE("Free mail: the list has each domain once, as web_domain() gives it", "[engine]") {
    const auto domains = free_mail_domains();
    CHECK(domains.size() >= 150);
    CHECK(std::adjacent_find(domains.begin(), domains.end()) == domains.end());
    for (const events::Text domain : domains) CHECK(web_domain(domain) == domain);
}

TEST_CASE("Free mail: addresses, hosts and subdomains of a provider are", "[engine]") {
    for (const events::Text text :
         {"ana@gmail.com", "Ana@GMAIL.com", "gmail.com", "https://mail.google-is-not.gmail.com/",
          "ana@vip.qq.com", "ana@pop3.web.de", "ana@yahoo.co.uk", "ana@mail.ru", "ana@naver.com",
          "Ana <ana@hotmail.com.br>", "ana@freemail.hu", "ana@163.com"})
        CHECK(is_free_mail(text));
}

TEST_CASE("Free mail: a company's own domain is not", "[engine]") {
    for (const events::Text text : {"ana@blue.example", "gmail.com.blue.example", "notgmail.com",
                                    "gmail.co", "ana@google.com", "microsoft.com", "", "com"})
        CHECK_FALSE(is_free_mail(text));
}

}  // namespace
}  // namespace leadline::engine
