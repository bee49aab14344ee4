// When something is tried again, what an answer means, and what a signature is.
#include <catch2/catch.hpp>

#include "connectors/notify/back_off.hpp"
#include "connectors/notify/mailer.hpp"
#include "connectors/notify/signature.hpp"
#include "connectors/notify/webhook.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::notify;
using End = Attempt::End;

constexpr std::int64_t second = 1'000'000;

TEST_CASE("Signature: HMAC-SHA-256 as RFC 4231 has it", "[connectors]") {
    // Test cases 1 and 2 of RFC 4231.
    CHECK(hmac_sha256_hex(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(signature_of("Jefe", 12, "{}") == "t=12,v1=" + hmac_sha256_hex("Jefe", "12.{}"));
}

TEST_CASE("Back-off: each wait is about twice the one before, up to the longest", "[connectors]") {
    const BackOff back_off;
    std::int64_t middle = 10 * second;
    for (std::uint32_t attempts = 1; attempts <= 40; ++attempts) {
        CAPTURE(attempts);
        const std::int64_t wait = wait_after(back_off, attempts, "key").us;
        CHECK(wait >= middle / 8 * 7);
        CHECK(wait <= middle / 8 * 9);
        middle = std::min(middle * 2, 3'600 * second);
    }
}

TEST_CASE("Back-off: it is the same for a key and an attempt, and others' is another",
          "[connectors]") {
    const BackOff back_off;
    CHECK(wait_after(back_off, 3, "a") == wait_after(back_off, 3, "a"));
    int different = 0;
    for (char c = 'b'; c <= 'k'; ++c)
        if (wait_after(back_off, 3, std::string(1, c)) != wait_after(back_off, 3, "a")) ++different;
    CHECK(different >= 8);
}

TEST_CASE("Back-off: what the other side asks for counts, within bounds", "[connectors]") {
    const BackOff back_off;
    CHECK(wait_after(back_off, 1, "a", {100 * second}).us == 100 * second);
    CHECK(wait_after(back_off, 1, "a", {86'400 * second}).us == 3'600 * second);
    CHECK(wait_after(back_off, 1, "a", {second}) == wait_after(back_off, 1, "a"));
}

TEST_CASE("Webhook: what each status means", "[connectors]") {
    for (const std::uint32_t status : {200U, 201U, 202U, 204U, 299U})
        CHECK(webhook_attempt(CURLE_OK, status, 0).end == End::delivered);
    for (const std::uint32_t status : {408U, 425U, 429U, 500U, 502U, 503U, 599U})
        CHECK(webhook_attempt(CURLE_OK, status, 0).end == End::try_again);
    for (const std::uint32_t status : {301U, 302U, 307U, 400U, 401U, 403U, 404U, 410U, 422U})
        CHECK(webhook_attempt(CURLE_OK, status, 0).end == End::dead);
    CHECK(webhook_attempt(CURLE_OPERATION_TIMEDOUT, 0, 0).end == End::try_again);
    CHECK(webhook_attempt(CURLE_OPERATION_TIMEDOUT, 200, 0).end == End::delivered);
    CHECK(webhook_attempt(CURLE_OK, 503, 7).wait.us == 7 * second);
}

TEST_CASE("Mail: what each answer means", "[connectors]") {
    CHECK(mail_attempt(CURLE_OK, 250).end == End::delivered);
    CHECK(mail_attempt(CURLE_SEND_ERROR, 451).end == End::try_again);
    CHECK(mail_attempt(CURLE_SEND_ERROR, 550).end == End::dead);
    CHECK(mail_attempt(CURLE_LOGIN_DENIED, 535).end == End::try_again);
    CHECK(mail_attempt(CURLE_COULDNT_CONNECT, 0).end == End::try_again);
    CHECK(mail_attempt(CURLE_RECV_ERROR, 354).end == End::try_again);
    CHECK(mail_attempt(CURLE_USE_SSL_FAILED, 250).end == End::try_again);
}

}  // namespace
}  // namespace leadline::tests
